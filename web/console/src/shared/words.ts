/** How the console says times, sizes and codes. Times are UTC inside; the city's zone is only for reading. */
import type { Purpose } from "../canvass/api";
import { Problem } from "./api";

export const purposes: Record<Purpose, string> = {
  investigate: "Investigate this incident",
  locate_person: "Locate a person",
  locate_vehicle: "Locate a vehicle",
  protect_responders: "Protect responders",
};

export function clock(at: string | Date, zone: string): string {
  return new Intl.DateTimeFormat("en-US", { timeStyle: "medium", timeZone: zone, hour12: false }).format(new Date(at));
}

export function moment(at: string, zone: string): string {
  const form = { dateStyle: "medium", timeStyle: "medium", timeZone: zone, hour12: false } as const;
  return new Intl.DateTimeFormat("en-US", form).format(new Date(at));
}

export function day(at: string, zone: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: zone }).format(new Date(at));
}

export function stretch(from: string, to: string, zone: string): string {
  const form = { dateStyle: "medium", timeStyle: "short", timeZone: zone, hour12: false } as const;
  return new Intl.DateTimeFormat("en-US", form).formatRange(new Date(from), new Date(to));
}

export function ago(at: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / 60_000));
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ${minutes % 60} min ago`;
}

export function size(bytes: number): string {
  const step = Math.min(4, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${(bytes / 1000 ** step).toFixed(step ? 1 : 0)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
}

export const sentence = (code: string): string => {
  const words = code.replace(/[_.-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function trouble(fault: unknown): string {
  if (!(fault instanceof Problem)) return "Something went wrong in this page. Reload it and try again.";
  if (fault.status === 0) return "The service cannot be reached. Check your connection.";
  if (fault.status === 401) return "Your session has ended. Sign in again.";
  if (fault.status === 404) return "This does not exist, or you may not see it.";
  if (fault.status === 429) return "Too many requests. Wait a minute and try again.";
  const fields = fault.fields.map(({ name, message }) => `${sentence(name)}: ${message}`).join(" ");
  return [fault.detail, fields].filter(Boolean).join(" ") || "The service could not answer. Try again in a minute.";
}
