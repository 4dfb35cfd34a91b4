/** Sends one file: in parts, four at a time, each with its own digest; pauses, waits out a bad line, resumes. */
import { call, Problem, type Begun, type Receipt } from "../shared/api";
import { Desk } from "./desk";
import { digestFile, digestPart } from "./digest";
import { forget, keyOf } from "./memory";
import { patiently } from "./patience";
import { bytesIn, holds, Pace, partsOf, type Part } from "./plan";
import { putPart } from "./put";

export type Stage = "waiting" | "preparing" | "sending" | "checking" | "finishing" | "paused" | "received" | "failed";

const lanes = 4;
/** How often storage may refuse one part (a stale address, a wrong digest) before the file is given up. */
const refusals = 4;

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
    const path = `/request/files/${encodeURIComponent(begun.id)}/finish`;
    this.receipt = await this.patiently(signal, () => call<Receipt>("POST", path, { sha256 }, this.token));
    forget(this.request, this.file);
    this.turn("received");
  }

  private async begin(signal: AbortSignal): Promise<Begun> {
    const body = { key: keyOf(this.request, this.file), name: this.file.name, bytes: this.file.size };
    const begun = await this.patiently(signal, () => call<Begun>("POST", "/request/files", body, this.token));
    const path = `/request/files/${encodeURIComponent(begun.id)}`;
    return this.patiently(signal, () => call<Begun>("GET", path, undefined, this.token));
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
    let refused = 0;
    await this.patiently(signal, async () => {
      sent(0);
      try {
        await putPart(await desk.address(digest), body, { signal, sent });
      } catch (fault) {
        const stale = fault instanceof Problem && fault.slug === "storage" && !fault.passes;
        if (!stale || ++refused >= refusals) throw fault;
        throw new Problem(0, "refused");
      }
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
