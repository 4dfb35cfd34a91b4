/** Sends one file: in parts, four at a time, each with its own digest; pauses, waits out a bad line, resumes. */
import { Problem, type Begun, type Receipt } from "../shared/api";
import { beginFile, finishFile, lookAtFile } from "./calls";
import { Desk } from "./desk";
import { digestFile, digestPart } from "./digest";
import { forget, keyOf } from "./memory";
import { patiently } from "./patience";
import { bytesIn, holds, Pace, partsOf, type Part } from "./plan";
import { forgiving, putPart } from "./put";

export type Stage = "waiting" | "preparing" | "sending" | "checking" | "finishing" | "paused" | "received" | "failed";

const lanes = 4;

export class Upload {
  stage: Stage = "waiting";
  lost = false;
  fault: unknown = null;
  receipt: Receipt | null = null;
  read = 0;
  readonly pace = new Pace();
  private readonly done = new Map<number, number>();
  private readonly verified = new Set<number>();
  private flat: Promise<string> | null = null;
  private stop = new AbortController();

  constructor(
    readonly file: File,
    private readonly request: string,
    private readonly token: string,
    private readonly changed: () => void,
    /** The city's name for this file if it was begun before, perhaps on another device. */
    private begunAs = "",
  ) {}

  get sent(): number {
    return [...this.done.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  get left(): number | null {
    return this.pace.left(this.file.size - this.sent);
  }

  pause(): void {
    if (this.stage !== "sending" && this.stage !== "preparing" && this.stage !== "checking") return;
    this.stop.abort();
    this.turn("paused");
  }

  /** Runs until the receipt, a pause or a fault; calling it again goes on from what the city already holds. */
  async run(): Promise<void> {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.fault = null;
    this.pace.forget();
    this.turn("preparing");
    try {
      await this.send(signal);
    } catch (fault) {
      if (signal.aborted) return;
      this.stop.abort();
      this.fault = fault;
      // A changed file has another digest: nothing computed so far may be believed.
      this.flat = null;
      this.verified.clear();
      this.turn("failed");
    }
  }

  private async send(signal: AbortSignal): Promise<void> {
    this.flat ??= digestFile(this.file, (bytes) => this.tick(() => (this.read = bytes)));
    this.flat.catch(() => undefined);
    const begun = await this.begin(signal);
    if (begun.state === "uploading") await this.sendParts(begun, signal);
    signal.throwIfAborted();
    this.turn("checking");
    const sha256 = await this.flat;
    signal.throwIfAborted();
    this.turn("finishing");
    this.receipt = await this.finish(begun.id, sha256, signal);
    if (!this.receipt) return this.send(signal);
    forget(this.request, this.file);
    this.turn("received");
  }

  /** The receipt; null if the city holds another file of this name and size, so that this one must be sent anew. */
  private async finish(id: string, sha256: string, signal: AbortSignal): Promise<Receipt | null> {
    try {
      return await this.patiently(signal, () => finishFile(this.token, id, sha256));
    } catch (fault) {
      const another = this.begunAs && fault instanceof Problem && fault.slug === "already-finished";
      if (!another) throw fault;
      this.begunAs = "";
      return null;
    }
  }

  private async begin(signal: AbortSignal): Promise<Begun> {
    if (this.begunAs) return this.look(this.begunAs, signal);
    const file = { key: keyOf(this.request, this.file), name: this.file.name, bytes: this.file.size };
    const { id } = await this.patiently(signal, () => beginFile(this.token, file));
    return this.look(id, signal);
  }

  private look(id: string, signal: AbortSignal): Promise<Begun> {
    return this.patiently(signal, () => lookAtFile(this.token, id));
  }

  private async sendParts(begun: Begun, signal: AbortSignal): Promise<void> {
    const desk = new Desk(this.token, begun.id);
    const queue = partsOf(this.file.size, begun.part_bytes);
    const received = begun.received ?? [];
    for (const part of queue) {
      const there = received.some((one) => one.number === part.number && one.bytes === bytesIn(part));
      this.done.set(part.number, there ? bytesIn(part) : 0);
      if (!there) this.verified.delete(part.number);
    }
    this.turn("sending");
    const lane = async (): Promise<void> => {
      for (let part = queue.shift(); part; part = queue.shift()) {
        signal.throwIfAborted();
        if (!this.verified.has(part.number)) await this.sendPart(part, begun, desk, signal);
        this.verified.add(part.number);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  private async sendPart(part: Part, begun: Begun, desk: Desk, signal: AbortSignal): Promise<void> {
    const body = this.file.slice(part.from, part.to);
    const sha256 = await digestPart(body);
    if (holds(begun.received ?? [], part, sha256)) return;
    const digest = { number: part.number, bytes: bytesIn(part), sha256 };
    const sent = (bytes: number): void =>
      this.tick(() => this.done.set(part.number, Math.min(bytes, bytesIn(part))));
    const storage = forgiving();
    await this.patiently(signal, async () => {
      sent(0);
      const address = await desk.address(digest);
      await storage(() => putPart(address, body, { signal, sent }));
    });
    sent(bytesIn(part));
  }

  private patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return patiently(work, { signal, lost: (lost) => lost !== this.lost && this.tick(() => (this.lost = lost)) });
  }

  private tick(change: () => void): void {
    change();
    this.pace.mark(performance.now() / 1000, this.sent);
    this.changed();
  }

  private turn(stage: Stage): void {
    this.stage = stage;
    this.lost = false;
    this.changed();
  }
}
