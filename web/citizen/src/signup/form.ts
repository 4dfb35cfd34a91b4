/** The first screen: what the registry can and cannot do, then the questions. */
import { keepGroup, type Group } from "../cameras/draft";
import { groupsOf, labelOfGroup } from "../cameras/groups";
import type { Place } from "../place/place";
import type { About } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { choice, summary, textField, tick, type Faults, type Question } from "../shared/fields";
import { speaksFor, type Draft } from "./draft";
import { language, say, type Key } from "./words";

export interface FormState {
  draft: Draft;
  groups: Group[];
  place: Place;
  faults: Faults;
  trouble: string;
  sending: boolean;
}
interface Acts {
  submit: () => void;
  /** A group of cameras was added or removed: draw again, and go to this field. */
  changed: (focus: string) => void;
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

export function form(about: About, state: FormState, { submit, changed }: Acts): HTMLElement {
  const ask = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  const send = el("button", { class: "usa-button usa-button--big", type: "submit", disabled: state.sending },
    say(state.sending ? "signup.sending" : "signup.submit"));
  const keep = (event: Event): void => keepAnswer(state, event.target as HTMLInputElement, event.type);
  return el("section", { class: "panel", "aria-labelledby": "form-title" },
    el("h2", { id: "form-title" }, say("signup.form")),
    el("p", { class: "quiet" }, say("signup.required")),
    summary(state.faults, labelOf),
    state.trouble && alert("error", state.trouble),
    el("form", { class: "usa-form", novalidate: true, submit: ask, input: keep, change: keep, autocomplete: "on" },
      ...contact(state), ...where(state),
      groupsOf(state.groups, state.faults, changed),
      ...messages(state), ...consent(about, state), send));
}

function labelOf(name: string): string {
  if (name.startsWith("cameras")) return labelOfGroup(name);
  return say(name === "consent" ? "signup.consent_title" : (`signup.${name}` as Key));
}

function keepAnswer(state: FormState, input: HTMLInputElement, event: string): void {
  if (keepGroup(state.groups, input) || !(input.name in state.draft)) return;
  const ticked = input.type !== "checkbox" || input.checked;
  state.draft[input.name as keyof Draft] = ticked ? input.value : "";
  if (input.name === "kind") document.getElementById("authorized")?.toggleAttribute("hidden", !speaksFor(state.draft));
  if (input.name === "address" && event === "change") void state.place.look(input.value);
}

const asked = ({ draft, faults }: FormState) => (name: keyof Draft, hint = "", attributes: Question["attributes"] = {}): Question => ({
  name, label: say(`signup.${name}` as Key), hint, value: draft[name], fault: faults.get(name), attributes,
});

function contact(state: FormState): HTMLElement[] {
  const q = asked(state);
  const kinds = (["resident", "business", "institution"] as const).map((kind) => [kind, say(`signup.kind.${kind}`)] as [string, string]);
  const plain = { spellcheck: "false" };
  return [
    choice(q("kind"), kinds),
    authorized(state),
    textField(q("name", say("signup.name_hint"), { autocomplete: "name", maxlength: 120 })),
    textField(q("email", "", { type: "email", autocomplete: "email", maxlength: 254, ...plain })),
    textField(q("phone", say("signup.phone_hint", { example: "318-555-0142" }),
      { type: "tel", autocomplete: "tel-national", maxlength: 24 })),
  ];
}

/** Who registers for a business or an institution says that they may. */
function authorized(state: FormState): HTMLElement {
  const q = asked(state);
  return el("fieldset", { class: "usa-fieldset group", id: "authorized", hidden: !speaksFor(state.draft) },
    el("legend", { class: "usa-legend" }, say("signup.authorized")),
    el("p", { class: "consent" }, say("signup.authorized_text")),
    el("div", { class: "pair" },
      textField(q("authorized_name", "", { autocomplete: "off", maxlength: 120 })),
      textField(q("authorized_title", say("signup.authorized_title_hint"), { autocomplete: "organization-title", maxlength: 120 }))));
}

const where = (state: FormState): HTMLElement[] => [
  textField(asked(state)("address", say("signup.address_hint"), { autocomplete: "street-address", maxlength: 160 })),
  state.place.draw(),
];

function messages(state: FormState): HTMLElement[] {
  const q = asked(state);
  return [
    el("h3", {}, say("signup.messages")),
    textField(q("safe_word", say("signup.safe_word_hint"), { autocomplete: "off", maxlength: 20, spellcheck: "false" })),
    choice(q("language"), [["en", say("signup.language.en")], ["es", say("signup.language.es")]]),
  ];
}

/** The text that binds is the English one; a translation that nobody certified says so and shows it too. */
function consent(about: About, { draft, faults }: FormState): (HTMLElement | string)[] {
  const { text } = about.consent;
  const unreviewed = say("frame.unreviewed");
  return [
    el("h3", {}, say("signup.consent_title")),
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
