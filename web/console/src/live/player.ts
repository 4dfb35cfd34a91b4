/** Turns frames into a picture on a canvas; keeps nothing: when it is closed the canvas is empty (P3.1). */
import { Matroska, Unreadable, type Frame, type Track } from "./matroska";
import { Pace } from "./pace";

/** So many undecoded pictures are more than a moment: this computer does not keep up. */
const mostWaiting = 12;
/** After a jump, pictures of where it was before are left out: so far off, and for so long at most. */
const jumpNear = 30_000, jumpWithin = 5000;
/** So long after the last picture a patient decoder is asked for what it still holds back. */
const restAfter = 600;

export class Player {
  /** When the newest picture shown was taken, in milliseconds since the epoch; 0 before the first. */
  newest = 0;
  /** Whether this browser's decoder gave up before it showed anything. */
  isUnable = false;
  private readonly pen: CanvasRenderingContext2D | null;
  private decoder: VideoDecoder | null = null;
  private description: Uint8Array | null = null;
  private waiting: { frame: Frame; due: number }[] = [];
  private pace = new Pace();
  private needsKey = true;
  private timer = 0;
  /** When each picture in the decoder was taken, by its place on the stream. */
  private taken = new Map<number, number>();
  private latest = -Infinity;
  private drawn = -Infinity;
  /** Pictures are sent in another order than they are shown: then a decoder must not hurry. */
  private isShuffled = false;
  private jump: { to: number; until: number } | null = null;

  /** `shown` is told of each picture as it is drawn. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly shown: () => void,
  ) {
    this.pen = canvas.getContext("2d");
  }

  /** Play one stream to its end. Rejects when it cannot be read or is aborted. */
  async play(stream: ReadableStream<Uint8Array>): Promise<void> {
    this.begin();
    const matroska = new Matroska({ track: (track) => this.prepare(track), frame: (frame) => this.take(frame) });
    const reader = stream.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) matroska.push(part.value);
    } finally {
      reader.cancel().catch(() => undefined);
    }
  }

  /** What comes now is of another time: forget what waits, and show nothing more of before. */
  seek(to: number): void {
    this.begin();
    this.configure();
    this.jump = { to, until: performance.now() + jumpWithin };
  }

  close(): void {
    this.begin();
    this.description = null;
    this.pen?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.width = this.canvas.height = 0;
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.waiting = [];
    this.needsKey = true;
    this.pace = new Pace();
    this.taken.clear();
    this.latest = this.drawn = -Infinity;
    this.jump = null;
    if (this.decoder && this.decoder.state !== "closed") this.decoder.close();
    this.decoder = null;
  }

  private prepare({ description }: Track): void {
    const same = this.description?.every((byte, at) => byte === description[at]) && this.description.length === description.length;
    if (same && this.decoder) return;
    this.description = description;
    this.configure();
  }

  private configure(): void {
    const description = this.description;
    if (!description) return;
    if (!this.decoder || this.decoder.state === "closed") {
      this.decoder = new VideoDecoder({ output: (picture) => this.draw(picture), error: () => this.failed() });
    }
    this.decoder.reset();
    this.decoder.configure({ codec: codecOf(description), description, optimizeForLatency: !this.isShuffled });
    this.needsKey = true;
  }

  private take(frame: Frame): void {
    if (!this.decoder) throw new Unreadable("a picture before its description");
    if (this.isOfBefore(frame)) return;
    if (frame.at < this.latest && this.latest - frame.at < jumpNear) this.shuffle();
    this.latest = frame.at;
    if (frame.isKey && (this.needsKey || this.decoder.decodeQueueSize > mostWaiting)) {
      // Behind: what has not been shown is skipped, and the picture goes on from this one.
      this.waiting = [];
      this.configure();
      this.needsKey = false;
    }
    if (this.needsKey) return;
    this.waiting.push({ frame, due: this.pace.due(frame.at, performance.now()) });
    this.run();
  }

  private run(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    // What is shown first may have been sent later: whatever stands before it must be decoded by then.
    const soonest = (): number => Math.min(...this.waiting.map(({ due }) => due));
    while (this.waiting.length && soonest() <= now) this.decode(this.waiting.shift()!.frame);
    if (this.waiting.length) this.timer = window.setTimeout(() => this.run(), soonest() - now);
    else if (this.isShuffled) this.timer = window.setTimeout(() => this.drain(), restAfter);
  }

  private isOfBefore({ taken }: Frame): boolean {
    if (!this.jump) return false;
    if (Math.abs(taken - this.jump.to) > jumpNear && performance.now() < this.jump.until) return true;
    this.jump = null;
    return false;
  }

  private drain(): void {
    if (this.decoder?.state !== "configured" || !this.taken.size) return;
    this.needsKey = true;
    this.decoder.flush().catch(() => undefined);
  }

  private shuffle(): void {
    if (this.isShuffled) return;
    this.isShuffled = this.needsKey = true; // the next key frame opens a decoder that takes its time
  }

  private decode({ at, taken, isKey, data }: Frame): void {
    if (this.decoder?.state !== "configured") return;
    this.taken.set(Math.round(at * 1000), taken);
    this.decoder.decode(new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: Math.round(at * 1000), data }));
  }

  /** A broken picture closes the decoder; the next key frame opens another. */
  private failed(): void {
    this.needsKey = true;
    this.isUnable = !this.newest;
  }

  private draw(picture: VideoFrame): void {
    const { canvas } = this;
    const taken = this.taken.get(picture.timestamp);
    this.taken.delete(picture.timestamp);
    // Time does not go back: a picture that comes after a later one was in the wrong order, and is left out.
    if (taken === undefined || (picture.timestamp < this.drawn && this.drawn - picture.timestamp < jumpNear * 1000)) {
      return picture.close();
    }
    this.drawn = picture.timestamp;
    if (canvas.width !== picture.displayWidth) canvas.width = picture.displayWidth;
    if (canvas.height !== picture.displayHeight) canvas.height = picture.displayHeight;
    this.pen?.drawImage(picture, 0, 0);
    this.newest = taken;
    this.isUnable = false;
    picture.close();
    this.shown();
  }
}

/** `avc1.` and the profile, the compatibility and the level that the description itself names (RFC 6381). */
export function codecOf(description: Uint8Array): string {
  const hex = Array.from(description.subarray(1, 4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `avc1.${hex}`;
}
