/** What the citizen keeps: the custody number and the fingerprint of what was sent; and later, what became of it. */
import type { SentFile } from "../shared/api";
import { button, el } from "../shared/elements";
import { became } from "./became";
import { length } from "./plan";
import { say, size, time } from "./words";

type Line = [name: string, value: string, look?: string];

export function receiptCard(receipt: SentFile, zone: string): HTMLElement {
  const lines = linesOf(receipt, zone);
  const text = [receipt.name, ...lines.map(([label, value]) => `${label}: ${value}`)].join("\n");
  const copy = button(say("receipt.copy"), () => {
    void navigator.clipboard.writeText(text).then(() => (copy.textContent = say("receipt.copied")));
  }, "usa-button--outline");
  copy.setAttribute("aria-live", "polite");
  return el("article", { class: "sending sending--done", "aria-label": receipt.name },
    el("h3", {}, `✓ ${say("receipt.title")}: ${receipt.name}`),
    el("dl", { class: "facts" }, ...lines.map(([label, value, look]) =>
      el("div", {}, el("dt", {}, label), el("dd", { class: look }, value)))),
    el("div", { class: "row" }, copy));
}

function linesOf(receipt: SentFile, zone: string): Line[] {
  const { sha256 = "", custody_number: number = "", received_at: at, offset_s: offset, trimmed } = receipt;
  const lines: Line[] = [
    [say("receipt.status"), became(receipt)],
    [say("receipt.number"), number],
    [say("receipt.digest"), sha256, "digest"],
    [say("receipt.size"), `${size(receipt.bytes)} (${receipt.bytes} B)`],
  ];
  if (at) lines.push([say("receipt.at"), time(at, zone)]);
  if (offset !== undefined && offset !== null) lines.push([say("receipt.clock"), clock(offset)]);
  if (trimmed) {
    const [from, to] = [length(trimmed.from_ms / 1000), length(trimmed.to_ms / 1000)];
    lines.push([say("receipt.trimmed"), say("receipt.trimmed_body", { from, to, name: trimmed.name })]);
  }
  return lines;
}

const clock = (offset: number): string =>
  offset ? say(offset > 0 ? "clock.ahead" : "clock.behind", { time: length(Math.abs(offset)) }) : say("clock.right");
