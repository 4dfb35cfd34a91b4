/** How far a release has come, and what a wish for one still lacks. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";
import type { Wish } from "./api";

type Look = StatusIndicatorProps.Type;

const states: Record<string, [Look, string]> = {
  asked: ["pending", "Waits for approval"],
  approved: ["in-progress", "Approved; being packed"],
  packed: ["in-progress", "Ready for the agency"],
  transferred: ["success", "Custody transferred"],
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
