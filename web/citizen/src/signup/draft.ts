/** What the citizen has typed so far, and what is wrong with it before it is sent. */
import type { Kind, Registration } from "../shared/api";
import type { Faults } from "../shared/fields";
import { say, type Language } from "./words";
import type { Key } from "./words";

export interface Draft {
  kind: string;
  name: string;
  email: string;
  phone: string;
  address: string;
  cameras: string;
  safe_word: string;
  language: string;
  consent: string;
}

export const blank = (language: Language): Draft => ({
  kind: "", name: "", email: "", phone: "", address: "", cameras: "1", safe_word: "", language, consent: "",
});

const rules: { [name in keyof Draft]: [(value: string) => boolean, Key] } = {
  kind: [(value) => value !== "", "errors.kind"],
  name: [(value) => value !== "", "errors.needed"],
  email: [(value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), "errors.email"],
  phone: [(value) => /^\+?[\d\s().-]+$/.test(value) && value.replace(/\D/g, "").length >= 10, "errors.phone"],
  address: [(value) => value !== "", "errors.needed"],
  cameras: [(value) => /^\d+$/.test(value) && +value >= 1 && +value <= 64, "errors.cameras"],
  safe_word: [(value) => value.length >= 3 && value.length <= 16, "errors.safe_word"],
  language: [(value) => value === "en" || value === "es", "errors.kind"],
  consent: [(value) => value === "yes", "errors.consent"],
};

/** The server decides; this only spares a round trip for what is plainly missing. */
export function faultsOf(draft: Draft): Faults {
  const faults: Faults = new Map();
  for (const [name, [holds, key]] of Object.entries(rules)) {
    if (!holds(draft[name as keyof Draft].trim())) faults.set(name, say(key));
  }
  return faults;
}

/** Our own words for a field that the server refused; the server's only where the catalogue has none. */
export function wordsFor(field: string, message: string): string {
  const rule = rules[field as keyof Draft];
  return rule && rule[1] !== "errors.needed" ? say(rule[1]) : message;
}

export function registrationOf(draft: Draft, consent: string): Registration {
  return {
    kind: draft.kind as Kind,
    name: draft.name.trim(),
    email: draft.email.trim(),
    phone: draft.phone.trim(),
    address: draft.address.trim(),
    cameras: Number(draft.cameras),
    safe_word: draft.safe_word.trim(),
    language: draft.language as Language,
    consent,
  };
}
