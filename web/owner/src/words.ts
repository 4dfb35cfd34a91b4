/** How the owners' page says things: grants in plain words, lengths, times. */
import { count, sayer, time } from "@open-rtcc/shared/language";
import type { Grant } from "./api";
import { en, type Key } from "./strings.en";
import { es } from "./strings.es";

export const say = sayer<Key>({ en, es });

/** Of a code that the city may know and this page not yet: the code itself. */
export const sayCode = (kind: string, code: string): string => {
  const key = `${kind}.${code}`;
  return key in en ? say(key as Key) : code;
};

export const moment = (at: string, zone: string): string => time(at, zone, { dateStyle: "medium", timeStyle: "medium" });

export const length = (seconds: number): string =>
  seconds < 60
    ? say("length.seconds", { count: seconds })
    : say("length.minutes", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });

/** Whether the center has no right at all. */
export const isNothing = ({ live = "never", recall = "never", directed = false, emergency = false }: Grant): boolean =>
  live === "never" && recall === "never" && !directed && !emergency;

/** What is in force, a line a rule. */
export function grantLines(grant: Grant, zone: string): string[] {
  if (isNothing(grant)) return [say("grant.nothing")];
  const { live = "never", radius_m = 0, most_minutes, recall = "never", depth_hours = 0, hours, days_stored } = grant;
  const lines = [
    say(`live.${live}`, { radius: count(radius_m) }),
    hours && say("grant.hours", { from: minute(hours[0]), to: minute(hours[1]) }),
    live !== "never" && most_minutes && say("grant.minutes", { minutes: most_minutes }),
    say(`recall.${recall}`, { hours: depth_hours }),
    say(grant.directed ? "directed.yes" : "directed.no"),
    say(grant.emergency ? "emergency.yes" : "emergency.no"),
    grant.starts_at && say("grant.starts", { at: moment(grant.starts_at, zone) }),
    grant.ends_at && say("grant.ends", { at: moment(grant.ends_at, zone) }),
    days_stored && say("grant.stored", { days: days_stored }),
  ];
  return lines.filter((line): line is string => Boolean(line));
}

/** A minute of the day as a clock shows it. */
const minute = (of: number): string =>
  time(new Date(of * 60_000).toISOString(), "UTC", { hour: "numeric", minute: "2-digit" });
