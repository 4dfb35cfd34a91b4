/** The words about where a camera is. */
import { sayAlso } from "../shared/language";
import { en } from "./strings.en";
import { es } from "./strings.es";

export const say = sayAlso({ en, es });
export type Key = Parameters<typeof say>[0];
