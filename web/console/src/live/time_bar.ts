/** Where on the bar a moment of the recording lies, and what a key means there. Pure; times in milliseconds. */
import type { Camera } from "./api";

export interface Span {
  from: number;
  to: number;
}
const second = 1000, minute = 60 * second, hour = 60 * minute;
/** The newest seconds are still being written. */
const unwritten = 5 * second;
/** How much of the recording the bar shows; 0 is all of it. */
export const windows = { "0": "All", [String(hour)]: "1 hour", [String(10 * minute)]: "10 minutes" };

/** What may be played: as far back as the box holds it and its owner allows, up to now; null when there is nothing. */
export function available({ available_from: oldest, recall }: Camera, now: number): Span | null {
  if (!recall.allowed || !oldest) return null;
  // A minute less than allowed: while somebody thinks, the oldest moment goes out of reach.
  const from = Math.max(Date.parse(oldest), now - recall.depth_hours * hour + minute);
  const to = now - unwritten;
  return from < to ? { from, to } : null;
}

/** The part of all that the bar shows: so long, with the moment in its middle as far as that goes. */
export function shown(all: Span, length: number, at: number): Span {
  if (!length || length >= all.to - all.from) return all;
  const from = Math.min(Math.max(at - length / 2, all.from), all.to - length);
  return { from, to: from + length };
}

export const held = (at: number, { from, to }: Span): number => Math.min(Math.max(at, from), to);
export const share = (at: number, { from, to }: Span): number => (held(at, { from, to }) - from) / Math.max(1, to - from);
export const momentAt = (part: number, { from, to }: Span): number => held(from + part * (to - from), { from, to });

const steps: Record<string, number> = {
  ArrowLeft: -10 * second, ArrowDown: -10 * second, ArrowRight: 10 * second, ArrowUp: 10 * second,
  PageDown: -5 * minute, PageUp: 5 * minute,
};

/** The moment that a key on the bar asks for; null when it asks for none. With Shift a step is six times as wide. */
export function stepped(key: string, isShift: boolean, at: number, all: Span): number | null {
  if (key === "Home") return all.from;
  if (key === "End") return all.to;
  const step = steps[key];
  return step === undefined ? null : held(at + step * (isShift ? 6 : 1), all);
}
