/** The words of the page of somebody's registration. */
import { sayAlso } from "../shared/language";
import { en } from "./strings.en";
import { es } from "./strings.es";

export { language, time, type Language } from "../shared/language";
export const say = sayAlso({ en, es });
export type Key = Parameters<typeof say>[0];
