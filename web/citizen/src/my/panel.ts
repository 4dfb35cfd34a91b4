/** One part of a registration: what is held, and a form that opens to change it. */
import { alert, button, el, type Child } from "../shared/elements";
import { summary } from "../shared/fields";
import type { Book } from "./book";
import { say, type Key } from "./words";

interface Part {
  name: string;
  held: Child[];
  /** The words of the button that opens the form; "Change" where none are given. */
  act?: Key;
  save?: Key;
  /** The questions, the field that the reader is taken to, and what happens when they are answered. */
  ask: () => Child[];
  first: string;
  labelOf: (field: string) => string;
  submit: () => void;
  keep?: (input: HTMLInputElement, event: string) => boolean;
}

export function panel(book: Book, part: Part): HTMLElement {
  const { name, held, act = "my.change" } = part;
  const title = say(`my.${name}` as Key);
  const isOpen = book.open === name;
  const change = button(say(act), () => (isOpen ? book.cancel() : book.begin(name, part.first)), "usa-button--outline");
  change.id = `change-${name}`;
  change.setAttribute("aria-expanded", String(isOpen));
  if (act === "my.change") change.setAttribute("aria-label", `${say(act)}: ${title}`);
  return el("section", { class: "panel", "aria-labelledby": `title-${name}` },
    el("h2", { id: `title-${name}` }, title),
    note(book, name),
    ...held,
    el("p", { class: "change" }, change),
    isOpen && form(book, part));
}

/** What was done in this part just now. */
export function note(book: Book, part: string): Child {
  if (book.done.part !== part) return null;
  return el("div", { id: "done", tabindex: -1, role: "status" }, alert("success", book.done.words));
}

function form(book: Book, { ask, submit, labelOf, save = "my.save", keep }: Part): HTMLElement {
  const send = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  const heard = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (!keep?.(input, event.type)) book.keep(input);
  };
  return el("form", { class: "usa-form", novalidate: true, submit: send, input: heard, change: heard },
    summary(book.faults, labelOf),
    book.trouble && alert("error", book.trouble),
    ...ask(),
    el("div", { class: "row" },
      el("button", { class: "usa-button", type: "submit" }, say(save)),
      button(say("my.cancel"), () => book.cancel(), "usa-button--outline")));
}
