/** How far a release has come, and what a wish for one still lacks. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";
import type { Release, Wish } from "./api";

type Look = StatusIndicatorProps.Type;

const states: Record<string, [Look, string]> = {
  asked: ["pending", "Waits for approval"],
  approved: ["in-progress", "Approved; being packed"],
  packed: ["in-progress", "Ready for the agency"],
  transferred: ["success", "Custody transferred"],
  received: ["success", "Received; custody stays"],
  renewed: ["in-progress", "More time given; being packed"],
  denied: ["stopped", "Denied"],
  failed: ["error", "Failed"],
};

export const releaseState = (state: string): [Look, string] => states[state] ?? ["info", sentence(state)];

/** Most items of one release, when the service does not say. */
export const usualMost = 50;

export type Lack = Partial<Record<"items" | keyof Wish, string>>;

/** What is missing, by field; empty when the wish can be sent. */
export function lacks(wish: Omit<Wish, "key">, most: number): Lack {
  const lack: Lack = {};
  if (!wish.item_ids.length) lack.items = "Choose at least one sealed item.";
  if (wish.item_ids.length > most) lack.items = `Choose at most ${most} items.`;
  if (!wish.ori) lack.ori = "Choose the agency.";
  if (!wish.recipient) lack.recipient = "Write the badge of the person who shall receive it.";
  if (!wish.case) lack.case = "Write the number of the case.";
  if (!wish.reason) lack.reason = "Write why the agency needs it.";
  return lack;
}

/** How evidence may be handed over: the word and what it means. */
export const methods: Record<string, [string, string]> = {
  download: ["Download", "The files themselves, with their proofs, in one package."],
  view: ["View only", "A look at what was made of them, with the recipient’s mark on it. No file leaves."],
};

export const methodWords = (method: string | undefined): string => methods[method ?? "download"]?.[0] ?? sentence(method ?? "");

export const agencyWords = ({ ori, kind }: { ori: string; kind?: string }): string =>
  kind === "defense" ? `${ori}: the defense. It gets the same package; custody stays` : ori;

/** Whether the recipient waits for more time, or none is left. */
export function timeLeft({ expires_at: until, renewal_asked_at: asked, renewed_at: renewed }: Release, now: number): "" | "asked" | "over" {
  if (asked && (!renewed || Date.parse(renewed) < Date.parse(asked))) return "asked";
  return until && Date.parse(until) <= now ? "over" : "";
}
