/** Makes elements without a framework, and without a string of HTML that could carry somebody else's script. */
import type { City } from "./api";
import { say } from "./language";
import type { Key } from "./strings.en";

export type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | undefined>;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter((child): child is Node | string => Boolean(child)));
  return node;
}

export function button(words: string, click: () => void, look = ""): HTMLButtonElement {
  return el("button", { type: "button", class: `usa-button ${look}`.trim(), click }, words);
}

/** A number of this country as people read it out; any other as it is. */
export const spoken = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "$1-$2-$3");

/** Words that name the agency's number, as a number that a phone can dial and that is never broken over two lines. */
export function sayWithPhone(key: Key, city: City, values: Record<string, string> = {}): Child[] {
  const call = el("a", { class: "phone", href: `tel:${city.phone.replace(/[^\d+]/g, "")}` }, spoken(city.phone));
  const [before, after] = say(key, { agency: city.agency, ...values }).split("{phone}");
  return after === undefined ? [before] : [before, call, after];
}

export function alert(kind: "info" | "success" | "warning" | "error", words: string | Child[], title = ""): HTMLElement {
  const slim = title ? "" : " usa-alert--slim";
  return el("div", { class: `usa-alert usa-alert--${kind}${slim}`, role: kind === "error" ? "alert" : undefined },
    el("div", { class: "usa-alert__body" },
      title && el("h2", { class: "usa-alert__heading" }, title),
      el("p", { class: "usa-alert__text" }, ...[words].flat())));
}
