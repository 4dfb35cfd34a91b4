/** One file on the page: its name, how far it is, what can be done; changed in place so that focus stays where it is. */
import { Problem } from "../shared/api";
import { button, el } from "../shared/elements";
import { say, size } from "./words";
import { Unreadable } from "./digest";
import { percent } from "./plan";
import { receiptCard } from "./receipt";
import type { Upload } from "./upload";

export interface Row {
  node: HTMLElement;
  refresh: () => void;
}

export function row(upload: Upload, zone: string, act: { run: () => void; remove: () => void }): Row {
  const { name, size: bytes } = upload.file;
  const words = el("p", { class: "quiet" });
  const bar = el("progress", { max: 100, "aria-label": say("file.progress", { name }) });
  const pause = button(say("file.pause"), () => upload.pause(), "usa-button--outline");
  const resume = button(say("file.resume"), act.run);
  const remove = button(say("file.remove"), act.remove, "usa-button--unstyled");
  const node = el("article", { class: "sending", "aria-label": name },
    el("h3", {}, name), el("div", { class: "quiet" }, size(bytes)), bar, words,
    el("div", { class: "row" }, pause, resume, remove));
  const refresh = (): void => {
    if (upload.receipt) return node.replaceWith(receiptCard(upload.receipt, zone));
    const { stage } = upload;
    const paused = stage === "paused";
    bar.value = percent(stage === "checking" ? upload.read : upload.sent, bytes);
    words.textContent = status(upload);
    pause.hidden = !["preparing", "sending", "checking"].includes(stage);
    resume.hidden = !paused && stage !== "failed";
    resume.textContent = say(paused ? "file.resume" : "file.retry");
    remove.hidden = !["waiting", "paused", "failed"].includes(stage);
  };
  refresh();
  return { node, refresh };
}

export function status(upload: Upload): string {
  const { stage, lost, file } = upload;
  if (lost && stage !== "paused") return say("file.lost");
  const done = percent(upload.sent, file.size);
  if (stage === "sending") return say("file.sending", { percent: done, left: timeLeft(upload.left) });
  if (stage === "paused") return say("file.paused", { percent: done });
  if (stage === "checking") return say("file.checking", { percent: percent(upload.read, file.size) });
  if (stage === "failed") return failure(upload.fault);
  return stage === "received" ? say("receipt.title") : say(`file.${stage}`);
}

function failure(fault: unknown): string {
  if (fault instanceof Unreadable) return say("file.changed");
  if (fault instanceof Problem && ["storage", "invalid", "already-finished"].includes(fault.slug)) return say("file.changed");
  if (fault instanceof Problem && fault.slug === "too-many-bytes") return say("file.too_much");
  return say(fault instanceof Problem && fault.slug === "store-closed" ? "file.closed" : "file.failed");
}

function timeLeft(seconds: number | null): string {
  if (seconds === null) return say("left.unknown");
  if (seconds < 60) return say("left.seconds");
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? say("left.minutes", { count: minutes }) : say("left.hours", { count: Math.round(minutes / 60) });
}
