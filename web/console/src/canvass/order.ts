/** What an analyst may choose when asking an area: distances, stretches of time, and the order made of them. Pure. */
import type { Area, Purpose } from "../shared/api";
import { momentOf, utc, wallOf } from "../shared/zone";

export const usualRadius = 300;
export const radii = [100, 200, 300, 500, 800, 1000];

/** Meters, with feet rounded for people who think in them. */
export function distance(meters: number): string {
  const feet = Math.round((meters * 3.28084) / 50) * 50;
  return `${meters} m (about ${feet.toLocaleString("en-US")} ft)`;
}

export const stretches = [
  { id: "30", label: "Last 30 minutes", minutes: 30 },
  { id: "60", label: "Last hour", minutes: 60 },
  { id: "120", label: "Last 2 hours", minutes: 120 },
  { id: "chosen", label: "Other times", minutes: 0 },
] as const;

export type Stretch = (typeof stretches)[number]["id"];

export interface Times {
  fromDate: string;
  fromTime: string;
  toDate: string;
  toTime: string;
}

export function lastTwoHours(now: Date, zone: string): Times {
  const from = wallOf(new Date(now.getTime() - 120 * 60_000), zone);
  const to = wallOf(now, zone);
  return { fromDate: from.date, fromTime: from.time, toDate: to.date, toTime: to.time };
}

export interface Choice {
  radius: number;
  stretch: Stretch;
  times: Times;
  purpose: Purpose;
}

/** The area that is asked, or the words for what is wrong with it. `now` is when the choice was made. */
export function areaOf({ radius, stretch, times }: Choice, now: Date, zone: string): Area | string {
  const minutes = stretches.find(({ id }) => id === stretch)?.minutes;
  if (minutes) return { radius_m: radius, from: utc(new Date(now.getTime() - minutes * 60_000)), to: utc(now) };
  const from = momentOf(times.fromDate, times.fromTime, zone);
  const to = momentOf(times.toDate, times.toTime, zone);
  if (!from || !to) return "Write both times.";
  if (from >= to) return "The start must be before the end.";
  return { radius_m: radius, from: utc(from), to: utc(to) };
}
