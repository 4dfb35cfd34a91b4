/** The words of this part of the page behind a link; they come with it, when it is wanted. */
import { sayAlso } from "../shared/language";
import { en } from "./strings.en";
import { es } from "./strings.es";

export { language, size, time, type Language } from "../shared/language";
export const say = sayAlso({ en, es });
export type Key = Parameters<typeof say>[0];
