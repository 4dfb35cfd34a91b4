/** The box, and a card for each camera: what is in force, who watches now, and the switch. */
import { alert, button, el } from "@open-rtcc/shared/elements";
import type { Camera, Health, Site } from "./api";
import { grantLines, isNothing, moment, say, sayCode } from "./words";

export function boxSection({ site, box }: Site, zone: string): HTMLElement {
  const seen = !box.online && box.seen_at ? ` ${say("box.seen", { at: moment(box.seen_at, zone) })}` : "";
  return el("section", { id: "box" },
    el("p", { class: "lead" }, `${site.name}, ${site.address}`),
    alert(box.online ? "success" : "warning", say(box.online ? "box.online" : "box.offline") + seen),
    box.suspended && alert("warning", say("box.suspended")),
    box.health && el("ul", { class: "quiet" }, ...healthLines(box.health).map((line) => el("li", {}, line))),
    box.model && el("p", { class: "quiet" }, say("box.model", { model: box.model })));
}

/** How the box does, a line a fact; of a clock that is right, and of what it does not know, it says nothing. */
export function healthLines({ disk, free_percent: free = 0, temperature_c: degrees, clock_ahead_ms: ahead = 0 }: Health): string[] {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const lines = [
    disk && say(`disk.${disk}`, { free }),
    degrees !== undefined && say("box.hot", { degrees }),
    seconds > 1 && say("box.clock", { seconds }),
  ];
  return lines.filter((line): line is string => Boolean(line));
}

export function camerasSection({ cameras, hidden }: Site, zone: string, turnOff: (camera: Camera) => void): HTMLElement {
  const more = hidden === 0 ? say("hidden.none") : say(hidden === 1 ? "hidden.one" : "hidden.many", { count: hidden });
  return el("section", { id: "cameras" },
    cameras.length ? null : el("p", {}, say("cameras.none")),
    el("div", { class: "cameras" }, ...cameras.map((camera) => card(camera, zone, turnOff))),
    el("p", { class: "quiet" }, `${more} ${say("hidden.how")}`));
}

function card(camera: Camera, zone: string, turnOff: (camera: Camera) => void): HTMLElement {
  const { id, name, grant, watching } = camera;
  const off = button(say("camera.off"), () => turnOff(camera), "usa-button--secondary");
  off.id = `off-${id}`;
  off.setAttribute("aria-label", say("camera.off_label", { name }));
  return el("article", { class: `camera${watching ? " camera--watched" : ""}`, "aria-label": name },
    el("div", { class: "camera__head" }, el("h2", {}, name), isNothing(grant) ? null : off),
    watching
      ? el("p", { class: "watched" }, el("span", { class: "light", "aria-hidden": "true" }), watched(camera, zone))
      : el("p", {}, say("camera.nobody")),
    camera.is_held && alert("info", say("camera.held")),
    el("ul", {}, ...grantLines(grant, zone).map((line) => el("li", {}, line))),
    el("p", { class: "quiet" }, say("camera.since", { at: moment(camera.in_force_at, zone) }),
      camera.state ? ` · ${sayCode("camera", camera.state)}` : "",
      camera.warn ? ` · ${sayCode("warn", camera.warn)}` : ""));
}

const watched = ({ watching }: Camera, zone: string): string =>
  watching ? say(watching.kind === "review" ? "camera.reviewed" : "camera.watched", { badge: watching.badge, call: watching.incident_number, at: moment(watching.since, zone) }) : "";

/** The names that this page has seen: the center forgets a camera's name as soon as it is turned off (P2.1). */
export class Names {
  private readonly seen = new Map<string, string>();

  fill(cameras: Camera[]): Camera[] {
    for (const { id, name } of cameras) if (name) this.seen.set(id, name);
    return cameras.map((camera) => ({ ...camera, name: this.seen.get(camera.id) ?? say("camera.unnamed") }));
  }
}

/** Who watches what, for those who hear the page. */
export const watchedWords = (cameras: Camera[], zone: string): string =>
  cameras.filter((camera) => camera.watching).map((camera) => `${camera.name}: ${watched(camera, zone)}.`).join(" ");
