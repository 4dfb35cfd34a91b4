/** The files of one request: chosen, queued one after the other, each resumable. */
import { Problem, type About, type Request, type SentFile } from "../shared/api";
import { alert, el } from "../shared/elements";
import { say, size } from "./words";
import { stayAwake } from "./awake";
import { receiptCard } from "./receipt";
import { row, status, type Row } from "./row";
import { Upload } from "./upload";

const isDone = (file: SentFile): boolean => Boolean(file.custody_number && file.sha256);

export class Files {
  private uploads: Upload[] = [];
  private readonly rows = new Map<Upload, Row>();
  private list = el("div");
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
    this.fill();
    return el("section", { class: "panel", "aria-labelledby": "send-title" },
      el("h2", { id: "send-title" }, say("ask.send")),
      el("p", {}, say("ask.send_body")),
      this.request.state !== "closed" && this.chooser(),
      el("p", { class: "quiet" }, `${say("ask.limit", { count, size: size(max_bytes) })} ${say("file.keep_open")}`),
      this.live,
      this.list);
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

  private interrupted(): HTMLElement[] {
    return this.request.files.filter((file) => file.state === "uploading" && !this.isChosen(file)).map((file) =>
      alert("info", say("file.resume_hint", { name: file.name })));
  }

  private thanks(): HTMLElement[] {
    const received = this.uploads.some(({ receipt }) => receipt) || this.request.files.some(isDone);
    return received ? [alert("success", say("receipt.body"), say("receipt.thanks"))] : [];
  }

  private isChosen(file: SentFile): boolean {
    return this.uploads.some((one) => one.file.name === file.name && one.file.size === file.bytes);
  }

  private add(chosen: File[]): void {
    this.refusal = "";
    for (const file of chosen) {
      const again = this.uploads.find((one) => one.file.name === file.name && one.file.size === file.size);
      if (again) continue;
      const refusal = this.refusalOf(file);
      if (refusal) this.refusal = `${file.name}: ${refusal}`;
      else this.uploads.push(new Upload(file, this.request.id, this.token, () => this.refresh(), this.begunAs(file)));
    }
    if (this.begun) this.onBegin();
    this.fill();
    this.next();
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
      ...[...this.rows.values()].map(({ node }) => node),
      ...old.map((file) => receiptCard(file, this.about.city.zone)));
    this.refresh();
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
