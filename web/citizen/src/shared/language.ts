/** The words of the citizens' pages, in the language that the page speaks. */
import { sayer } from "@open-rtcc/shared/language";
import { en, type Key } from "./strings.en";
import { es } from "./strings.es";

export { language, size, speak, stretch, time, type Language } from "@open-rtcc/shared/language";
export const say = sayer<Key>({ en, es });
