/** Custody lines in plain words. Pure. */
import { sentence } from "../shared/words";
import type { Line } from "../shared/api";

const events: Record<string, string> = {
  "submission.begin": "The sender began to send it",
  "submission.sign_parts": "The sender was given ways to send parts of it",
  "submission.finish": "The sender said that is all of it",
  "statement.sign": "The sender signed a statement",
  "clip.order": "The clip was ordered",
  "clip.cut": "The core box cut the clip",
  "clip.admit": "Taken into the vault, locked and held",
  "evidence.admit": "Taken into the vault, locked and held",
  "evidence.list": "It was seen in a list",
  "evidence.read": "Its page was opened",
  "evidence.download": "Somebody asked for the file itself",
  "evidence.triage": "Somebody judged it",
  "evidence.hold": "A hold was added",
  "hold.ask_lift": "Somebody asked to lift a hold",
  "hold.lift": "A hold was lifted by a second person",
  "hold.refuse_lift": "A hold stays: the lifting was refused",
  "hold.settle": "Storage was told whether anything holds it",
  "lock.prolong": "Its lock was prolonged",
  "fixity.check": "Its digest was computed again",
  "evidence.classify": "The kind of case was said",
  "disposal.ask": "Somebody asked to let it go",
  "disposal.approve": "A second person agreed to let it go",
  "disposal.stop": "Letting it go was stopped",
  "expunging.ask": "Expunging by court order was asked for",
  "expunging.approve": "Expunged by court order: nobody can read it anymore",
  "expunging.deny": "Expunging was denied",
  "evidence.retire": "Its bytes were deleted, and that was read back",
  "preview.admit": "A preview was made of it",
  "preview.read": "Its preview was shown",
  "stores.sweep": "Comparing stores and record found something",
  "release.ask": "Its release was asked for",
  "release.approve": "Its release was approved by a second person",
  "release.deny": "Its release was denied",
  "release.pack": "A package was made of it",
  "share.mark": "A copy was marked for one recipient to look at",
  "release.renew": "The package can be fetched for longer",
  "inquiry.ask": "A detective asked for footage",
  "inquiry.assemble": "It was assembled for an inquiry",
  "inquiry.decline": "The inquiry was declined",
  "share.read": "The recipient opened the page of the package",
  "share.download": "The recipient asked for the package itself",
  "share.view": "The recipient looked at it",
  "share.receipt": "The recipient gave a receipt",
  "share.ask_renewal": "The recipient asked for more time",
  "custody.read": "Its custody was read",
  "evidence.trace": "Somebody asked who touched it",
  "cameras.list": "The cameras near a call were looked up",
  "camera.view_live": "It was watched live",
  "footage.review": "Its recording was played",
  "review.turn": "Its recording was played from another time",
  "sample.draw": "The sample of a day’s looks was drawn",
  "sample.judge": "An auditor judged a look of the sample",
  "glass.break": "Opened in an emergency",
  "glass.review": "An emergency opening was reviewed",
};

export const eventWords = (event: string): string => events[event] ?? sentence(event);

const hidden = new Set(["bytes_in", "bytes_out", "version", "inbox_version", "bucket", "key"]);

/** What a line tells besides: the facts that people read, each with its name. */
export function factWords(facts: Line["facts"]): string {
  return Object.entries(facts)
    .filter(([name, value]) => !hidden.has(name) && value !== "" && value !== null)
    .map(([name, value]) => `${sentence(name)}: ${typeof value === "boolean" ? (value ? "yes" : "no") : String(value)}`)
    .join("; ");
}

/** All that a line tells beside its columns: its facts, from which address it came, and whose clock gave the time. */
export const lineWords = ({ facts, address, clock }: Pick<Line, "facts" | "address" | "clock">): string =>
  [
    factWords(facts),
    address && `From: ${address}`,
    clock && `Clock: ${clock === "lambda" ? "of the cloud" : "of another host"}`,
  ].filter(Boolean).join("; ");
