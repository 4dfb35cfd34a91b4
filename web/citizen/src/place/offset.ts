/** How far a pin stands from its address. Pure; feet, as people here measure. */
import type { Point } from "../shared/api";

export interface Offset {
  north: number;
  east: number;
}

/** The city takes a pin within 250 m of the address that it found; this is a little less. */
export const farthest = 800;
const feetInDegree = 111_195 / 0.3048;

const shrink = (lat: number): number => Math.cos((lat * Math.PI) / 180);
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

export const at = (address: Point, { north, east }: Offset): Point => ({
  lat: round(address.lat + north / feetInDegree),
  lon: round(address.lon + east / (feetInDegree * shrink(address.lat))),
});

export const offsetOf = (address: Point, pin: Point): Offset => ({
  north: Math.round((pin.lat - address.lat) * feetInDegree),
  east: Math.round((pin.lon - address.lon) * feetInDegree * shrink(address.lat)),
});

/** The same way, but no farther than a pin may stand. */
export function within({ north, east }: Offset): Offset {
  const part = Math.min(1, farthest / Math.max(Math.hypot(north, east), 1));
  return { north: Math.trunc(north * part), east: Math.trunc(east * part) };
}

const steps: Record<string, Offset> = {
  ArrowUp: { north: 1, east: 0 }, ArrowDown: { north: -1, east: 0 },
  ArrowLeft: { north: 0, east: -1 }, ArrowRight: { north: 0, east: 1 },
};

/** Where an arrow key takes the pin, so many feet; null for any other key. */
export function stepped(from: Offset, key: string, feet: number): Offset | null {
  const step = steps[key];
  return step ? within({ north: from.north + step.north * feet, east: from.east + step.east * feet }) : null;
}
