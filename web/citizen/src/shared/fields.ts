/** Questions in the design system's form, each with its label, its hint and its fault tied together for screen readers. */
import { alert, el, type Child } from "./elements";
import { say } from "./language";

export type Faults = Map<string, string>;

interface Question {
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
  const label = el("label", { class: "usa-label", for: name }, question.label);
  return group(fault, label, hint(question), message(name, fault), input);
}

export function choice(question: Question, options: [string, string][]): HTMLElement {
  const { name, fault, value } = question;
  const radios = options.map(([option, words]) => el("div", { class: "usa-radio" },
    el("input", { class: "usa-radio__input", type: "radio", id: `${name}-${option}`, name, value: option,
      checked: option === value }),
    el("label", { class: "usa-radio__label", for: `${name}-${option}` }, words)));
  const legend = el("legend", { class: "usa-legend" }, question.label);
  const set = el("fieldset", { class: "usa-fieldset", id: name, ...described(question) },
    legend, hint(question), message(name, fault), ...radios);
  return group(fault, set);
}

export function tick(question: Question): HTMLElement {
  const { name, fault, value } = question;
  const box = el("input", { class: "usa-checkbox__input", type: "checkbox", id: name, name, value: "yes",
    checked: value === "yes", ...described(question) });
  const label = el("label", { class: "usa-checkbox__label", for: name }, question.label);
  return group(fault, message(name, fault), el("div", { class: "usa-checkbox" }, box, label));
}

/** The list of faults above a form; each entry leads to its question. */
export function summary(faults: Faults, label: (name: string) => string): HTMLElement | null {
  if (!faults.size) return null;
  const box = alert("error", "", say(faults.size === 1 ? "errors.one" : "errors.many", { count: faults.size }));
  const links = [...faults].map(([name, words]) => {
    const go = (event: Event): void => {
      event.preventDefault();
      const target = document.getElementById(name);
      (target instanceof HTMLFieldSetElement ? target.querySelector("input") : target)?.focus();
    };
    return el("li", {}, el("a", { class: "usa-link", href: `#${name}`, click: go }, `${label(name)}: ${words}`));
  });
  box.querySelector("p")?.replaceWith(el("ul", {}, ...links));
  box.setAttribute("tabindex", "-1");
  box.id = "faults";
  return box;
}

function described({ name, hint: words, fault }: Question): Record<string, string> {
  const ids = [words && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(" ");
  return { ...(ids && { "aria-describedby": ids }), ...(fault && { "aria-invalid": "true" }) };
}

const hint = ({ name, hint: words }: Question): Child =>
  words && el("div", { class: "usa-hint", id: `${name}-hint` }, words);

const message = (name: string, fault: string | undefined): Child =>
  fault && el("span", { class: "usa-error-message", id: `${name}-fault` }, fault);

const group = (fault: string | undefined, ...children: Child[]): HTMLElement =>
  el("div", { class: `usa-form-group${fault ? " usa-form-group--error" : ""}` }, ...children);
