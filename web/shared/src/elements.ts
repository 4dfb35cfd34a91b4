/** Makes elements without a framework, and without a string of HTML that could carry somebody else's script. */

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

export function alert(kind: "info" | "success" | "warning" | "error", words: string | Child[], title = ""): HTMLElement {
  const slim = title ? "" : " usa-alert--slim";
  return el("div", { class: `usa-alert usa-alert--${kind}${slim}`, role: kind === "error" ? "alert" : undefined },
    el("div", { class: "usa-alert__body" },
      title && el("h2", { class: "usa-alert__heading" }, title),
      el("p", { class: "usa-alert__text" }, ...[words].flat())));
}

/** Facts as a list of names and values; the third word is a look. */
export const facts = (lines: [string, Child, string?][]): HTMLElement =>
  el("dl", { class: "facts" }, ...lines.map(([name, value, look]) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: look }, value))));
