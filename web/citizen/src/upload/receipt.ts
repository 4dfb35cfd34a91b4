/** What the citizen keeps: the custody number and the fingerprint of what was sent. */
import type { Receipt, SentFile } from "../shared/api";
import { button, el } from "../shared/elements";
import { say, size, time } from "./words";

export function receiptCard(receipt: SentFile & Partial<Receipt>, zone: string): HTMLElement {
  const { sha256 = "", custody_number: number = "", received_at: at } = receipt;
  const lines: [string, string, string?][] = [
    [say("receipt.number"), number],
    [say("receipt.digest"), sha256, "digest"],
    [say("receipt.size"), `${size(receipt.bytes)} (${receipt.bytes} B)`],
    ...(at ? ([[say("receipt.at"), time(at, zone)]] as [string, string][]) : []),
  ];
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
