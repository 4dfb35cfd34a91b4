/** Shows a chosen video in the page, and lets its sender cut it to the stretch that was asked for. */
import type { Trimmed } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { cut } from "./cut";
import { read, spell } from "./span";
import { say } from "./words";

export interface Choice {
  send: (file: File, trimmed?: Trimmed) => void;
  leave: () => void;
}

export function trimPanel(file: File, window: string, { send, leave }: Choice): HTMLElement {
  const url = URL.createObjectURL(file);
  const video = el("video", { controls: true, preload: "metadata", playsinline: true, class: "look", "aria-label": file.name });
  const from = el("input", { class: "usa-input", inputmode: "numeric", value: "0:00", id: `${url}-from` });
  const to = el("input", { class: "usa-input", inputmode: "numeric", id: `${url}-to` });
  const words = el("div", { role: "status" });
  const over = (act: () => void) => (): void => (URL.revokeObjectURL(url), act());
  const cutting = el("div", { hidden: true }, ...ends(video, from, to));
  const trim = button(say("trim.cut"), () => void run());
  const whole = button(say("trim.whole"), over(() => send(file)), "usa-button--outline");
  const run = async (): Promise<void> => {
    const [start, end] = [read(from.value), read(to.value)];
    if (start === null || end === null || start >= end) return words.replaceChildren(alert("error", say("trim.bad")));
    trim.disabled = whole.disabled = true;
    const tell = (share: number): void => words.replaceChildren(say("trim.cutting", { percent: Math.floor(share * 100) }));
    try {
      const made = await cut(file, start, Math.min(end, video.duration || end), tell);
      over(() => send(made.file, made.trimmed))();
    } catch {
      whole.disabled = false;
      cutting.hidden = true;
      words.replaceChildren(alert("warning", say("trim.no_cut")));
    }
  };
  video.addEventListener("loadedmetadata", () => {
    cutting.hidden = !Number.isFinite(video.duration);
    to.value = spell(Math.ceil(video.duration));
    cutting.append(el("div", { class: "row" }, trim), el("p", { class: "quiet" }, say("trim.note")));
  });
  video.addEventListener("error", () => video.replaceWith(alert("info", say("trim.no_look"))));
  video.src = url;
  return el("article", { class: "sending", "aria-label": file.name },
    el("h3", {}, say("trim.title", { name: file.name })),
    el("p", { class: "quiet" }, say("trim.window", { window })),
    video, cutting, words,
    el("div", { class: "row" }, whole, button(say("trim.leave"), over(leave), "usa-button--unstyled")));
}

function ends(video: HTMLVideoElement, from: HTMLInputElement, to: HTMLInputElement): HTMLElement[] {
  const end = (input: HTMLInputElement, label: "trim.from" | "trim.to", here: "trim.here_from" | "trim.here_to"): HTMLElement =>
    el("div", {},
      el("label", { class: "usa-label", for: input.id }, say(label)), input,
      button(say(here), () => (input.value = spell(video.currentTime)), "usa-button--unstyled"));
  return [el("div", { class: "pair" }, end(from, "trim.from", "trim.here_from"), end(to, "trim.to", "trim.here_to"))];
}
