/** Prepares parts ahead of the lanes that send them: digested and signed for some at a time, so that no lane waits. */
import { call, type PartDigest, type PartUrl } from "../shared/api";
import type { Part } from "./plan";

export interface Prepared {
  part: Part;
  digest: PartDigest;
  address: PartUrl;
}

/** The city signs twenty in one call at most; with few left, the next ones are prepared. The first lanes wait for few. */
const first = 4;
const together = 16;
const few = 6;

export async function sign(token: string, file: string, parts: PartDigest[]): Promise<PartUrl[]> {
  const path = `/request/files/${encodeURIComponent(file)}/parts`;
  return (await call<{ urls: PartUrl[] }>("POST", path, { parts }, token)).urls;
}

export class Ahead {
  private ready: Prepared[] = [];
  private filling: Promise<void> | null = null;
  private most = first;

  constructor(
    private readonly queue: Part[],
    /** The digest of a part that is still to be sent; null for one that the city holds. */
    private readonly digest: (part: Part) => Promise<PartDigest | null>,
    private readonly sign: (parts: PartDigest[]) => Promise<PartUrl[]>,
  ) {}

  /** The next part to send; undefined when there is none. */
  async next(): Promise<Prepared | undefined> {
    while (this.queue.length || this.filling || this.ready.length) {
      if (this.queue.length && !this.filling && this.ready.length <= few) this.fill();
      const one = this.ready.shift();
      if (one) return one;
      await this.filling;
    }
    return undefined;
  }

  private fill(): void {
    this.filling = this.prepare().finally(() => (this.filling = null));
    // Whoever waits for it hears of its fault; nobody waits for what is prepared beforehand.
    this.filling.catch(() => undefined);
  }

  private async prepare(): Promise<void> {
    const group: [Part, PartDigest][] = [];
    while (this.queue.length && group.length < this.most) {
      const part = this.queue[0]!;
      const digest = await this.digest(part);
      this.queue.shift();
      if (digest) group.push([part, digest]);
    }
    if (!group.length) return;
    this.most = together;
    try {
      const urls = await this.sign(group.map(([, digest]) => digest));
      for (const [part, digest] of group) {
        const address = urls.find(({ number }) => number === part.number);
        if (!address) throw new Error("no address");
        this.ready.push({ part, digest, address });
      }
    } catch (fault) {
      this.queue.unshift(...group.map(([part]) => part));
      throw fault;
    }
  }
}
