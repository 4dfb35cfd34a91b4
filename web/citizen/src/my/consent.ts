/** The text that somebody agreed to, as it was shown; a newer one is offered and never assumed. */
import { alert, button, el } from "../shared/elements";
import type { Book } from "./book";
import { note } from "./panel";
import { trouble } from "./parts";
import { language, say, time } from "./words";

export function consent(book: Book): HTMLElement {
  const { held: { consent: held }, about: { city, consent: today } } = book;
  return el("section", { class: "panel", "aria-labelledby": "title-consent" },
    el("h2", { id: "title-consent" }, say("my.consent")), note(book, "consent"),
    el("p", { class: "quiet" }, say("consent.agreed", { version: held.version, time: time(held.agreed_at, city.zone) })),
    el("p", { class: "consent", lang: held.language }, held.text),
    ...(today.version === held.version ? [] : newer(book)));
}

function newer(book: Book): HTMLElement[] {
  const { version, text } = book.about.consent;
  const agree = (): void => void book.save("consent", say("consent.done"), () => book.my.change({ consent: version }));
  const unreviewed = say("frame.unreviewed");
  const problem = trouble(book, "consent");
  return [
    alert("info", say("consent.newer")),
    el("p", { class: "consent" }, text[language()]),
    ...(unreviewed ? [alert("info", unreviewed), el("p", { class: "consent", lang: "en" }, text.en)] : []),
    ...(problem instanceof Node ? [problem as HTMLElement] : []),
    el("p", { class: "change" }, button(say("consent.agree"), agree)),
  ];
}
