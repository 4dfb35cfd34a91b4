/** The elements of all pages, and how the citizens' pages name the agency's telephone. */
import { el, type Child } from "@open-rtcc/shared/elements";
import type { City } from "./api";

export { alert, button, el, facts, type Child } from "@open-rtcc/shared/elements";

/** A number of this country as people read it out; any other as it is. */
export const spoken = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3");

/** Words that name the agency's number, as a number that a phone can dial and that is never broken over two lines. */
export function withPhone(words: string, city: City): Child[] {
  const call = el("a", { class: "phone", href: `tel:${city.phone.replace(/[^\d+]/g, "")}` }, spoken(city.phone));
  const [before, after] = words.replaceAll("{agency}", city.agency).split("{phone}");
  return after === undefined ? [before] : [before, call, after];
}
