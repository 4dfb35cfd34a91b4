/** Which language a page speaks, and how it says numbers, sizes and times in it. */
export type Language = "en" | "es";

const remembered = "rtcc.language";
let current: Language | null = null;

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

export const language = (): Language => (current ??= first());

const locale = (): string => (language() === "es" ? "es-US" : "en-US");

export function speak(chosen: Language): void {
  only(chosen);
  try {
    localStorage.setItem(remembered, chosen);
  } catch {
    // Not remembered: harmless.
  }
}

/** Speak a language because the page knows no other; nobody chose it, so it is not remembered. */
export function only(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen;
}

/** Makes the function that says the words of a key, with {names} filled in. */
export function sayer<Key extends string>(catalogues: Record<Language, Record<Key, string>>) {
  return (key: Key, values: Record<string, string | number> = {}): string =>
    catalogues[language()][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

type Form = Intl.DateTimeFormatOptions;
const full: Form = { dateStyle: "full", timeStyle: "short" };

export function time(at: string, zone: string, form: Form = full): string {
  return new Intl.DateTimeFormat(locale(), { ...form, timeZone: zone }).format(new Date(at));
}

/** A stretch of time, saying only once what both ends share. */
export function stretch(from: string, to: string, zone: string, form: Form = full): string {
  return new Intl.DateTimeFormat(locale(), { ...form, timeZone: zone }).formatRange(new Date(from), new Date(to));
}

export const count = (number: number): string => number.toLocaleString(locale());

export function size(bytes: number): string {
  const step = Math.min(4, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const unit = ["B", "kB", "MB", "GB", "TB"][step] ?? "B";
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: step ? 1 : 0 });
  return `${number.format(bytes / 1000 ** step)} ${unit}`;
}
