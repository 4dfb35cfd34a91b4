/** Who looked and what was fetched: tables that become cards on a phone. */
import { el, type Child } from "@open-rtcc/shared/elements";
import { stretch } from "@open-rtcc/shared/language";
import type { Clip, View } from "./api";
import type { Key } from "./strings.en";
import { length, moment, say, sayCode } from "./words";

const newest = <T>(rows: T[], at: (row: T) => string): T[] => [...rows].sort((a, b) => at(b).localeCompare(at(a)));

export function viewsSection(views: View[], zone: string): HTMLElement {
  const rows = newest(views, (view) => view.opened_at).map((view) => [
    moment(view.opened_at, zone), view.camera_name, view.badge, view.incident_number, looked(view, zone),
    // Of a view that goes on, the length would change with every look.
    view.ended_at ? length(view.seconds) : el("strong", {}, say("views.now")),
    view.why_ended ? el("span", { lang: "en" }, view.why_ended) : "–",
  ]);
  return section("views", table("views.title",
    ["column.when", "column.camera", "column.badge", "column.call", "column.purpose", "column.length", "column.why"], rows));
}

/** What somebody looked for: a live view by its purpose, a review by its case and by what was played. */
export function looked({ kind, purpose, case: number = "", shown_from: from, shown_to: to }: View, zone: string): string {
  if (kind !== "review") return sayCode("purpose", purpose);
  if (!from || !to) return say("views.review", { case: number });
  const played = stretch(from, to, zone, { dateStyle: "medium", timeStyle: "medium" });
  return say("views.review_shown", { case: number, stretch: played });
}

export function clipsSection(clips: Clip[], zone: string): HTMLElement {
  const rows = newest(clips, (clip) => clip.ordered_at).map((clip) => [
    moment(clip.ordered_at, zone), clip.camera_name,
    stretch(clip.from, clip.to, zone, { dateStyle: "medium", timeStyle: "medium" }),
    clip.badge, clip.incident_number, clip.case, sayCode("clip", clip.state),
  ]);
  return section("clips", table("clips.title",
    ["column.when", "column.camera", "column.stretch", "column.badge", "column.call", "column.case", "column.state"], rows));
}

function section(kind: "views" | "clips", rows: HTMLElement | null): HTMLElement {
  return el("section", { id: kind, "aria-labelledby": `${kind}-title` },
    el("h2", { id: `${kind}-title` }, say(`${kind}.title`)),
    el("p", { class: "quiet" }, say(`${kind}.lead`)),
    rows ?? el("p", {}, say(`${kind}.none`)));
}

/** A number with hyphens is read in one piece. */
const isWord = (value: Child): boolean => typeof value === "string" && !value.includes(" ");

function table(title: Key, columns: Key[], rows: Child[][]): HTMLElement | null {
  if (!rows.length) return null;
  const names = columns.map((key) => say(key));
  const cell = (value: Child, at: number): HTMLElement =>
    el(at ? "td" : "th", { scope: at ? undefined : "row", "data-name": names[at], class: isWord(value) && "whole" }, el("span", {}, value));
  return el("table", { class: "usa-table usa-table--borderless", "aria-label": say(title) },
    el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell)))));
}
