/** What became of a file, as its sender may know it: received, accepted or not needed, used, deleted. */
import type { SentFile } from "../shared/api";
import { say, time } from "./words";

/** `deleted_on` is a day, which has no zone. */
const day = (on: string): string => time(`${on.slice(0, 10)}T12:00:00Z`, "UTC", { dateStyle: "long" });

export function became({ verdict, used, deleted_on: on }: SentFile, today = new Date().toISOString().slice(0, 10)): string {
  const words = [say(`verdict.${used ? "used" : (verdict ?? "none") || "none"}` as "verdict.none")];
  if (on) words.push(say(on.slice(0, 10) <= today ? "verdict.deleted" : "verdict.until", { day: day(on) }));
  return words.join(" ");
}
