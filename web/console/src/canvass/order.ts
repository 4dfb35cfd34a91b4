/** What an analyst may choose when asking an area: the stretch of time, the purpose, and the order made of them. Pure. */
import { momentOf, utc, wallOf } from "../shared/zone";
import type { Area, Canvass, Purpose, Where } from "./api";

/** Meters, with feet rounded for people who think in them. */
export function distance(meters: number): string {
  const feet = Math.round((meters * 3.28084) / 50) * 50;
  return `${meters} m (about ${feet.toLocaleString("en-US")} ft)`;
}

/** An area in words: around the call when it is none. */
export function areaWords(area: Area | null, radius: number, address: string): string {
  if (!area) return `${distance(radius)} around ${address}`;
  if (area.kind === "circle") return `Circle of ${distance(area.radius_m)}`;
  if (area.kind === "polygon") return `Polygon of ${area.points.length} corners`;
  return `Corridor of ${area.points.length} points, ${area.width_m} m wide`;
}

/** The area of a canvass that was sent. */
export function areaOfCanvass({ area }: Canvass): string {
  return areaWords(area, 0, "");
}

export const stretches = [
  { id: "call", label: "2 hours around the call", minutes: 0 },
  { id: "30", label: "Last 30 minutes", minutes: 30 },
  { id: "60", label: "Last hour", minutes: 60 },
  { id: "120", label: "Last 2 hours", minutes: 120 },
  { id: "chosen", label: "Other times", minutes: 0 },
] as const;

export type Stretch = (typeof stretches)[number]["id"];
const hour = 60 * 60_000;

export interface Times {
  fromDate: string;
  fromTime: string;
  toDate: string;
  toTime: string;
}

interface Span {
  from: Date;
  to: Date;
}

/** The two hours that hold the call: an hour to either side, but none that nobody has recorded yet. */
export function aroundCall(openedAt: string, now: Date): Span {
  const to = new Date(Math.min(now.getTime(), Date.parse(openedAt) + hour));
  return { from: new Date(to.getTime() - 2 * hour), to };
}

export function timesOf({ from, to }: Span, zone: string): Times {
  const [first, last] = [wallOf(from, zone), wallOf(to, zone)];
  return { fromDate: first.date, fromTime: first.time, toDate: last.date, toTime: last.time };
}

export interface Choice {
  stretch: Stretch;
  times: Times;
  purpose: Purpose;
}

export interface Moment {
  openedAt: string;
  /** When the choice was made: the preview and the order name the same stretch. */
  now: Date;
  zone: string;
}

/** The stretch of time that is asked about, or the words for what is wrong with it. */
export function windowOf({ stretch, times }: Omit<Choice, "purpose">, { openedAt, now, zone }: Moment): { from: string; to: string } | string {
  if (stretch === "call") return spelled(aroundCall(openedAt, now));
  const minutes = stretches.find(({ id }) => id === stretch)?.minutes;
  if (minutes) return spelled({ from: new Date(now.getTime() - minutes * 60_000), to: now });
  const from = momentOf(times.fromDate, times.fromTime, zone);
  const to = momentOf(times.toDate, times.toTime, zone);
  if (!from || !to) return "Write both times.";
  if (from >= to) return "The start must be before the end.";
  if (from > now) return "Nobody has recorded that yet: the start lies in the future.";
  return spelled({ from, to });
}

const spelled = ({ from, to }: Span): { from: string; to: string } => ({ from: utc(from), to: utc(to) });

/** The order as it is sent, or the first of the words for what is wrong. */
export function whereOf(area: Area | string | null, radius: number, window: { from: string; to: string } | string): Where | string {
  if (typeof area === "string") return area;
  if (typeof window === "string") return window;
  return area ? { area, ...window } : { radius_m: radius, ...window };
}
