/** The words of every citizens' page; each page adds its own, so that nobody loads another page's. */
import { sayer, type Language } from "@open-rtcc/shared/language";
import { en, type Key } from "./strings.en";
import { es } from "./strings.es";

export { language, size, speak, stretch, time, type Language } from "@open-rtcc/shared/language";
export const say = sayer<Key>({ en, es });

/** Says the words of one page, and those of every page. */
export const sayAlso = <More extends string>(more: Record<Language, Record<More, string>>) =>
  sayer<Key | More>({ en: { ...en, ...more.en }, es: { ...es, ...more.es } });
