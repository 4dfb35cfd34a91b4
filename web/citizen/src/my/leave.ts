/** What is held, as a file; and the way out, in one click and one "yes, I am sure". */
import { Problem } from "../shared/api";
import { alert, button, el, type Child } from "../shared/elements";
import { troubleWords } from "../shared/frame";
import type { Left } from "./api";
import type { Book } from "./book";
import { say, time, type Language } from "./words";

type Out = () => void;

/** All that is held and every line about it, as one file on the reader's own device. */
export function download(book: Book, out: Out): HTMLElement {
  const said = el("div", { "aria-live": "polite" });
  const fetch = async (): Promise<void> => {
    try {
      const text = JSON.stringify(await book.my.download(), null, 2);
      save(new Blob([text], { type: "application/json" }), `registration-${book.held.id}.json`);
      said.replaceChildren(alert("success", say("download.done")));
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 401) return out();
      said.replaceChildren(alert("error", troubleWords(fault)));
    }
  };
  return el("section", { class: "panel", "aria-labelledby": "title-download" },
    el("h2", { id: "title-download" }, say("my.download")),
    el("p", {}, say("download.body")),
    el("p", { class: "change" }, button(say("download.act"), () => void fetch(), "usa-button--outline")), said);
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function leave(book: Book, gone: (left: Left) => void, out: Out): HTMLElement {
  const trouble = el("div", { "aria-live": "polite" });
  const yes = async (): Promise<void> => {
    dialog.close();
    try {
      gone(await book.my.leave());
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 401) return out();
      trouble.replaceChildren(alert("error", troubleWords(fault)));
    }
  };
  const dialog = el("dialog", { "aria-labelledby": "sure" },
    el("h2", { id: "sure" }, say("leave.sure")),
    el("p", {}, say("leave.sure_body")),
    el("div", { class: "row" },
      button(say("leave.yes"), () => void yes(), "usa-button--secondary"),
      button(say("leave.back"), () => dialog.close(), "usa-button--outline")));
  const list = (title: Child, ...lines: string[]): HTMLElement[] =>
    [el("h3", {}, title), el("ul", {}, ...lines.map((line) => el("li", {}, line)))];
  return el("section", { class: "panel", "aria-labelledby": "title-leave" },
    el("h2", { id: "title-leave" }, say("my.leave")),
    el("p", {}, say("leave.body")),
    ...list(say("leave.deleted"), say("leave.deleted_1"), say("leave.deleted_2"), say("leave.deleted_3")),
    ...list(say("leave.kept"), say("leave.kept_1"), say("leave.kept_2")),
    el("p", { class: "change" }, button(say("leave.act"), () => dialog.showModal(), "usa-button--secondary")), trouble, dialog);
}

/** The last page that somebody sees who has left. */
export function left({ left_at: at, deleted, kept, evidence }: Left, zone: string, lang: Language): Child[] {
  // The city says it in the language of its messages, which need not be the one that this page speaks.
  const list = (lines: string[]): HTMLElement => el("ul", { lang }, ...lines.map((line) => el("li", {}, line)));
  return [
    el("h1", {}, say("left.title")),
    el("p", { class: "lead" }, say("left.lead", { time: time(at, zone) })),
    el("section", { class: "panel" }, el("h2", {}, say("left.deleted")), list(deleted)),
    el("section", { class: "panel" }, el("h2", {}, say("left.kept")), list(kept), !evidence && el("p", {}, say("left.none"))),
    el("p", { class: "after" }, el("a", { class: "usa-link", href: "/" }, say("left.again"))),
  ];
}

