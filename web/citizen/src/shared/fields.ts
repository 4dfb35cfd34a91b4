/** Questions in the design system's form, each with its label, its hint and its fault tied together for screen readers. */
import { alert, el, type Child } from "./elements";
import { say } from "./language";

export type Faults = Map<string, string>;
type Options = [value: string, words: string][];

export interface Question {
  name: string;
  label: string;
  hint?: string;
  value: string;
  fault: string | undefined;
  attributes?: Record<string, string | number | boolean>;
}

export function textField(question: Question): HTMLElement {
  const { name, fault } = question;
  const input = el("input", {
    id: name, name, class: `usa-input${fault ? " usa-input--error" : ""}`, type: "text", value: question.value,
    "aria-required": "true", ...described(question), ...question.attributes,
  });
  return group(fault, labelOf(question), hint(question), message(name, fault), input);
}

export function selection(question: Question, options: Options): HTMLElement {
  const { name, fault, value } = question;
  const select = el("select", { id: name, name, class: "usa-select", ...described(question) },
    ...options.map(([option, words]) => el("option", { value: option, selected: option === value }, words)));
  return group(fault, labelOf(question), hint(question), message(name, fault), select);
}

export const choice = (question: Question, options: Options): HTMLElement =>
  several("radio", question, options, [question.value]);

/** Any number of answers; `question.value` is not read. */
export const ticks = (question: Question, options: Options, ticked: string[]): HTMLElement =>
  several("checkbox", question, options, ticked);

function several(type: "radio" | "checkbox", question: Question, options: Options, chosen: string[]): HTMLElement {
  const { name, fault } = question;
  const answers = options.map(([option, words]) => el("div", { class: `usa-${type}` },
    el("input", { class: `usa-${type}__input`, type, id: `${name}-${option}`, name, value: option,
      checked: chosen.includes(option) }),
    el("label", { class: `usa-${type}__label`, for: `${name}-${option}` }, words)));
  const legend = el("legend", { class: "usa-legend" }, question.label);
  return group(fault, el("fieldset", { class: "usa-fieldset", id: name, ...described(question) },
    legend, hint(question), message(name, fault), ...answers));
}

export function tick(question: Question): HTMLElement {
  const { name, fault, value } = question;
  const box = el("input", { class: "usa-checkbox__input", type: "checkbox", id: name, name, value: "yes",
    checked: value === "yes", ...described(question) });
  const label = el("label", { class: "usa-checkbox__label", for: name }, question.label);
  return group(fault, message(name, fault), el("div", { class: "usa-checkbox" }, box, label), hint(question));
}

/** The list of faults above a form; each entry leads to its question. */
export function summary(faults: Faults, label: (name: string) => string): HTMLElement | null {
  if (!faults.size) return null;
  const box = alert("error", "", say(faults.size === 1 ? "errors.one" : "errors.many", { count: faults.size }));
  const links = [...faults].map(([name, words]) => {
    const go = (event: Event): void => {
      event.preventDefault();
      focusOn(name);
    };
    return el("li", {}, el("a", { class: "usa-link", href: `#${name}`, click: go }, `${label(name)}: ${words}`));
  });
  box.querySelector("p")?.replaceWith(el("ul", {}, ...links));
  box.setAttribute("tabindex", "-1");
  box.id = "faults";
  return box;
}

/** Take the reader to a question; of several answers, to the chosen one, else to the first. */
export function focusOn(id: string): void {
  const target = document.getElementById(id);
  (target instanceof HTMLFieldSetElement ? target.querySelector<HTMLElement>("input:checked") ?? target.querySelector("input") : target)?.focus();
}

function described({ name, hint: words, fault }: Question): Record<string, string> {
  const ids = [words && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(" ");
  return { ...(ids && { "aria-describedby": ids }), ...(fault && { "aria-invalid": "true" }) };
}

const labelOf = ({ name, label }: Question): HTMLElement => el("label", { class: "usa-label", for: name }, label);

const hint = ({ name, hint: words }: Question): Child =>
  words && el("div", { class: "usa-hint", id: `${name}-hint` }, words);

const message = (name: string, fault: string | undefined): Child =>
  fault && el("span", { class: "usa-error-message", id: `${name}-fault` }, fault);

const group = (fault: string | undefined, ...children: Child[]): HTMLElement =>
  el("div", { class: `usa-form-group${fault ? " usa-form-group--error" : ""}` }, ...children);
