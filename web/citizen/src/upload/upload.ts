/** Sends one file: in parts, four at a time, each with its own digest; pauses, waits out a bad line, resumes. */
import { Problem, type Begun, type PartDigest, type Receipt, type Told } from "../shared/api";
import { Ahead, sign, type Prepared } from "./ahead";
import { beginFile, finishFile, lookAtFile } from "./calls";
import { digestFile, digestPart } from "./digest";
import { forget, keep, recall, type Known } from "./memory";
import { patiently } from "./patience";
import { bytesIn, holds, Pace, partsOf, type Part } from "./plan";
import { forgiving, putPart } from "./put";

export type Stage = "waiting" | "preparing" | "sending" | "checking" | "finishing" | "paused" | "received" | "failed";

const lanes = 4;

/** Where a file goes and what is said of it. */
export interface Way {
  request: string;
  token: string;
  told?: Told;
  /** The city's name for this file if it was begun before, perhaps on another device. */
  begunAs?: string;
  changed: () => void;
}

export class Upload {
  stage: Stage = "waiting";
  lost = false;
  fault: unknown = null;
  receipt: Receipt | null = null;
  read = 0;
  readonly pace = new Pace();
  private readonly done = new Map<number, number>();
  private known: Known;
  private shown = 0;
  private flat: Promise<string> | null = null;
  private stop = new AbortController();

  constructor(
    readonly file: File,
    private readonly way: Way,
  ) {
    this.known = recall(way.request, file);
  }

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
      this.known.parts = {};
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
    forget(this.way.request, this.file);
    this.turn("received");
  }

  /** The receipt; null if the city holds another file of this name and size, so that this one must be sent anew. */
  private async finish(id: string, sha256: string, signal: AbortSignal): Promise<Receipt | null> {
    try {
      return await this.patiently(signal, () => finishFile(this.way.token, id, sha256));
    } catch (fault) {
      const another = this.way.begunAs && fault instanceof Problem && fault.slug === "already-finished";
      if (!another) throw fault;
      this.way.begunAs = "";
      return null;
    }
  }

  private async begin(signal: AbortSignal): Promise<Begun> {
    const { token, begunAs, request, told } = this.way;
    keep(request, this.file, this.known);
    if (begunAs) return this.patiently(signal, () => lookAtFile(token, begunAs));
    const file = { key: this.known.key, name: this.file.name, bytes: this.file.size, ...told };
    const begun = await this.patiently(signal, () => beginFile(token, file));
    const { id } = begun;
    if (this.known.isNew) {
      this.known.isNew = false;
      return begun;
    }
    return this.patiently(signal, () => lookAtFile(token, id));
  }

  private async sendParts(begun: Begun, signal: AbortSignal): Promise<void> {
    const { token } = this.way;
    const parts = partsOf(this.file.size, begun.part_bytes);
    const received = begun.received ?? [];
    for (const part of parts) {
      const there = received.some((one) => one.number === part.number && one.bytes === bytesIn(part));
      this.done.set(part.number, there ? bytesIn(part) : 0);
    }
    this.turn("sending");
    const ahead = new Ahead(
      parts.filter((part) => !holds(received, part, this.known.parts[part.number] ?? "")),
      (part) => this.digest(part, received, signal),
      (digests) => this.patiently(signal, () => sign(token, begun.id, digests)),
    );
    const lane = async (): Promise<void> => {
      for (let one = await ahead.next(); one; one = await ahead.next()) await this.sendPart(one, begun.id, signal);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** What a part holds, unless the city holds the same: sent before, perhaps from another device. */
  private async digest(part: Part, received: PartDigest[], signal: AbortSignal): Promise<PartDigest | null> {
    signal.throwIfAborted();
    const sha256 = await digestPart(this.file.slice(part.from, part.to));
    return holds(received, part, sha256) ? null : { number: part.number, bytes: bytesIn(part), sha256 };
  }

  private async sendPart({ part, digest, address }: Prepared, id: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const body = this.file.slice(part.from, part.to);
    const sent = (bytes: number): void =>
      this.tick(() => this.done.set(part.number, Math.min(bytes, bytesIn(part))));
    const storage = forgiving();
    let to: typeof address | undefined = address;
    await this.patiently(signal, async () => {
      sent(0);
      // An address is good for some minutes and one try; a try that failed asks for a new one.
      const where = to ?? (await sign(this.way.token, id, [digest]))[0]!;
      to = undefined;
      await storage(() => putPart(where, body, { signal, sent }));
    });
    sent(bytesIn(part));
    this.known.parts[part.number] = digest.sha256;
    keep(this.way.request, this.file, this.known);
  }

  private patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return patiently(work, { signal, lost: (lost) => lost !== this.lost && this.turn(this.stage, lost) });
  }

  private tick(change: () => void): void {
    change();
    this.pace.mark(performance.now() / 1000, this.sent);
    this.changed(false);
  }

  private turn(stage: Stage, lost = false): void {
    this.stage = stage;
    this.lost = lost;
    this.changed();
  }

  /** Drawing costs a phone more than sending: progress is shown some times a second, a new stage at once. */
  private changed(now = true): void {
    if (!now && performance.now() - this.shown < 200) return;
    this.shown = performance.now();
    this.way.changed();
  }
}
