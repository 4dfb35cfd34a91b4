/** Turns frames into a picture on a canvas; keeps nothing: when it is closed the canvas is empty (P3.1). */
import { Matroska, Unreadable, type Frame, type Track } from "./matroska";
import { Pace } from "./pace";

/** So many undecoded pictures are more than a moment: this computer does not keep up. */
const mostWaiting = 12;

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
    this.decoder.configure({ codec: codecOf(description), description, optimizeForLatency: true });
    this.needsKey = true;
  }

  private take(frame: Frame): void {
    if (!this.decoder) throw new Unreadable("a picture before its description");
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
    while (this.waiting[0] && this.waiting[0].due <= now) this.decode(this.waiting.shift()!.frame);
    const next = this.waiting[0];
    if (next) this.timer = window.setTimeout(() => this.run(), next.due - now);
  }

  private decode({ at, isKey, data }: Frame): void {
    if (this.decoder?.state !== "configured") return;
    this.decoder.decode(new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: at * 1000, data }));
  }

  /** A broken picture closes the decoder; the next key frame opens another. */
  private failed(): void {
    this.needsKey = true;
    this.isUnable = !this.newest;
  }

  private draw(picture: VideoFrame): void {
    const { canvas } = this;
    if (canvas.width !== picture.displayWidth) canvas.width = picture.displayWidth;
    if (canvas.height !== picture.displayHeight) canvas.height = picture.displayHeight;
    this.pen?.drawImage(picture, 0, 0);
    this.newest = picture.timestamp / 1000;
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
