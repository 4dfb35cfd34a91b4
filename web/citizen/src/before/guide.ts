/** How to save a clip, by what it comes from. The names of products are their makers' own. */
import { say, type Key } from "./words";

const steps: Record<string, Key[]> = {
  ring: ["ring.1", "ring.2", "ring.3"],
  nest: ["nest.1", "nest.2", "nest.3"],
  blink: ["blink.1", "blink.2", "blink.3"],
  arlo: ["arlo.1", "arlo.2", "arlo.3"],
  eufy: ["eufy.1", "eufy.2", "eufy.3"],
  wyze: ["wyze.1", "wyze.2", "wyze.3"],
  recorder: ["recorder.1", "recorder.2", "recorder.3", "recorder.4"],
  phone: ["phone.1", "phone.2"],
  other: ["other.1", "other.2"],
};

export const guideOf = (source: string): string[] => (steps[source] ?? []).map((key) => say(key));

export const sources = (): [value: string, name: string][] => [
  ["ring", "Ring"],
  ["nest", "Google Nest"],
  ["blink", "Blink"],
  ["arlo", "Arlo"],
  ["eufy", "eufy"],
  ["wyze", "Wyze"],
  ["recorder", say("before.recorder")],
  ["phone", say("before.phone")],
  ["other", say("before.other")],
];
