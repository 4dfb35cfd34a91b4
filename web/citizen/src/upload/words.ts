/** The words of the page behind a link. */
import { sayAlso } from "../shared/language";
import { en } from "./strings.en";
import { es } from "./strings.es";

export { language, size, stretch, time, type Language } from "../shared/language";
export const say = sayAlso({ en, es });
export type Key = Parameters<typeof say>[0];
