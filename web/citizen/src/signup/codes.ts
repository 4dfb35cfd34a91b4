/** The second screen: both channels are proved before anybody may be asked for anything. */
import { type Channel, type Registered } from "../shared/api";
import { alert, button, el, type Child } from "../shared/elements";
import { summary, textField, type Faults } from "../shared/fields";
import { say } from "./words";

export interface CodesState {
  registered: Registered;
  confirmed: Channel[];
  typed: Record<Channel, string>;
  faults: Faults;
  trouble: string;
}

export const channels: Channel[] = ["email", "phone"];

export function codes(state: CodesState, submit: () => void, restart: () => void): Child[] {
  const ask = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  const keep = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    state.typed[input.name === "code-email" ? "email" : "phone"] = input.value;
  };
  return [
    el("h1", {}, say("codes.title")),
    el("p", { class: "lead" }, say("codes.lead")),
    el("section", { class: "panel" },
      summary(state.faults, (name) => say(name === "code-email" ? "codes.email" : "codes.phone")),
      state.trouble && alert("error", state.trouble),
      el("form", { class: "usa-form", novalidate: true, submit: ask, input: keep },
        ...channels.map((channel) => field(state, channel)),
        el("button", { class: "usa-button usa-button--big", type: "submit" }, say("codes.submit")))),
    el("p", { class: "quiet" }, say("codes.help")),
    button(say("codes.restart"), restart, "usa-button--unstyled"),
  ];
}

function field(state: CodesState, channel: Channel): HTMLElement {
  if (state.confirmed.includes(channel)) {
    return el("p", { class: "done-mark" }, `✓ ${say(`codes.${channel}_done`)}`);
  }
  const name = `code-${channel}`;
  return textField({
    name, label: say(`codes.${channel}`), hint: say("codes.hint"), value: state.typed[channel],
    fault: state.faults.get(name),
    attributes: { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 9, spellcheck: "false" },
  });
}

export function done(): HTMLElement[] {
  return [
    el("h1", {}, say("done.title")),
    el("p", { class: "lead" }, say("done.lead")),
    el("section", { class: "panel" },
      el("h2", {}, say("done.next")),
      el("ul", {},
        el("li", {}, say("done.next_1")), el("li", {}, say("done.next_2")), el("li", {}, say("done.next_3")), el("li", {}, say("done.next_4"))),
      el("p", {}, el("a", { class: "usa-link", href: "/my" }, say("frame.my")))),
  ];
}
