/** How far a canvass has come, and what may be done with it now. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";
import type { Canvass } from "./api";

type Look = StatusIndicatorProps.Type;

const states: Record<string, [Look, string]> = {
  waiting: ["pending", "Waits for a second person"],
  open: ["in-progress", "Open"],
  denied: ["stopped", "Denied"],
  closed: ["success", "Closed with thanks"],
};

export function canvassState({ state, waits_for: reasons, approved_by: approved }: Canvass): [Look, string] {
  if (state === "closed" && reasons.length && !approved) return ["stopped", "Withdrawn; nobody was asked"];
  return states[state] ?? ["info", sentence(state)];
}

/** Why somebody cannot decide about a waiting canvass; empty for who can. */
export function whyNotDecide(one: Canvass, badge: string, mayDecide: boolean): string {
  if (one.opened_by === badge) return "You opened this canvass. Somebody else must approve or deny it.";
  return mayDecide ? "" : "A supervisor approves or denies it.";
}

/** Why nobody can be reminded now; empty when they can. */
export function whyNotRemind({ state, reminded_at: at, asked }: Canvass): string {
  if (state !== "open") return "Only an open canvass reminds.";
  if (at) return "Everybody who had not answered was reminded once.";
  return asked ? "" : "Nobody was asked yet.";
}

const counted = [
  ["Uploaded", "uploaded"], ["Declined", "declined"], ["Nothing recorded", "nothing_recorded"], ["Later", "later"],
  ["Not yet sent", "unsent"],
] as const;

/** The counts as they stand now, each with its label; of who was asked only a band. */
export function counts(one: Canvass): { label: string; value: string }[] {
  const nobody = [{ label: "Asked", value: "nobody" }, { label: "In the area", value: one.found }];
  if (one.state === "waiting" || one.state === "denied") return nobody;
  return [{ label: "Asked", value: one.asked }, ...counted.map(([label, name]) => ({ label, value: String(one[name] ?? 0) }))];
}

/** One list for all that is not read yet: a new one at each turn would look like news. */
export const noCanvasses: Canvass[] = [];

export const waitingFirst = (all: Canvass[]): Canvass[] =>
  [...all].sort((a, b) => Number(b.state === "waiting") - Number(a.state === "waiting") || b.opened_at.localeCompare(a.opened_at));
