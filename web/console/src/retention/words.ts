/** How the console says how long something is kept and how far its end has come. Pure. */
import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { sentence } from "../shared/words";
import type { Disposal, Kind } from "./api";

type Look = StatusIndicatorProps.Type;

const states: Record<string, [Look, string]> = {
  asked: ["pending", "Waits for a second person"],
  cooling: ["in-progress", "Approved; can still be stopped"],
  approved: ["in-progress", "Approved; not readable anymore"],
  done: ["success", "Done"],
  stopped: ["stopped", "Stopped"],
  denied: ["stopped", "Denied"],
  failed: ["error", "Failed"],
};

/** An expunging is effective when it is approved: nothing of it cools off. */
export function disposalState({ kind, state }: Pick<Disposal, "kind" | "state">): [Look, string] {
  if (kind === "expunging" && state === "cooling") return ["in-progress", "Not readable anymore"];
  return states[state] ?? ["info", sentence(state)];
}

export const disposalKind = (kind: string): string =>
  kind === "expunging" ? "Expunging by court order" : "Disposal";

/** Days as people count them. */
export function lasting(days: number): string {
  if (days >= 36500) return "never let go";
  if (days % 365 === 0) return days === 365 ? "1 year" : `${days / 365} years`;
  return days === 1 ? "1 day" : `${days.toLocaleString("en-US")} days`;
}

export interface Change {
  kind: string;
  title: string;
  /** How it differs from what is in force; empty when it does not. */
  words: string;
  shorter: boolean;
}

/** What a proposal changes, kind by kind. */
export function changes(now: Kind[], then: Kind[]): Change[] {
  const before = new Map(now.map((one) => [one.kind, one]));
  const after = new Set(then.map(({ kind }) => kind));
  const kept = then.map((one) => {
    const was = before.get(one.kind);
    if (!was) return { ...one, words: `New: ${lasting(one.days)}`, shorter: false };
    if (was.days === one.days) return { ...one, words: was.authority === one.authority && was.title === one.title ? "" : "Other words", shorter: false };
    return { ...one, words: `${lasting(was.days)} → ${lasting(one.days)}`, shorter: one.days < was.days };
  });
  const gone = now.filter(({ kind }) => !after.has(kind)).map((one) => ({ ...one, words: "Taken out: kept until somebody says", shorter: false }));
  return [...kept, ...gone].map(({ kind, title, words, shorter }) => ({ kind, title, words, shorter }));
}

/** Why kinds of case cannot be proposed as they are; empty when they can. */
export function kindLack(kinds: Kind[]): string {
  if (kinds.some(({ title, authority }) => !title.trim() || !authority.trim())) return "Each kind of case needs a title and the rule that it follows.";
  if (kinds.some(({ days }) => !Number.isInteger(days) || days < 1 || days > 36500)) return "Each kind of case is kept for 1 to 36,500 days.";
  return "";
}

/** `left` comes as a list or by id: one row an item either way. */
export function leftOf({ left, item_ids: ids }: Pick<Disposal, "left" | "item_ids">): { id: string; why: string }[] {
  if (Array.isArray(left)) return left;
  return ids.map((id) => ({ id, why: left?.[id] ?? "" }));
}

/** A kind that was written anew gets its short name of its title, letters alone; no two have the same. */
export function named(kinds: Kind[]): Kind[] {
  const taken = new Set(kinds.map(({ kind }) => kind).filter(Boolean));
  return kinds.map((one) => {
    if (one.kind) return { ...one, title: one.title.trim(), authority: one.authority.trim() };
    const plain = one.title.toLowerCase().replace(/[^a-z]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 24) || "kind";
    let kind = plain;
    for (let at = 0; taken.has(kind); at++) kind = `${plain}_${letters(at)}`;
    taken.add(kind);
    return { ...one, kind, title: one.title.trim(), authority: one.authority.trim() };
  });
}

/** b, c, … z, bb, bc: a second one of a name is its b. */
const letters = (at: number): string => {
  const letter = String.fromCharCode(98 + (at % 25));
  return at < 25 ? letter : letters(Math.floor(at / 25) - 1) + letter;
};

/** The ids in what somebody pasted, each once. */
export const itemIds = (pasted: string): string[] => [...new Set(pasted.toLowerCase().match(/\bevi_[0-9a-z]{26}\b/g) ?? [])];

export type OrderLack = Partial<Record<"items" | "court" | "order_number" | "why", string>>;

/** What a court's order still lacks on the page, by field. */
export function orderLacks(order: { items: string; court: string; order_number: string; why: string }): OrderLack {
  const lack: OrderLack = {};
  const words = order.items.split(/[\s,;]+/).filter(Boolean);
  if (!itemIds(order.items).length || words.length !== itemIds(order.items).length) lack.items = "Write the ids of the items, each evi_ and 26 signs.";
  if (!order.court.trim()) lack.court = "Write which court.";
  if (!order.order_number.trim()) lack.order_number = "Write the number of the order.";
  if (!order.why.trim()) lack.why = "Write what it orders.";
  return lack;
}
