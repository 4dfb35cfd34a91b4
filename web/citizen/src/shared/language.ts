/** Which language the page speaks, and how it says numbers, sizes and times in it. */
import { en, type Catalogue, type Key } from "./strings.en";
import { es } from "./strings.es";

export type Language = "en" | "es";

const catalogues: Record<Language, Catalogue> = { en, es };
const remembered = "rtcc.language";
let current: Language = first();

function first(): Language {
  const asked = new URLSearchParams(location.search).get("lang") ?? stored() ?? navigator.language;
  return asked.toLowerCase().startsWith("es") ? "es" : "en";
}

function stored(): string | null {
  // A browser may forbid storage; the page then starts in the browser's own language.
  try {
    return localStorage.getItem(remembered);
  } catch {
    return null;
  }
}

export const language = (): Language => current;

export function speak(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen;
  try {
    localStorage.setItem(remembered, chosen);
  } catch {
    // Not remembered: harmless.
  }
}

/** The words of a key, with {names} filled in. */
export function say(key: Key, values: Record<string, string | number> = {}): string {
  return catalogues[current][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function time(at: string, zone: string): string {
  const form: Intl.DateTimeFormatOptions = { dateStyle: "full", timeStyle: "short", timeZone: zone };
  return new Intl.DateTimeFormat(current === "es" ? "es-US" : "en-US", form).format(new Date(at));
}

/** A stretch of time, saying only once what both ends share. */
export function stretch(from: string, to: string, zone: string): string {
  const form: Intl.DateTimeFormatOptions = { dateStyle: "full", timeStyle: "short", timeZone: zone };
  return new Intl.DateTimeFormat(current === "es" ? "es-US" : "en-US", form).formatRange(new Date(from), new Date(to));
}

export function size(bytes: number): string {
  const step = Math.min(4, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const unit = ["B", "kB", "MB", "GB", "TB"][step] ?? "B";
  const number = new Intl.NumberFormat(current === "es" ? "es-US" : "en-US", { maximumFractionDigits: step ? 1 : 0 });
  return `${number.format(bytes / 1000 ** step)} ${unit}`;
}
