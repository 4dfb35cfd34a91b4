/** When to show a picture: at the rhythm in which it was taken, though the line delivers in bursts. Pure. */

const remembered = 10_000;
const mostDelay = 2000;
const settling = 1000;

export class Pace {
  private started = NaN;
  private arrivals: { now: number; late: number }[] = [];

  /** Mark that a picture taken at `at` has come at `now`; the moment at which to show it. All in milliseconds. */
  due(at: number, now: number): number {
    if (Number.isNaN(this.started)) this.started = now;
    // A stream begins with the pictures since the last key frame, all at once: they say nothing about the line.
    if (now - this.started < settling) return now;
    this.arrivals.push({ now, late: now - at });
    while (now - this.arrivals[0]!.now > remembered) this.arrivals.shift();
    const late = this.arrivals.map((one) => one.late);
    const least = Math.min(...late);
    const delay = Math.min(Math.max(...late) - least, mostDelay);
    return Math.max(now, Math.min(at + least + delay, now + mostDelay));
  }
}
