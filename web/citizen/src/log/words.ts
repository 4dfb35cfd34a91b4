/** The words of the log's page. */
import { sayAlso } from "../shared/language";
import { en } from "./strings.en";
import { es } from "./strings.es";

export { time } from "../shared/language";
export const say = sayAlso({ en, es });
