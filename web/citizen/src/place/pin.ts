/** Moving the pin: on a map, with the arrow keys, or with two numbers. Fetched only when somebody asks for it. */
import { readConfig } from "@open-rtcc/shared/config";
import type { Point } from "../shared/api";
import { button, el } from "../shared/elements";
import { at, farthest, offsetOf, stepped, within, type Offset } from "./offset";
import { say } from "./words";

type Way = keyof Offset;
const small = 10;
const large = 100;

export function pinPanel(address: Point, start: Offset, keep: (offset: Offset) => void): HTMLElement {
  let offset = start;
  let draw: (pin: Point) => void = () => undefined;
  const told = el("p", { class: "quiet", role: "status" });
  const fields = { north: field("north", "place.south"), east: field("east", "place.west") };
  const map = el("div", { class: "map" }, say("place.loading"));
  const put = (next: Offset, typed = false): void => {
    offset = next;
    keep(offset);
    draw(at(address, offset));
    told.textContent = toldOf(offset);
    for (const way of ["north", "east"] as Way[]) {
      if (!typed) fields[way].input.value = String(offset[way]);
      fields[way].refuse("");
    }
  };
  const read = (): void => {
    const next = { north: fields.north.read(), east: fields.east.read() };
    if (next.north !== null && next.east !== null) place(next as Offset);
  };
  for (const { input } of Object.values(fields)) {
    input.addEventListener("change", read);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // Else it would send the form around it.
      event.preventDefault();
      read();
    });
  }
  const place = (next: Offset): void => {
    if (Math.hypot(next.north, next.east) <= farthest) return put(next, true);
    const wrong: Way = Math.abs(next.north) > Math.abs(next.east) ? "north" : "east";
    fields[wrong].refuse(say("errors.far", { most: farthest }));
  };
  const moved = (pin: Point): void => put(within(offsetOf(address, pin)));
  const pressed = (event: KeyboardEvent): void => {
    const next = stepped(offset, event.key, event.shiftKey ? large : small);
    if (!next) return;
    event.preventDefault();
    put(next);
  };
  void drawn(map, { address, pin: at(address, offset), moved, pressed }).then((made) => made && (draw = made));
  put(start);
  return el("div", { class: "pin-panel" },
    el("h3", {}, say("place.title")),
    el("p", { class: "quiet" }, say("place.how", { most: farthest })),
    map,
    el("div", { class: "pair" }, fields.north.node, fields.east.node),
    told,
    button(say("place.back"), () => put({ north: 0, east: 0 }), "usa-button--unstyled"));
}

const toldOf = ({ north, east }: Offset): string => say("place.at", {
  north: say(north < 0 ? "way.south" : "way.north", { feet: Math.abs(north) }),
  east: say(east < 0 ? "way.west" : "way.east", { feet: Math.abs(east) }),
});

export interface Pinned {
  address: Point;
  pin: Point;
  moved: (pin: Point) => void;
  pressed: (event: KeyboardEvent) => void;
}

/** Draws the map; null where it cannot be drawn: the two numbers do the same. */
async function drawn(place: HTMLElement, pinned: Pinned): Promise<((pin: Point) => void) | null> {
  try {
    const [{ drawMap }, { basemap }] = await Promise.all([import("./map"), readConfig()]);
    place.replaceChildren();
    return drawMap(place, basemap.style_url, pinned);
  } catch {
    place.classList.add("map--none");
    place.replaceChildren(say("place.no_map"));
    return null;
  }
}

/** A number of feet with its label, its hint and its fault; `read` is null, and says why, when it holds no number. */
function field(way: Way, other: "place.south" | "place.west") {
  const id = `pin-${way}`;
  const fault = el("span", { class: "usa-error-message", id: `${id}-fault`, role: "alert" });
  const input = el("input", { id, class: "usa-input", type: "number", step: small, value: 0,
    "aria-describedby": `${id}-hint ${id}-fault` });
  const refuse = (words: string): void => {
    fault.textContent = words;
    input.classList.toggle("usa-input--error", Boolean(words));
    input.setAttribute("aria-invalid", String(Boolean(words)));
  };
  const read = (): number | null => {
    const feet = Math.trunc(Number(input.value || NaN));
    if (Number.isFinite(feet)) return feet;
    refuse(say("errors.feet"));
    return null;
  };
  const node = el("div", { class: "usa-form-group" },
    el("label", { class: "usa-label", for: id }, say(`place.${way}`)),
    el("div", { class: "usa-hint", id: `${id}-hint` }, say("place.negative", { way: say(other) })), fault, input);
  return { node, input, read, refuse };
}
