/** How the console says what lies in the stores, and who did what. Pure. */
import { sentence } from "../shared/words";
import type { Did, Person, TracedItem } from "./api";

/** A digest as somebody pastes it, spaces and line breaks and all; empty when it is none. */
export function digestOf(pasted: string): string {
  const plain = pasted.replace(/^\s*sha-?256\s*[:=]?/i, "").replace(/[\s:-]+/g, "").toLowerCase();
  return /^[0-9a-f]{64}$/.test(plain) ? plain : "";
}

/** Why what was pasted is no digest, in words for whoever pasted it. */
export function digestLack(pasted: string): string {
  if (!pasted.trim()) return "Paste the SHA-256 of the exhibit.";
  return digestOf(pasted) ? "" : "A SHA-256 has 64 signs: the digits 0 to 9 and the letters a to f.";
}

const matches: Record<string, string> = {
  item: "This is the digest of the item itself",
  derivative: "This is the digest of a preview that was made of the item",
  package: "The item is part of a package with this digest",
  marked: "This is the digest of a copy that was marked for one recipient",
};

export const matched = ({ matched: how }: TracedItem): string => matches[how] ?? sentence(how);

const kinds: Record<string, string> = {
  registrant: "Sender, by their link",
  box: "A core box, by its certificate",
  system: "A function of the center",
};

/** Whom a line means. People of the staff and of agencies have badges; nobody else's name stands in the record. */
export const whoIs = ({ badge, role, actor }: Person): string =>
  badge ? `Badge ${badge}, ${sentence(role).toLowerCase()}` : `${kinds[role] ?? sentence(role)} (${actor})`;

/** People first, in the order in which they came; then what acted by itself. */
export function peopleFirst(people: Person[]): { staff: Person[]; others: Person[] } {
  return { staff: people.filter(({ badge }) => badge), others: people.filter(({ badge }) => !badge) };
}

export function times({ count }: Did): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count.toLocaleString("en-US")} times`;
}

/** How an act ended, when it did not end well every time. */
export const ending = ({ outcomes }: Did): string => {
  const bad = outcomes.filter((outcome) => outcome !== "done");
  if (!bad.length) return "";
  return outcomes.includes("done") ? `some ${bad.join(" and ")}` : bad.join(" and ");
};

const amiss: Record<string, string> = {
  unjoined: "Parts that were never joined; they are now",
  unadmitted: "It arrived and was not admitted; admission was asked again",
  unscanned: "It arrived and no malware scan’s verdict stands on it",
  unspoken: "Nothing in the record speaks of this object",
  vanished: "The sender has a receipt, and the store holds nothing",
  marked: "A delete marker lies over it",
  stray: "Another version lies under an item’s name",
  missing: "The vault does not hold this item’s version",
  unlocked: "The lock or the hold was missing; both were put again",
  rewritten: "Its row says what no custody line says",
  unprobed: "Nobody looked at it; the probe was asked again",
  unshown: "Its recipient had nothing to look at; the marked copy was asked for again",
};

export const discrepancy = (kind: string): string => amiss[kind] ?? sentence(kind);

const objects: Record<string, string> = {
  evidence: "Evidence",
  preview: "Preview, made of evidence",
  marked: "Copy to look at, marked for one recipient",
  package: "Package for an agency",
  upload: "Upload, as it arrived",
  clip: "Clip, as it arrived",
  marker: "Delete marker",
  unknown: "Unknown",
};

export const objectWords = (what: string): string => objects[what] ?? sentence(what);
