/** The first screen: what the registry can and cannot do, then the questions. */
import type { About } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { choice, summary, textField, tick, type Faults } from "../shared/fields";
import { language, say } from "./words";
import type { Key } from "./words";
import type { Draft } from "./draft";

export interface FormState {
  draft: Draft;
  faults: Faults;
  trouble: string;
  sending: boolean;
}

export function introduction(about: About): HTMLElement[] {
  const promise = (what: Key, why: Key): HTMLElement =>
    el("li", {}, el("strong", {}, say(what)), say(why));
  return [
    el("h1", {}, say("signup.title")),
    el("p", { class: "lead" }, say("signup.lead", { agency: about.city.agency })),
    el("ul", { class: "promises" },
      promise("signup.cannot_watch", "signup.cannot_watch_why"),
      promise("signup.only_ask", "signup.only_ask_why"),
      promise("signup.say_no", "signup.say_no_why")),
  ];
}

export function form(about: About, state: FormState, submit: () => void): HTMLElement {
  const ask = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  const keep = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const ticked = input.type !== "checkbox" || input.checked;
    if (input.name in state.draft) state.draft[input.name as keyof Draft] = ticked ? input.value : "";
  };
  const send = el("button", { class: "usa-button usa-button--big", type: "submit", disabled: state.sending },
    say(state.sending ? "signup.sending" : "signup.submit"));
  return el("section", { class: "panel", "aria-labelledby": "form-title" },
    el("h2", { id: "form-title" }, say("signup.form")),
    el("p", { class: "quiet" }, say("signup.required")),
    summary(state.faults, (name) => say(name === "consent" ? "signup.consent_title" : (`signup.${name}` as Key))),
    state.trouble && alert("error", state.trouble),
    el("form", { class: "usa-form", novalidate: true, submit: ask, input: keep, change: keep, autocomplete: "on" },
      ...questions(state), ...consent(about, state), send));
}

function questions({ draft, faults }: FormState): HTMLElement[] {
  const q = (name: keyof Draft, hint = "", attributes: Record<string, string | number> = {}) => ({
    name, label: say(`signup.${name}` as Key), hint, value: draft[name], fault: faults.get(name), attributes,
  });
  return [
    choice(q("kind"), [
      ["resident", say("signup.kind.resident")],
      ["business", say("signup.kind.business")],
      ["institution", say("signup.kind.institution")],
    ]),
    textField(q("name", say("signup.name_hint"), { autocomplete: "name", maxlength: 120 })),
    textField(q("email", "", { type: "email", autocomplete: "email", maxlength: 254, spellcheck: "false" })),
    textField(q("phone", say("signup.phone_hint", { example: "318-555-0142" }),
      { type: "tel", autocomplete: "tel-national", maxlength: 24 })),
    textField(q("address", say("signup.address_hint"), { autocomplete: "street-address", maxlength: 160 })),
    textField(q("cameras", "", { inputmode: "numeric", maxlength: 2, autocomplete: "off" })),
    textField(q("safe_word", say("signup.safe_word_hint"), { autocomplete: "off", maxlength: 20, spellcheck: "false" })),
    choice(q("language"), [["en", say("signup.language.en")], ["es", say("signup.language.es")]]),
  ];
}

/** The text that binds is the English one; a translation that nobody certified says so and shows it too. */
function consent(about: About, { draft, faults }: FormState): (HTMLElement | string)[] {
  const { text } = about.consent;
  const unreviewed = say("frame.unreviewed");
  return [
    el("h2", {}, say("signup.consent_title")),
    el("p", { class: "consent" }, text[language()]),
    ...(unreviewed ? [alert("info", unreviewed), el("p", { class: "consent", lang: "en" }, text.en)] : []),
    tick({ name: "consent", label: say("signup.consent"), value: draft.consent, fault: faults.get("consent") }),
  ];
}

/** A kind answer for somebody whose help the city cannot take. */
export function outside(about: About, change: () => void): HTMLElement[] {
  return [
    el("h1", {}, say("outside.title", { city: about.city.name })),
    el("p", { class: "lead" }, say("outside.body")),
    button(say("outside.change"), change, "usa-button--outline"),
  ];
}
