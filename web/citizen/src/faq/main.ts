/** Questions and answers as they hold today, with their version and their day; asks whether they helped, and of nobody who. */
import { call, type About } from "../shared/api";
import { alert, button, el, withPhone } from "../shared/elements";
import { show, start } from "../shared/frame";
import { language, say, time, type Key } from "./words";
import { topics } from "./topics";

export type Bilingual = Record<"en" | "es", string>;
export interface Entry {
  id: string;
  topic: string;
  question: Bilingual;
  answer: Bilingual;
}
interface Faq {
  version: string;
  dated: string;
  entries: Entry[];
  unreviewed: string[];
}

let said = false;

function answers({ entries }: Faq): HTMLElement[] {
  return topics(entries).map(([topic, under]) => el("section", {},
    el("h2", { class: "after" }, say(`topic.${topic}` as Key)),
    ...under.map(({ id, question, answer }) => el("details", { class: "answer-to", id },
      el("summary", {}, question[language()]), el("p", {}, answer[language()])))));
}

function helpful({ version }: Faq): HTMLElement {
  const place = el("div", { class: "row" });
  const thanks = (): void => place.replaceChildren(el("p", {}, say("helpful.thanks")));
  const tell = (helpful: boolean) => (): void => {
    said = true;
    thanks();
    status.textContent = say("helpful.thanks");
    // A count, and nothing else; if the line is down, nobody misses it.
    void call("POST", "/faq/helpful", { version, helpful }).catch(() => undefined);
  };
  const status = el("p", { class: "usa-sr-only", role: "status" });
  place.append(button(say("helpful.yes"), tell(true), "usa-button--outline"),
    button(say("helpful.no"), tell(false), "usa-button--outline"));
  if (said) thanks();
  return el("section", { class: "panel", "aria-labelledby": "helpful" },
    el("h2", { id: "helpful" }, say("helpful.title")), place,
    el("p", { class: "quiet after" }, say("helpful.private")), status);
}

void start(async (about: About) => {
  const faq = await call<Faq>("GET", "/faq");
  return () => show(
    el("h1", {}, say("faq.title")),
    el("p", { class: "lead" }, say("faq.lead", { agency: about.city.agency })),
    el("p", { class: "quiet" }, say("faq.version", { version: faq.version, dated: dayOf(faq.dated) })),
    faq.unreviewed.includes(language()) && alert("info", say("faq.unreviewed")),
    ...answers(faq),
    el("p", { class: "after" }, ...withPhone(say("faq.more"), about.city)),
    helpful(faq));
});

/** A day has no zone. */
const dayOf = (dated: string): string => time(`${dated}T12:00:00Z`, "UTC", { dateStyle: "long" });
