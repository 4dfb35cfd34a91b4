/** Looking at what was made of an item, with a mark that names who looks. Nothing is kept on this computer. */
import { alert, button, el } from "@open-rtcc/shared/elements";
import { Problem } from "@open-rtcc/shared/door";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Agency, Piece, Share, View } from "./api";
import { moment } from "./list";
import { say } from "./strings";

const marks = 6;
// Each time it asks is written down, and a copy takes minutes: it waits twice as long each time, a minute at most.
const first = 10_000;
const longest = 60_000;

export function viewing(agency: Agency, share: Share, zone: string): HTMLElement {
  const isAll = share.method === "view";
  return el("section", { class: "panel", "aria-labelledby": "look" },
    el("h2", { id: "look" }, say("look.title")),
    el("p", {}, say(isAll ? "look.only" : "look.also")),
    el("p", { class: "quiet" }, say(isAll ? "look.burned" : "look.mark")),
    el("ol", { class: "items" }, ...share.items.map((piece) => one(agency, share, piece, zone))));
}

function one(agency: Agency, share: Share, piece: Piece, zone: string): HTMLElement {
  const place = el("div", { "aria-live": "polite" });
  const done = (node: HTMLElement): void => {
    place.replaceChildren(node);
    start.disabled = false;
    start.textContent = say("look.again");
    start.setAttribute("aria-label", say("look.again_label", { name: piece.name }));
  };
  const ask = (wait: number): void => {
    agency.view(share.id, piece.id).then((view) => done(shown(view, piece, zone)), (fault: unknown) => {
      if (isShut(fault)) return;
      if (fault instanceof Problem && fault.slug === "preparing") return prepare(wait);
      done(alert("warning", fault instanceof Problem && fault.detail ? fault.detail : say("unreachable")));
    });
  };
  const prepare = (wait: number): void => {
    if (wait === first) place.replaceChildren(alert("info", say("look.preparing")));
    setTimeout(() => {
      if (place.isConnected) ask(Math.min(2 * wait, longest));
    }, wait);
  };
  const start = button(say("look.start"), () => {
    start.disabled = true;
    ask(first);
  }, "usa-button--outline");
  start.setAttribute("aria-label", say("look.label", { name: piece.name }));
  return el("li", {}, el("strong", {}, piece.name), el("div", { class: "row" }, start), place);
}

function shown(view: View, { name }: Piece, zone: string): HTMLElement {
  const lost = (): void => frame.replaceWith(alert("warning", say("look.over")));
  const picture = view.kind === "movie"
    ? el("video", { src: view.url, controls: true, playsinline: true, preload: "metadata", controlslist: "nodownload nofullscreen",
        disablepictureinpicture: true, "aria-label": say("look.movie", { name }), error: lost })
    : el("img", { src: view.url, alt: say(view.kind === "picture" ? "look.picture" : "look.sheet", { name }), error: lost });
  const mark = el("div", { class: "mark", "aria-hidden": "true" },
    ...Array.from({ length: marks }, () => el("span", {}, view.watermark.text)));
  const frame = el("figure", { class: "look" },
    el("div", { class: "look__picture" }, picture, view.watermark.is_burned_in ? null : mark),
    view.missing ? el("p", {}, say("look.missing", { missing: view.missing })) : null,
    el("figcaption", { class: "quiet" }, `${view.watermark.text}. ${say("look.until", { until: moment(view.expires_at, zone) })}`));
  return frame;
}
