/** How the console says what the probe found and what became of an item. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence, size } from "../shared/words";
import type { Derivative, Probe } from "./api";

type Look = StatusIndicatorProps.Type;

const verdicts: Record<string, [Look, string]> = {
  accept: ["success", "Accepted"],
  not_needed: ["stopped", "Not needed"],
  duplicate: ["info", "Duplicate"],
};

export const verdictLook = (verdict: string): [Look, string] => verdicts[verdict] ?? ["info", sentence(verdict)];

/** Seconds as a clock counts them. */
export function lasting(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (part: number): string => String(part).padStart(2, "0");
  const clock = `${Math.floor(whole / 60) % 60}:${two(whole % 60)}`;
  if (whole >= 3600) return `${Math.floor(whole / 3600)}:${clock.padStart(5, "0")}`;
  return whole >= 60 ? clock : `${seconds.toFixed(1)} s`;
}

/** What is known of the file, each with its label; what is not known is left out. */
export function probeFacts({ kind, codec, width, height, duration_s: seconds, frames }: Probe): { label: string; value: string }[] {
  const known: [string, string | false | null | undefined][] = [
    ["Format", kind], ["Codec", codec], ["Picture", width && height ? `${width} × ${height}` : null],
    ["Duration", seconds ? lasting(seconds) : null], ["Pictures", frames ? frames.toLocaleString("en-US") : null],
  ];
  return known.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

/** Why there is nothing to look at; empty when there is. */
export function whyNoPreview({ state, why }: Probe): string {
  if (state === "ready") return "";
  return state === "pending" ? "The preview is still being made." : `There is no preview: ${why || "nothing could be made of this file"}.`;
}

/** What the movie leaves out; empty when it shows all there is. */
export function movieLacks({ why }: Probe, movie: Derivative | null | undefined): string {
  if (!movie) return why ? sentence(why) + "." : "No movie could be made that browsers play.";
  return why ? `Of this movie: ${why}.` : "";
}

const ways: Record<string, string> = { drawn: "drawn from its pictures", copied: "its own pictures, copied", encoded: "encoded again" };

/** How a derivative was made, and which bytes it is. */
export const derivativeWords = ({ how, bytes, sha256 }: Derivative): string =>
  [ways[how] ?? how, size(bytes), `SHA-256 ${sha256}`].filter(Boolean).join(", ");

/** Why a note cannot be sent as it is; empty when it can. The service refuses signs that cannot be seen. */
export function noteLack(note: string): string {
  if (note.length > 200) return "At most 200 characters.";
  return /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/.test(note) ? "Leave out signs that cannot be seen." : "";
}

export type HoldLack = Partial<Record<"reason" | "authority" | "case", string>>;

/** What a hold still lacks, by field. */
export function holdLacks(hold: { reason: string; authority: string; case: string }): HoldLack {
  const lack: HoldLack = {};
  if (!hold.reason) lack.reason = "Write why it must not go.";
  if (!hold.authority) lack.authority = "Write on whose authority.";
  if (!/^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$/.test(hold.case)) lack.case = "Write the number of the case.";
  return lack;
}

/** Admission's own hold is called by one word in the record. */
export const holdReason = (reason: string): string => (reason === "admission" ? "Taken in: nothing goes before somebody decides" : reason);

const checks: Record<string, [Look, string]> = {
  holds: ["success", "The same"],
  differs: ["error", "It differs"],
  unreadable: ["warning", "It could not be read"],
};

export const fixityLook = (result: string): [Look, string] => checks[result] ?? ["info", sentence(result)];

/** Until when the schedule keeps an item, in words. */
export function keptUntil({ kind, keep_until: until }: { kind?: string; keep_until?: string | null }, spell: (at: string) => string): string {
  if (until) return `until ${spell(until)}`;
  return kind ? "without an end" : "until somebody says the kind of case";
}

export interface Sieve {
  state: string;
  held: string;
  kept: string;
}

export const everything: Sieve = { state: "", held: "", kept: "" };

/** Whether a list shows an item. `kept`: `over` for a schedule that has ended, `none` for an item without one. */
export function passes(item: { state: string; standing?: string; held?: boolean; keep_until?: string | null }, sieve: Sieve, now: number): boolean {
  const isOver = item.keep_until ? Date.parse(item.keep_until) <= now : false;
  if (sieve.state && (item.standing ?? item.state) !== sieve.state) return false;
  if (sieve.held && (item.held === true) !== (sieve.held === "yes")) return false;
  if (sieve.kept === "over") return isOver;
  if (sieve.kept === "running") return Boolean(item.keep_until) && !isOver;
  return sieve.kept !== "none" || !item.keep_until;
}

const steps: Record<string, string> = {
  "release.ask": "Asked for",
  "release.pack": "Packed",
  "share.receipt": "Receipt given",
};

/** One way out a release: the furthest step that the item's own lines tell of, and to whom. */
export function wayOut(lines: { event: string; outcome: string; at: string; facts: Record<string, unknown> }[]): { release: string; words: string; at: string }[] {
  const ways = new Map<string, { to: string; words: string; at: string }>();
  for (const { event, outcome, at, facts } of lines) {
    const release = typeof facts.release === "string" ? facts.release : "";
    const step = steps[event];
    if (!release || !step || outcome !== "done") continue;
    const to = facts.ori ? `${String(facts.ori)}, badge ${String(facts.recipient)}` : (ways.get(release)?.to ?? "");
    ways.set(release, { to, words: step, at });
  }
  return [...ways].map(([release, { to, words, at }]) => ({ release, words: `${words}: ${to || release}`, at }));
}
