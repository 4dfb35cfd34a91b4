/** What the citizen has typed so far, and what is wrong with it before it is sent. */
import { blankGroup, camerasOf, faultsOfGroups, fieldOf, type Group } from "../cameras/draft";
import { say as sayOfCameras } from "../cameras/words";
import type { Kind, Registration } from "../shared/api";
import type { Faults } from "../shared/fields";
import { say, type Key, type Language } from "./words";

export interface Draft {
  kind: string;
  authorized_name: string;
  authorized_title: string;
  name: string;
  email: string;
  phone: string;
  address: string;
  safe_word: string;
  language: string;
  consent: string;
}

export const blank = (language: Language): Draft => ({
  kind: "", authorized_name: "", authorized_title: "", name: "", email: "", phone: "", address: "", safe_word: "", language,
  consent: "",
});

export const blankGroups = (): Group[] => [blankGroup()];

/** Whether somebody must say that they may speak for the place. */
export const speaksFor = ({ kind }: Draft): boolean => kind === "business" || kind === "institution";

type Rule = [(value: string, draft: Draft) => boolean, Key];
const there = (value: string): boolean => value !== "";

const rules: { [name in keyof Draft]: Rule } = {
  kind: [there, "errors.kind"],
  authorized_name: [(value, draft) => !speaksFor(draft) || there(value), "errors.needed"],
  authorized_title: [(value, draft) => !speaksFor(draft) || there(value), "errors.needed"],
  name: [there, "errors.needed"],
  email: [(value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), "errors.email"],
  phone: [(value) => /^\+?[\d\s().-]+$/.test(value) && value.replace(/\D/g, "").length >= 10, "errors.phone"],
  address: [there, "errors.needed"],
  safe_word: [(value) => value.length >= 3 && value.length <= 16, "errors.safe_word"],
  language: [(value) => value === "en" || value === "es", "errors.kind"],
  consent: [(value) => value === "yes", "errors.consent"],
};
/** In the order of the page. */
const order = ["kind", "authorized_name", "authorized_title", "name", "email", "phone", "address", "cameras", "safe_word",
  "language", "consent"] as const;

/** What is not typed: the text that was agreed to, the pin. */
type Chosen = Pick<Registration, "consent" | "consent_language" | "point">;

/** The server decides; this only spares a round trip for what is plainly missing. */
export function faultsOf(draft: Draft, groups: Group[]): Faults {
  const faults: Faults = new Map();
  for (const name of order) {
    if (name === "cameras") faultsOfGroups(groups).forEach(([field, key]) => faults.set(field, sayOfCameras(key)));
    else if (!rules[name][0](draft[name].trim(), draft)) faults.set(name, say(rules[name][1]));
  }
  return faults;
}

/** The field of this form that a field of the API is asked in. */
export function askedIn(name: string): string {
  const [first, second] = name.split(".");
  if (first === "point") return "address";
  if (first === "authorized") return second === "title" ? "authorized_title" : "authorized_name";
  return name === "cameras" ? "cameras.0.count" : fieldOf(name);
}

/** Our own words for a field that the server refused; the server's only where the catalogue has none. */
export function wordsFor(field: string, message: string): string {
  const rule = rules[field as keyof Draft];
  return rule && rule[1] !== "errors.needed" ? say(rule[1]) : message;
}

export function registrationOf(draft: Draft, groups: Group[], more: Chosen): Registration {
  return {
    kind: draft.kind as Kind,
    name: draft.name.trim(),
    email: draft.email.trim(),
    phone: draft.phone.trim(),
    address: draft.address.trim(),
    cameras: camerasOf(groups),
    safe_word: draft.safe_word.trim(),
    language: draft.language as Language,
    ...(speaksFor(draft) && {
      authorized: { name: draft.authorized_name.trim(), title: draft.authorized_title.trim() },
    }),
    ...more,
  };
}
