/** How a registrant is reached: channels, quiet hours, and a new address or number, proved by a code. */
import type { Channel } from "../shared/api";
import { alert, el, facts, spoken } from "../shared/elements";
import { choice, textField, tick, ticks, type Faults } from "../shared/fields";
import type { Changes, Held } from "./api";
import type { Book } from "./book";
import { panel } from "./panel";
import { asked, labelOf, missing, trouble } from "./parts";
import { say } from "./words";

type Way = keyof Held["channels"];
const ways: Way[] = ["text", "email"];
const usual = { from: "22:00", to: "07:00" };

const ticked = (book: Book): Way[] => ways.filter((way) => book.value(`channels.${way}`, book.held.channels[way] ? "yes" : "") === "yes");

const isQuiet = (book: Book): boolean => book.value("has_quiet", book.held.quiet ? "yes" : "") === "yes";

const quietOf = (book: Book): Held["quiet"] => {
  const { from, to } = book.held.quiet ?? usual;
  return isQuiet(book) ? { from: book.value("quiet.from", from), to: book.value("quiet.to", to) } : null;
};

export function channels(book: Book): HTMLElement {
  const { held } = book;
  const words = ways.filter((way) => held.channels[way]).map((way) => say(`channel.${way}`)).join(", ");
  const hours = held.quiet ? say("quiet.hours", held.quiet) : say("quiet.none");
  const submit = (): void => {
    const faults = faultsOf(book);
    if (faults.size) return book.refuse(faults);
    const on = ticked(book);
    const changes: Changes = { channels: { text: on.includes("text"), email: on.includes("email") }, quiet: quietOf(book) };
    void book.save("channels", say("my.saved"), () => book.my.change(changes));
  };
  return panel(book, {
    name: "channels", first: "channels", labelOf, submit,
    held: [
      held.texts_stopped && alert("warning", say("channel.stopped")),
      facts([[say("field.channels"), words], [say("field.quiet"), hours]]),
    ],
    ask: () => questions(book),
    keep: (input) => {
      if (input.name === "has_quiet") document.getElementById("hours")?.toggleAttribute("hidden", !input.checked);
      return false;
    },
  });
}

function faultsOf(book: Book): Faults {
  const faults: Faults = new Map();
  const quiet = quietOf(book);
  if (!ticked(book).length) faults.set("channels", say("errors.channels"));
  if (quiet && !quiet.from) faults.set("quiet.from", say("errors.hour"));
  if (quiet && !quiet.to) faults.set("quiet.to", say("errors.hour"));
  if (quiet?.from && quiet.from === quiet.to) faults.set("quiet.to", say("errors.same_hour"));
  return faults;
}

function questions(book: Book): HTMLElement[] {
  const q = asked(book);
  const { from, to } = book.held.quiet ?? usual;
  const time = { attributes: { type: "time" } };
  return [
    ticks(q("channels", "", { hint: say("field.channels_hint") }), ways.map((way) => [way, say(`channel.${way}`)]), ticked(book)),
    tick(q("has_quiet", book.held.quiet ? "yes" : "", { hint: say("field.has_quiet_hint", { zone: book.about.city.name }) })),
    el("div", { class: "pair", id: "hours", hidden: !isQuiet(book) },
      textField(q("quiet.from", from, time)), textField(q("quiet.to", to, time))),
  ];
}

export function contact(book: Book): HTMLElement {
  const { held } = book;
  const submit = (): void => {
    const faults = missing(book, [["to", ""]]);
    if (faults.size) return book.refuse(faults);
    const channel = book.value("channel", "email") as Channel;
    void book.save("contact", say("contact.sent"), () => book.my.contact(channel, book.value("to", "").trim()));
  };
  const q = asked(book);
  const node = panel(book, {
    name: "contact", first: "channel", labelOf, submit, act: "contact.act", save: "contact.send",
    held: [facts([[say("field.email"), held.email], [say("field.phone"), spoken(held.phone)]])],
    ask: () => [
      el("p", { class: "quiet after-facts" }, say("contact.how")),
      choice(q("channel", "email"), [["email", say("field.email")], ["phone", say("field.phone")]]),
      textField(q("to", "", { attributes: { autocomplete: "off", maxlength: 254, spellcheck: "false" } })),
    ],
  });
  if (held.changing && book.open !== "contact") node.append(codeForm(book, held.changing.to));
  return node;
}

/** The new address counts once its code has come back; until then the old one does. */
function codeForm(book: Book, to: string): HTMLElement {
  const submit = (event: Event): void => {
    event.preventDefault();
    book.last = "contact";
    const code = book.value("code", "").replace(/\D/g, "");
    if (code.length !== 6) return book.refuse(new Map([["code", say("errors.code")]]));
    void book.save("contact", say("contact.done"), () => book.my.confirm(code));
  };
  return el("form", { class: "usa-form group", novalidate: true, submit, input: (event) => book.keep(event.target as HTMLInputElement) },
    el("p", {}, say("contact.waiting", { to })),
    trouble(book, "contact"),
    textField(asked(book)("code", "", {
      hint: say("field.code_hint"),
      attributes: { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 9, spellcheck: "false" },
    })),
    el("button", { class: "usa-button", type: "submit" }, say("contact.confirm")));
}
