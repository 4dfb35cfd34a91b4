/** The frame around every page: whose page it is, the language switch, whom to call. */
import { call, type About, type City, Problem } from "./api";
import { alert, button, el, withPhone, type Child } from "./elements";
import { language, say, speak } from "./language";
import type { Key } from "./strings.en";

let draw: () => void = () => undefined;
let city: City | null = null;

/** Start a page: learn whose city it is, then draw; a city that cannot be reached is said, and can be tried again. */
export async function start(open: (about: About) => Promise<() => void> | (() => void)): Promise<void> {
  speak(language());
  draw = () => show(el("p", { class: "lead", role: "status" }, say("frame.loading")));
  draw();
  try {
    const about = await call<About>("GET", "/about");
    city = about.city;
    draw = await open(about);
  } catch (fault) {
    draw = () => showTrouble(fault, () => void start(open));
  }
  draw();
}

export function redraw(): void {
  draw();
}

/** Put a screen into the frame and its heading into the tab; the reader of a new screen starts at its heading. */
export function show(...content: Child[]): void {
  const page = document.getElementById("page");
  if (!page) return;
  const main = el("main", { id: "main", tabindex: -1 }, ...content);
  page.replaceChildren(skip(), header(), main, footer());
  const heading = main.querySelector("h1");
  if (heading) document.title = [heading.textContent, city?.agency].filter(Boolean).join(" · ");
}

export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
  scrollTo({ top: 0 });
}

export const troubleWords = (fault: unknown): string => {
  if (!(fault instanceof Problem)) return say("trouble.unexpected");
  if (fault.status === 0) return say("trouble.body");
  return fault.status === 429 ? say("trouble.busy") : say("trouble.unexpected");
};

function showTrouble(fault: unknown, again: () => void): void {
  const unreachable = !(fault instanceof Problem) || fault.status === 0;
  const words = unreachable ? say("trouble.body") : troubleWords(fault);
  show(el("h1", {}, say("trouble.title")), alert("error", words), el("p", {}), button(say("trouble.again"), again));
}

function skip(): HTMLElement {
  const jump = (event: Event): void => {
    // The fragment of the upload page holds its token and must not be overwritten by "#main".
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return el("a", { class: "usa-skipnav", href: "#main", click: jump }, say("frame.skip"));
}

function header(): HTMLElement {
  const other = language() === "en" ? "es" : "en";
  const turn = (): void => {
    speak(other);
    redraw();
    document.querySelector<HTMLElement>(".banner button")?.focus();
  };
  const change = el("button", { type: "button", class: "usa-button usa-button--outline", lang: other, click: turn,
    title: say("language.switch") }, say("language.other"));
  const name = el("div", { class: "banner__name" }, city?.agency ?? "…", el("small", {}, say("frame.service")));
  return el("header", { class: "banner" }, el("div", { class: "banner__row" }, name, change));
}

const places: [Key, string][] = [
  ["frame.register", "/"], ["frame.my", "/my"], ["frame.faq", "/faq"], ["frame.real", "/real"], ["frame.key", "/key"],
  ["frame.log", "/log"],
];

function footer(): HTMLElement {
  const links = places.map(([key, href]) => {
    const here = location.pathname === href && "page";
    return el("li", {}, el("a", { href, "aria-current": here }, say(key)));
  });
  return el("footer", { class: "footer" }, el("div", { class: "footer__row" },
    el("p", {}, ...(city ? withPhone(say("frame.question"), city) : [])),
    el("p", {}, say("frame.no_watch")),
    el("nav", { "aria-label": say("frame.pages") }, el("ul", { class: "footer__links" }, ...links))));
}
