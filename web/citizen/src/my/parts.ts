/** The parts of a registration that are changed in one step: who, cameras, where, when. */
import { camerasOf, faultsOfGroups, keepGroup } from "../cameras/draft";
import { groupsOf, labelOfGroup, lineOf } from "../cameras/groups";
import { say as sayOfCameras } from "../cameras/words";
import { alert, button, el, facts, type Child } from "../shared/elements";
import { choice, focusOn, textField, type Faults, type Question } from "../shared/fields";
import { redraw } from "../shared/frame";
import type { Book } from "./book";
import { note, panel } from "./panel";
import { say, time, type Key, type Language } from "./words";

export const labelOf = (field: string): string => say(`field.${field}` as Key);

/** A question about what is held. */
export const asked = (book: Book) => (name: string, held: string, more: Partial<Question> = {}): Question => ({
  name, label: labelOf(name), value: book.value(name, held), fault: book.faults.get(name), ...more,
});

/** Faults of the fields that must not be empty. */
export const missing = (book: Book, names: [string, string][]): Faults =>
  new Map(names.filter(([name, held]) => !book.value(name, held).trim()).map(([name]) => [name, say("errors.needed")]));

export function you(book: Book): HTMLElement {
  const { held } = book;
  const q = asked(book);
  const submit = (): void => {
    const faults = missing(book, [["name", held.name], ["safe_word", held.safe_word]]);
    if (faults.size) return book.refuse(faults);
    const [name, safe_word] = [book.value("name", held.name).trim(), book.value("safe_word", held.safe_word).trim()];
    const language = book.value("language", held.language) as Language;
    void book.save("you", say("my.saved"), () => book.my.change({ name, safe_word, language }));
  };
  const { authorized } = held;
  return panel(book, {
    name: "you", first: "name", labelOf, submit,
    held: [facts([
      [say("field.name"), held.name], [say("field.kind"), say(`kind.${held.kind}`)],
      ...(authorized ? [[say("field.authorized"), `${authorized.name}, ${authorized.title}`] as [string, string]] : []),
      [say("field.safe_word"), held.safe_word], [say("field.language"), say(`my.language.${held.language}`)],
    ])],
    ask: () => [
      textField(q("name", held.name, { attributes: { autocomplete: "name", maxlength: 120 } })),
      textField(q("safe_word", held.safe_word, { hint: say("field.safe_word_hint"), attributes: { autocomplete: "off", maxlength: 20 } })),
      choice(q("language", held.language), [["en", say("my.language.en")], ["es", say("my.language.es")]]),
    ],
  });
}

export function cameras(book: Book): HTMLElement {
  const changed = (focus: string): void => {
    redraw();
    focusOn(focus);
  };
  const submit = (): void => {
    const faults = faultsOfGroups(book.groups).map(([field, key]) => [field, sayOfCameras(key)] as const);
    if (faults.length) return book.refuse(new Map(faults));
    void book.save("cameras", say("my.saved"), () => book.my.change({ cameras: camerasOf(book.groups) }));
  };
  return panel(book, {
    name: "cameras", first: "cameras.0.count", labelOf: labelOfGroup, submit,
    held: [el("ul", { class: "plain" }, ...book.held.cameras.map((group) => el("li", {}, lineOf(group))))],
    ask: () => [groupsOf(book.groups, book.faults, changed)],
    keep: (input) => keepGroup(book.groups, input),
  });
}

export function move(book: Book): HTMLElement {
  const { held } = book;
  const submit = (): void => {
    const faults = missing(book, [["address", held.address]]);
    if (faults.size) return book.refuse(faults);
    const address = book.value("address", held.address).trim();
    void book.save("move", say("move.done"), () => book.my.move(address, book.place.point));
  };
  return panel(book, {
    name: "move", first: "address", labelOf, submit, act: "move.act",
    held: [facts([[say("field.address"), held.address]]), el("p", { class: "quiet after-facts" }, say("move.hint"))],
    ask: () => {
      void book.place.look(book.value("address", held.address));
      const attributes = { autocomplete: "street-address", maxlength: 160 };
      return [textField(asked(book)("address", held.address, { attributes })), book.place.draw()];
    },
    keep: (input, event) => {
      if (input.name === "address" && event === "change") void book.place.look(input.value);
      return input.name !== "address";
    },
  });
}

export function pause(book: Book): HTMLElement {
  const { held, about } = book;
  if (held.state === "paused") return paused(book);
  const submit = (): void => {
    const days = book.value("days", "30");
    void book.save("pause", say("pause.done"), () => book.my.pause(days === "open" ? null : Number(days)));
  };
  const lengths = (["7", "30", "90", "open"] as const).map((days) => [days, say(`pause.${days}`)] as [string, string]);
  return panel(book, {
    name: "pause", first: "days", labelOf, submit, act: "pause.act", save: "pause.yes",
    held: [el("p", {}, say("pause.body", { agency: about.city.agency }))],
    ask: () => [choice(asked(book)("days", "30"), lengths)],
  });
}

function paused(book: Book): HTMLElement {
  const { held: { paused_until: until }, about: { city } } = book;
  const words = until ? say("pause.until", { time: time(until, city.zone) }) : say("pause.open_ended");
  const resume = (): void => void book.save("pause", say("pause.resumed"), () => book.my.resume());
  return el("section", { class: "panel", "aria-labelledby": "title-pause" },
    el("h2", { id: "title-pause" }, say("my.pause")), note(book, "pause"),
    alert("warning", words), trouble(book, "pause"), el("p", { class: "change" }, button(say("pause.resume"), resume)));
}

/** What went wrong in a part that has no form of its own. */
export const trouble = (book: Book, part: string): Child => !book.open && book.last === part && book.trouble && alert("error", book.trouble);
