/** The files of one request: chosen, looked at if wanted, queued one after the other, each resumable. */
import { Problem, type About, type Request, type SentFile, type Told, type Trimmed } from "../shared/api";
import { alert, el } from "../shared/elements";
import { stayAwake } from "./awake";
import { partsKnown } from "./memory";
import { share } from "./plan";
import { receiptCard } from "./receipt";
import { row, status, type Row } from "./row";
import { Upload } from "./upload";
import { say, size, stretch } from "./words";

const isDone = (file: SentFile): boolean => Boolean(file.custody_number && file.sha256);
const busyStages = ["waiting", "preparing", "sending", "checking", "finishing"];

export class Files {
  private uploads: Upload[] = [];
  private looked: File[] = [];
  private readonly told: Told = {};
  private readonly cuts = new Map<File, Trimmed>();
  private readonly rows = new Map<Upload, Row>();
  private list = el("div");
  private after = el("div");
  private asked = -1;
  private looks = false;
  private readonly live = el("p", { class: "usa-sr-only", role: "status" });
  private said = "";
  /** Called once the citizen has chosen to send: the page then takes "no thanks" away. */
  onBegin: () => void = () => undefined;
  private refusal = "";

  constructor(
    private readonly about: About,
    private readonly request: Request,
    private readonly token: string,
    private readonly ended: (fault: Problem) => void,
  ) {}

  /** Whether the citizen has begun to send. */
  get begun(): boolean {
    return this.uploads.length > 0 || this.request.files.length > 0;
  }

  section(): HTMLElement {
    const { max_files: count, max_bytes } = this.request.limits;
    this.list = el("div");
    this.after = el("div");
    this.asked = -1;
    this.fill();
    const isOpen = this.request.state !== "closed";
    return el("div", {},
      isOpen && this.before(),
      el("section", { class: "panel", "aria-labelledby": "send-title" },
        el("h2", { id: "send-title" }, say("ask.send")),
        el("p", {}, say("ask.send_body")),
        isOpen && this.chooser(),
        isOpen && this.lookFirst(),
        el("p", { class: "quiet" }, `${say("ask.limit", { count, size: size(max_bytes) })} ${say("file.keep_open")}`),
        this.live,
        this.list),
      this.after);
  }

  /** The two questions come when the page stands: they need words of their own. */
  private before(): HTMLElement {
    const place = el("div");
    void import("../before/panel").then(({ panel }) => place.replaceChildren(panel(this.told, this.about.city.zone))).catch(() => undefined);
    return place;
  }

