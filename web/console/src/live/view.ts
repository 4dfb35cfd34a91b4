/** One view from its opening to its end, live or of what was recorded: the lease, the stream, and in words how it stands. No page in here. */
import { Problem } from "@open-rtcc/shared/door";
import { trouble } from "../shared/words";
import type { LiveApi, Media, View, ViewPurpose } from "./api";
import { Unreadable } from "./matroska";

export type Stage = "opening" | "waiting" | "playing" | "halted" | "stalled" | "ended";
export interface News {
  stage: Stage;
  words: string;
  view: View | null;
}
export interface Screen {
  newest: number;
  isUnable: boolean;
  play: (stream: ReadableStream<Uint8Array>) => Promise<void>;
  close: () => void;
}
type Open = (media: Media, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;

export const renewEvery = 5000;
const lookEvery = 500;
const stalledAfter = 2000;
/** As long as the center lets a view live without hearing from its page. */
const lease = 30_000;
const tryAgainAfter = 1000;

export class LiveView {
  protected view: View | null = null;
  private media: Media | null = null;
  protected isOver = false;
  private lastPicture = 0;
  private renewed = 0;
  private flaw = "";
  private said = "";
  private readonly line = new AbortController();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    protected readonly api: LiveApi,
    protected readonly screen: Screen,
    private readonly openMedia: Open,
    private readonly tell: (news: News) => void,
  ) {}

  /** Bind the view to its call and purpose; only then is anything of the picture fetched (P5.1). */
  start(incidentId: string, cameraId: string, purpose: ViewPurpose): Promise<void> {
    return this.begin(() => this.api.open(incidentId, cameraId, purpose));
  }

  protected async begin(open: () => Promise<View>): Promise<void> {
    this.say("opening", "Opening the view…");
    try {
      const { media, ...view } = await open();
      this.view = view; // whoever is told of the view is not told its keys
      this.media = this.isOver ? null : (media ?? null);
    } catch (fault) {
      return this.over(isUnknown(fault) ? "This camera may not be watched for this call now." : trouble(fault));
    }
    // Stopped while it was being opened: nobody watches, so nobody may be listed as watching.
    if (this.isOver) return void this.api.end(this.view.id).catch(() => undefined);
    this.renewed = this.lastPicture = Date.now();
    this.after(renewEvery, () => void this.renew());
    this.look();
    void this.watch();
  }

  /** A picture was shown. */
  readonly shown = (): void => {
    this.lastPicture = Date.now();
    this.flaw = "";
  };

  stop(words: string): void {
    if (this.isOver) return;
    if (this.view) this.api.end(this.view.id).catch(() => undefined);
    this.over(words);
  }

  private over(words: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.timers.forEach(clearTimeout);
    this.line.abort();
    this.media = null;
    this.screen.close();
    this.say("ended", words);
  }

  private async renew(): Promise<void> {
    try {
      const { media, ...view } = await this.api.renew(this.view!.id);
      this.renewed = Date.now();
      this.know(view);
      if (media && !this.isOver) this.media = media;
    } catch (fault) {
      const status = fault instanceof Problem ? fault.status : 0;
      if ([401, 403, 404, 410].includes(status)) return this.over(isUnknown(fault) ? "The view has ended." : trouble(fault));
      if (Date.now() - this.renewed > lease) return this.over("The center could not be reached, so the view ended.");
    }
    this.after(renewEvery, () => void this.renew());
  }

  private async watch(): Promise<void> {
    while (!this.isOver && this.media) {
      try {
        await this.screen.play(await this.openMedia(this.media, this.line.signal));
      } catch (fault) {
        if (fault instanceof Unreadable) this.flaw = "The camera sends a picture that this page cannot read.";
      }
      await new Promise<void>((go) => this.after(tryAgainAfter, go));
    }
  }

  /** The newest word of the center. */
  protected know(view: View): void {
    this.view = { ...this.view!, ...view };
  }

  /** How it stands while pictures come. */
  protected playing(): [Stage, string] {
    return ["playing", "Live"];
  }

  private look(): void {
    const silent = Date.now() - this.lastPicture;
    const first = !this.screen.newest;
    const flaw = this.screen.isUnable ? "This browser cannot show this camera’s picture." : this.flaw;
    if (flaw) this.say(first ? "waiting" : "stalled", flaw);
    else if (first) this.say("waiting", "Waiting for the first picture from the box…");
    else if (this.view?.is_paused || silent <= stalledAfter) this.say(...this.playing());
    else this.say("stalled", `No new picture for ${Math.floor(silent / 1000)} s. The view goes on as soon as one comes.`);
    this.after(lookEvery, () => this.look());
  }

  private after(ms: number, act: () => void): void {
    if (this.isOver) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  protected say(stage: Stage, words: string): void {
    const said = [stage, words, this.view?.ends_at, this.view?.refusal].join(" ");
    if (said !== this.said) this.tell({ stage, words, view: this.view });
    this.said = said;
  }
}

/** The center says of what may not be known the same as of what is not. */
const isUnknown = (fault: unknown): boolean => fault instanceof Problem && fault.status === 404;
