/** The way in: a link by e-mail, and no password. Whoever is registered and who is not get the same answer. */
import type { About } from "../shared/api";
import { alert, el, withPhone, type Child } from "../shared/elements";
import { textField } from "../shared/fields";
import { focusHeading, redraw, troubleWords } from "../shared/frame";
import { askForLink } from "./api";
import { say } from "./words";

const state = { email: "", fault: "", trouble: "", sent: false };

async function ask(): Promise<void> {
  state.fault = state.trouble = "";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(state.email.trim())) {
    state.fault = say("errors.email");
    redraw();
    return document.getElementById("email")?.focus();
  }
  try {
    await askForLink(state.email.trim());
    state.sent = true;
  } catch (fault) {
    state.trouble = troubleWords(fault);
  }
  redraw();
  if (state.sent) focusHeading();
}

export function signIn(about: About, why: string): Child[] {
  return state.sent ? sent(about) : [
    el("h1", {}, say("my.title")),
    el("p", { class: "lead" }, say("enter.lead")),
    why && alert("info", why),
    form(),
    el("p", { class: "quiet" }, ...withPhone(say("enter.help"), about.city)),
  ];
}

function form(): HTMLElement {
  const submit = (event: Event): void => {
    event.preventDefault();
    void ask();
  };
  const keep = (event: Event): void => void (state.email = (event.target as HTMLInputElement).value);
  return el("form", { class: "usa-form panel", novalidate: true, submit, input: keep },
    state.trouble && alert("error", state.trouble),
    textField({ name: "email", label: say("field.email"), hint: say("enter.hint"), value: state.email, fault: state.fault || undefined,
      attributes: { type: "email", autocomplete: "email", maxlength: 254, spellcheck: "false" } }),
    el("button", { class: "usa-button", type: "submit" }, say("enter.send")));
}

const sent = (about: About): Child[] => [
  el("h1", {}, say("enter.sent")),
  el("p", { class: "lead" }, say("enter.sent_body", { email: state.email.trim() })),
  el("p", { class: "quiet" }, ...withPhone(say("enter.none"), about.city)),
];
