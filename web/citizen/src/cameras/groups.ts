/** The questions about somebody's cameras: one group for all that are alike. */
import type { Cameras } from "../shared/api";
import { button, el } from "../shared/elements";
import { selection, textField, tick, ticks, type Faults, type Question } from "../shared/fields";
import { blankGroup, mostGroups, type Group } from "./draft";
import { say, type Key } from "./words";

const covers = ["street", "sidewalk", "lot", "alley"] as const;
const facings = ["unknown", "n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
const recordings = ["unknown", "continuous", "motion", "on_request"] as const;
const labels: Record<string, Key> = {
  count: "cameras.count", covers: "cameras.covers", facing: "cameras.facing", recording: "cameras.recording",
  days_kept: "cameras.days_kept", clock_checked: "cameras.clock_checked",
};

/** What the summary of faults calls a field such as `cameras.0.covers`. */
export function labelOfGroup(name: string): string {
  const [, , field = ""] = name.split(".");
  return say(labels[field] ?? "cameras.title");
}

/** All groups; `changed` is called with the field to go to when one was added or removed. */
export function groupsOf(groups: Group[], faults: Faults, changed: (focus: string) => void): HTMLElement {
  const add = (): void => {
    groups.push(blankGroup());
    changed(`cameras.${groups.length - 1}.count`);
  };
  const more = button(say("cameras.add"), add, "usa-button--outline");
  more.id = "cameras.add";
  return el("div", { class: "groups", id: "cameras" },
    el("h3", {}, say("cameras.title")),
    el("p", { class: "quiet" }, say("cameras.no_interior")),
    ...groups.map((_, index) => group(groups, index, faults, changed)),
    groups.length < mostGroups && el("p", {}, more),
    el("p", { class: "quiet" }, say("cameras.add_hint")));
}

function group(groups: Group[], index: number, faults: Faults, changed: (focus: string) => void): HTMLElement {
  const one = groups[index]!;
  const remove = (): void => {
    groups.splice(index, 1);
    changed("cameras.add");
  };
  const number = { number: index + 1, count: groups.length };
  const gone = button(say("cameras.remove", number), remove, "usa-button--unstyled");
  const q = (name: keyof Group, value: string, more: Partial<Question> = {}): Question => {
    const id = `cameras.${index}.${name}`;
    return { name: id, label: say(labels[name]!), value, fault: faults.get(id), ...more };
  };
  const digits = { inputmode: "numeric", autocomplete: "off" };
  return el("fieldset", { class: "usa-fieldset group" },
    el("legend", { class: "usa-legend" }, say(groups.length > 1 ? "cameras.group" : "cameras.only", number)),
    el("div", { class: "pair" },
      textField(q("count", one.count, { attributes: { ...digits, maxlength: 2 } })),
      selection(q("facing", one.facing), facings.map((way) => [way, say(`facing.${way}`)]))),
    ticks(q("covers", "", { hint: say("cameras.covers_hint") }), covers.map((cover) => [cover, say(`covers.${cover}`)]), one.covers),
    el("div", { class: "pair" },
      selection(q("recording", one.recording), recordings.map((kind) => [kind, say(`recording.${kind}`)])),
      textField(q("days_kept", one.days_kept, { hint: say("cameras.days_kept_hint"),
        attributes: { ...digits, maxlength: 3, "aria-required": "false" } }))),
    tick(q("clock_checked", one.clock_checked ? "yes" : "", { hint: say("cameras.clock_hint") })),
    groups.length > 1 && el("p", {}, gone));
}

/** A group in one line, for those who read what is held about them. */
export function lineOf(cameras: Cameras): string {
  const seen = cameras.covers.map((cover) => say(`covers.${cover}`).toLowerCase()).join(", ");
  const words = [say("cameras.line", { count: cameras.count, covers: seen }), say(`facing.line.${cameras.facing}`)];
  if (cameras.recording !== "unknown") words.push(say(`recording.${cameras.recording}`).toLowerCase());
  if (cameras.days_kept) words.push(say("cameras.line_days", { count: cameras.days_kept }));
  if (cameras.clock_checked) words.push(say("cameras.line_clock"));
  return words.filter(Boolean).join(" · ");
}
