/** What became of a file, as its sender may know it: received, sealed, accepted or not needed, used, deleted. */
import type { SentFile } from "../shared/api";
import { say, time } from "./words";

/** `deleted_on` is a day, which has no zone. */
const day = (on: string): string => time(`${on.slice(0, 10)}T12:00:00Z`, "UTC", { dateStyle: "long" });

/** A verdict says more than where the file lies. */
function stage({ state, verdict, used }: SentFile): string {
  if (used) return say("became.used");
  if (verdict) return say(`became.${verdict}`);
  return say(state === "sealed" || state === "quarantined" ? `became.${state}` : "became.received");
}

export function became(file: SentFile, today = new Date().toISOString().slice(0, 10)): string {
  const on = file.deleted_on?.slice(0, 10);
  return on ? `${stage(file)} ${say(on <= today ? "became.deleted" : "became.until", { day: day(on) })}` : stage(file);
}
