/** The download of one package and its receipt: custody passes only when what arrived is what was sent. */
import { hasher } from "@open-rtcc/shared/digest";
import { Problem } from "@open-rtcc/shared/door";
import { alert, button, el, facts, type Child } from "@open-rtcc/shared/elements";
import { count, size } from "@open-rtcc/shared/language";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Agency, Receipt, Share } from "./api";
import { arrive, type Arrived, type Sink } from "./arrival";
import { moment } from "./list";
import { Signature } from "./signature";
import { mostInMemory, openSink, writesFiles } from "./sink";
import { say } from "./strings";

const drawEvery = 250;

export class Download {
  readonly node = el("section", { class: "panel", "aria-labelledby": "get" });
  private readonly words = el("p", { class: "quiet" });
  private readonly bar = el("progress", { max: 100, "aria-label": say("get.progress_label") });
  private readonly line = new AbortController();
  private readonly signature: Signature;
  private drawn = 0;

  constructor(
    private readonly agency: Agency,
    private readonly share: Share,
    private readonly zone: string,
    private readonly received: (state: string) => void,
  ) {
    this.signature = new Signature(share);
    this.offer(share.receipted_at ? [alert("success", moment(share.receipted_at, zone), this.standing())] : []);
  }

  stop(): void {
    this.line.abort();
  }

  private offer(before: Child[]): void {
    const { receipted_at, bytes } = this.share;
    const isTooLarge = !writesFiles() && bytes > mostInMemory;
    const start = button(say(receipted_at ? "get.once_more" : "get.start"), () => void this.run(), receipted_at ? "usa-button--outline" : "");
    this.show(...before, el("p", {}, say("get.how")),
      !writesFiles() && !isTooLarge && el("p", { class: "quiet" }, say("get.memory")),
      !isTooLarge && this.signature.node,
      isTooLarge ? alert("warning", say("get.too_large", { size: size(mostInMemory) })) : el("div", { class: "row" }, start));
  }

  private async run(): Promise<void> {
    if (!this.signature.isSigned()) return;
    // First the file: a browser asks where to write only straight after a click.
    const sink = await openSink(`${this.share.id}.zip`).catch(() => null);
    if (!sink) return;
    this.words.textContent = say("get.starting");
    this.bar.value = 0;
    this.show(el("p", {}, say("get.how")), this.bar, this.words);
    try {
      await this.receipt(await this.fetch(sink));
    } catch (fault) {
      if (this.line.signal.aborted || isShut(fault)) return;
      const isOver = fault instanceof Problem && fault.slug === "expired";
      this.offer([alert(isOver ? "warning" : "error", say(isOver ? "get.over" : "get.broken"))]);
    }
  }

  private async fetch(sink: Sink): Promise<Arrived> {
    const source = await this.agency.source(this.share.id);
    const answer = await fetch(source.url, { signal: this.line.signal, cache: "no-store", credentials: "omit" });
    if (!answer.ok || !answer.body) throw new Problem(answer.status, "storage");
    return arrive(answer.body, sink, await hasher(), (bytes) => this.progress(bytes, source.bytes));
  }

  private progress(done: number, all: number): void {
    if (done < all && performance.now() - this.drawn < drawEvery) return;
    this.drawn = performance.now();
    const percent = Math.floor((100 * done) / Math.max(all, 1));
    this.bar.value = percent;
    this.words.textContent = say("get.progress", { percent, done: size(done), all: size(all) });
  }

  /** Send what was computed here, whatever was expected: the center compares, and writes down both (P3.4). */
  private async receipt(arrived: Arrived): Promise<void> {
    this.show(el("p", { role: "status" }, say("get.receipt")));
    try {
      this.done(arrived, await this.agency.receipt(this.share.id, this.signature.over(arrived)));
    } catch (fault) {
      if (isShut(fault)) return;
      if (fault instanceof Problem && fault.slug === "digest-differs") return this.differs(arrived);
      const again = button(say("get.receipt_retry"), () => void this.receipt(arrived));
      this.show(alert("warning", say("get.receipt_again")), el("div", { class: "row" }, again));
    }
  }

  private done(arrived: Arrived, { state, receipted_at }: Receipt): void {
    this.share.receipted_at = receipted_at;
    this.share.state = state;
    this.received(state);
    this.show(alert("success", say("receipt.body"), this.standing()), facts([
      [say("receipt.digest"), arrived.sha256, "digest"],
      [say("receipt.bytes"), count(arrived.bytes)],
      [say("receipt.at"), moment(receipted_at, this.zone)],
    ]));
  }

  private standing(): string {
    return say(this.share.state === "received" ? "receipt.copies" : "receipt.yours");
  }

  private differs(arrived: Arrived): void {
    this.offer([alert("error", say("get.differs_body"), say("get.differs")), facts([
      [say("get.computed"), `${arrived.sha256} (${count(arrived.bytes)} B)`, "digest"],
      [say("get.expected"), `${this.share.sha256} (${count(this.share.bytes)} B)`, "digest"],
    ])]);
  }

  private show(...content: Child[]): void {
    const title = el("h2", { id: "get" }, say("get.title"));
    const body = el("div", { "aria-live": "polite" }, ...content);
    this.node.replaceChildren(title, body);
  }
}