  private chooser(): HTMLElement {
    const choose = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      this.add([...(input.files ?? [])]);
      // Choosing the same file again must be heard too.
      input.value = "";
    };
    const words = say(this.request.files.some(isDone) ? "receipt.more" : "ask.choose");
    const input = el("input", { type: "file", multiple: true, id: "files", "aria-label": words, change: choose });
    return el("label", { class: "choose", for: "files" }, input, el("span", { class: "usa-button" }, words));
  }

  private lookFirst(): HTMLElement {
    const turn = (event: Event): void => void (this.looks = (event.target as HTMLInputElement).checked);
    const input = el("input", { class: "usa-checkbox__input", type: "checkbox", id: "look", checked: this.looks, change: turn });
    return el("div", { class: "usa-checkbox" }, input,
      el("label", { class: "usa-checkbox__label", for: "look" }, say("ask.look")));
  }

  private interrupted(): HTMLElement[] {
    return this.request.files.filter((file) => file.state === "uploading" && !this.isChosen(file)).map((file) => {
      const percent = share(partsKnown(this.request.id, file), file.bytes, file.part_bytes ?? 0);
      return alert("info", say("file.resume_hint", { name: file.name, percent }));
    });
  }

  private thanks(): HTMLElement[] {
    return this.arrived ? [alert("success", say("receipt.body"), say("receipt.thanks"))] : [];
  }

  /** How many files are here, from before and now. */
  private get arrived(): number {
    const old = this.request.files.filter((file) => isDone(file) && !this.uploads.some(({ receipt }) => receipt?.id === file.id));
    return old.length + this.uploads.filter(({ receipt }) => receipt).length;
  }

  private isChosen(file: SentFile): boolean {
    return this.uploads.some((one) => one.file.name === file.name && one.file.size === file.bytes);
  }

  private add(chosen: File[]): void {
    this.refusal = "";
    for (const file of chosen) {
      const again = this.uploads.find((one) => one.file.name === file.name && one.file.size === file.size);
      if (again || this.looked.includes(file)) continue;
      const refusal = this.refusalOf(file);
      if (refusal) this.refusal = `${file.name}: ${refusal}`;
      else if (this.looks && !this.begunAs(file)) this.looked.push(file);
      else this.queue(file);
    }
    if (this.begun) this.onBegin();
    this.fill();
    this.next();
  }

  private queue(file: File): void {
    const cut = this.cuts.get(file);
    this.uploads.push(new Upload(file, {
      request: this.request.id,
      token: this.token,
      told: cut ? { ...this.told, trimmed: cut } : { ...this.told },
      begunAs: this.begunAs(file),
      changed: () => this.refresh(),
    }));
  }

  /** One video at a time is shown and may be cut; the code for it comes when the first is to be looked at. */
  private look(): HTMLElement[] {
    const file = this.looked[0];
    if (!file) return [];
    const place = el("div");
    const gone = (): void => void this.looked.shift();
    const leave = (): void => (gone(), this.fill());
    const send = (made: File, cut?: Trimmed): void => {
      gone();
      if (cut) this.cuts.set(made, cut);
      this.looks = false;
      this.add([made]);
      this.looks = true;
    };
    const { from, to } = this.request.window;
    void import("../trim/panel")
      .then(({ trimPanel }) => place.replaceChildren(trimPanel(file, stretch(from, to, this.about.city.zone), { send, leave })))
      .catch(() => send(file));
    return [place];
  }

  private begunAs(file: File): string {
    const same = (one: SentFile): boolean => one.name === file.name && one.bytes === file.size;
    return this.request.files.find(same)?.id ?? "";
  }

  private refusalOf(file: File): string {
    const { max_files: count, max_bytes } = this.request.limits;
    if (!file.size) return say("file.empty");
    if (file.size > max_bytes) return say("file.too_big", { size: size(max_bytes) });
    const others = this.request.files.filter((one) => !(one.name === file.name && one.bytes === file.size));
    const taken = this.uploads.filter((one) => !others.some((other) => other.name === one.file.name)).length;
    return others.length + taken >= count ? say("file.too_many", { count }) : "";
  }

  private fill(): void {
    this.rows.clear();
    for (const upload of this.uploads) {
      const act = { run: () => void this.run(upload), remove: () => this.remove(upload) };
      this.rows.set(upload, row(upload, this.about.city.zone, act));
    }
    const old = this.request.files.filter((file) => isDone(file) && !this.isChosen(file));
    this.list.replaceChildren(
      ...this.interrupted(),
      ...this.thanks(),
      ...(this.refusal ? [alert("error", this.refusal)] : []),
      ...this.look(),
      ...[...this.rows.values()].map(({ node }) => node),
      ...old.map((file) => receiptCard(file, this.about.city.zone)));
    this.refresh();
    this.state();
  }

  /** What arrived is signed for once nothing is on its way any more. */
  private state(): void {
    const { statement } = this.request;
    const isBusy = this.uploads.some(({ stage }) => busyStages.includes(stage));
    if (!statement || !this.arrived || isBusy || this.asked === this.arrived) return;
    this.asked = this.arrived;
    void import("../statement/panel")
      .then(({ statementPanel }) => this.after.replaceChildren(statementPanel(statement, this.asked, this.token)))
      .catch(() => (this.asked = -1));
  }

  private refresh(): void {
    this.rows.forEach(({ refresh }) => refresh());
    // A screen reader hears each change of stage, not each percent.
    const now = this.uploads.map((one) => `${one.file.name}: ${one.stage === "sending" ? "" : status(one)}`).join(". ");
    if (now !== this.said && !now.includes("%")) this.live.textContent = this.said = now;
  }

  private remove(upload: Upload): void {
    this.uploads = this.uploads.filter((one) => one !== upload);
    this.fill();
  }

  private next(): void {
    const busy = this.uploads.some(({ stage }) => ["preparing", "sending", "checking", "finishing"].includes(stage));
    const waiting = this.uploads.find(({ stage }) => stage === "waiting");
    if (!busy && waiting) void this.run(waiting);
  }

  private async run(upload: Upload): Promise<void> {
    await stayAwake(() => upload.run());
    if (upload.receipt) this.fill();
    const { fault } = upload;
    const over = fault instanceof Problem && ["closed", "expired", "not-found"].includes(fault.slug);
    if (over && fault.status !== 422) this.ended(fault);
    else this.next();
  }
}
