/** The frame of a page for people who sign in, in the public design: whose page it is, the way in, the way out. */
import { readConfig, type Config, type SignIn } from "./config";
import { Door, Problem } from "./door";
import { alert, button, el, type Child } from "./elements";
import { language, speak } from "./language";
import { Session } from "./session";

/** What such a page says by itself. */
export interface Words {
  service: string;
  skip: string;
  loading: string;
  title: string;
  lead: string;
  signIn: string;
  signOut: string;
  ended: string;
  incomplete: string;
  notIn: string;
  unreachable: string;
  again: string;
  footer: string;
  /** The name of the other language, when the page speaks one. */
  other?: string;
  otherTitle?: string;
}
export interface Signed {
  config: Config;
  door: Door;
}
interface Kind {
  words: () => Words;
  signIn: (config: Config) => SignIn;
  api: (config: Config) => string;
  /** Draws the page of somebody who is in, into `main`; gives back what ends it. */
  open: (signed: Signed, main: HTMLElement) => () => void;
}

let kind: Kind;
let config: Config | null = null;
let session: Session | null = null;
let isIn = false;
let why = "";
let leave: () => void = () => undefined;

export async function start(of: Kind): Promise<void> {
  kind = of;
  draw(el("p", { class: "lead", role: "status" }, kind.words().loading));
  try {
    config = await readConfig();
    session = new Session(kind.signIn(config));
    isIn = await session.open().catch(() => {
      why = kind.words().incomplete;
      return false;
    });
    redraw();
  } catch {
    draw(el("h1", {}, kind.words().title), alert("error", kind.words().unreachable), el("p", {}),
      button(kind.words().again, () => void start(kind)));
  }
}

/** The answer that a page must leave: nobody let this person in, or no longer. */
export function isShut(fault: unknown): boolean {
  if (!(fault instanceof Problem) || ![401, 403].includes(fault.status)) return false;
  out(fault.status === 403 ? kind.words().notIn : kind.words().ended);
  return true;
}

function out(words: string): void {
  why = words;
  isIn = false;
  void session?.forget();
  redraw();
}

function redraw(): void {
  leave();
  leave = () => undefined;
  if (!isIn || !config || !session) return gate();
  const main = draw();
  const door = new Door(kind.api(config), { token: () => session?.token() ?? "", expired: () => undefined });
  leave = kind.open({ config, door }, main);
}

function gate(): void {
  const { title, lead, signIn, unreachable } = kind.words();
  const enter = (): void => void session?.signIn().catch(() => out(unreachable));
  draw(el("h1", {}, title), el("p", { class: "lead" }, lead), why && alert("info", why), el("p", {}), button(signIn, enter));
}

/** Put content into the frame; gives back the place where it stands. */
function draw(...content: Child[]): HTMLElement {
  const main = el("main", { id: "main", tabindex: -1 }, ...content);
  document.title = [kind.words().title, config?.city.agency].filter(Boolean).join(" · ");
  const foot = el("footer", { class: "footer" }, el("div", { class: "footer__row" }, el("p", {}, kind.words().footer)));
  document.getElementById("page")?.replaceChildren(skip(main), header(), main, foot);
  return main;
}

function skip(main: HTMLElement): HTMLElement {
  const jump = (event: Event): void => {
    // What stands behind the # names a place in the page and must not be overwritten by "main".
    event.preventDefault();
    main.focus();
  };
  return el("a", { class: "usa-skipnav", href: "#main", click: jump }, kind.words().skip);
}

function header(): HTMLElement {
  const { service, signOut, other, otherTitle } = kind.words();
  const name = el("div", { class: "banner__name" }, config?.city.agency ?? "…", el("small", {}, service));
  const next = language() === "en" ? "es" : "en";
  const turn = (): void => {
    speak(next);
    redraw();
    document.querySelector<HTMLElement>(".banner button")?.focus();
  };
  const look = "usa-button usa-button--outline";
  const change = other && el("button", { type: "button", class: look, lang: next, title: otherTitle, click: turn }, other);
  const leaving = isIn && el("button", { type: "button", class: look, click: () => void session?.signOut() }, signOut);
  return el("header", { class: "banner" },
    el("div", { class: "banner__row" }, name, el("div", { class: "banner__acts" }, change, leaving)));
}
