/** How the console says what a look was, and what it was for. Pure. */
import { moment, sentence } from "../shared/words";
import type { Look } from "./api";

const events: Record<string, string> = {
  "cameras.list": "Looked up the cameras near the call",
  "camera.view_live": "Watched a camera live",
  "footage.review": "Played what a camera recorded",
  "review.turn": "Turned a review to another time",
  "clip.order": "Ordered a clip",
  "canvass.preview": "Asked how many registered cameras an area holds",
  "canvass.answers": "Read names and numbers of people who answered",
  "preview.read": "Watched the preview of an item",
  "evidence.download": "Downloaded an item",
};

export const lookWords = (event: string): string => events[event] ?? sentence(event);

/** How far the camera was from the call. */
export function distance(meters: number): string {
  return meters < 1000 ? `${meters} m from the call` : `${(meters / 1000).toFixed(1)} km from the call`;
}

/** How long the call had been open when somebody looked. */
export function after({ at, call_opened_at: opened }: Pick<Look, "at" | "call_opened_at">): string {
  if (!opened) return "";
  const minutes = Math.floor((Date.parse(at) - Date.parse(opened)) / 60_000);
  if (minutes < 0) return "before the call was opened";
  if (minutes < 1) return "as the call came in";
  if (minutes >= 48 * 60) return `${Math.floor(minutes / 1440)} days into the call`;
  return `${minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`} into the call`;
}

const times = new Set(["from", "to"]);
const units: Record<string, string> = { radius_m: "Radius", polygon: "Drawn area", circle: "Drawn circle", corridor: "Drawn corridor" };

/** What was asked for, a line each. */
export function askedWords(asked: Look["asked"], zone: string): string[] {
  return Object.entries(asked).map(([name, value]) => {
    if (times.has(name)) return `${sentence(name)} ${moment(value, zone)}`;
    if (name === "radius_m") return `${units[name]}: ${value} m`;
    return `${units[name] ?? sentence(name)}: ${value}`;
  });
}

/** One person's own looks, and those that an auditor alone may judge, bear no buttons. */
export function whyNotJudge(look: Pick<Look, "badge" | "role">, me: { badge: string; role: string }): string {
  if (look.badge === me.badge) return "Your own look: somebody else must judge it";
  if (me.role !== "auditor" && look.role !== "auditor") return "Waits for an auditor";
  return "";
}
