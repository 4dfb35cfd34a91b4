/** How a file is cut into parts, how long the rest will take, how long to wait before trying again. Pure. */
import type { PartDigest } from "../shared/api";

export interface Part {
  number: number;
  from: number;
  to: number;
}

/** The parts of a file, numbered from 1; only the last may be short. */
export function partsOf(bytes: number, partBytes: number): Part[] {
  const count = Math.max(1, Math.ceil(bytes / partBytes));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    from: index * partBytes,
    to: Math.min(bytes, (index + 1) * partBytes),
  }));
}

export const bytesIn = (part: Part): number => part.to - part.from;

/** Whether the city already holds exactly this part, so that it need not be sent twice. */
export function holds(received: PartDigest[], part: Part, sha256: string): boolean {
  return received.some((one) => one.number === part.number && one.bytes === bytesIn(part) && one.sha256 === sha256);
}

export const percent = (done: number, whole: number): number =>
  whole ? Math.min(100, Math.floor((100 * done) / whole)) : 0;

/** Seconds left, from what was sent within the last while; null until there is enough to tell. */
export class Pace {
  private marks: [seconds: number, bytes: number][] = [];

  constructor(private readonly memory = 20) {}

  mark(seconds: number, bytes: number): void {
    this.marks.push([seconds, bytes]);
    while (this.marks.length > 2 && this.marks[0]![0] < seconds - this.memory) this.marks.shift();
  }

  forget(): void {
    this.marks = [];
  }

  left(bytes: number): number | null {
    const first = this.marks[0];
    const last = this.marks[this.marks.length - 1];
    if (!first || !last || last[0] - first[0] < 2 || last[1] <= first[1]) return null;
    return (bytes * (last[0] - first[0])) / (last[1] - first[1]);
  }
}

/** Doubles from one second to thirty, spread at random so that a whole street does not come back at once. */
export function patience(tries: number, random: () => number = Math.random): number {
  return Math.min(30_000, 1000 * 2 ** tries) * (0.5 + random() / 2);
}

/** A length of time as h:mm:ss, or m:ss below an hour. */
export function length(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (part: number): string => String(part % 60).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  return hours ? `${hours}:${two(minutes)}:${two(whole)}` : `${minutes}:${two(whole)}`;
}

/** How far a file is that was begun before, by what this browser remembers of its parts. */
export const share = (parts: number, bytes: number, partBytes: number): number => percent(parts * partBytes, bytes);
