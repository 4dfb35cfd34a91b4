/** The public page of the custody log: its newest signed head, who outside the center signed it too, and how to check. */
import { call, Problem, type City } from "../shared/api";
import { alert, button, el, facts, withPhone, type Child } from "../shared/elements";
import { show, start } from "../shared/frame";
import { count } from "@open-rtcc/shared/language";
import { isByLog, watched, type Watched, type Witness } from "./checking";
import { readHead, type Head } from "./note";
import { say, time } from "./words";

interface SealKey {
  /** SHA-256 of the public key, in hex. */
  fingerprint: string;
  /** DER, in base64. */
  public_key: string;
  witnesses: Witness[];
}
/** The head as it was when the page asked for it; null while nothing is sealed. */
interface Read {
  key: SealKey;
  note: string;
  head: Head | null;
  since: string | null;
  isSigned: boolean;
  watched: Watched[];
}

async function read(): Promise<Read> {
  const key = await call<SealKey>("GET", "/seal-key");
  const answer = await fetch("/log/checkpoint", { cache: "no-store" }).catch(() => null);
  if (!answer) throw new Problem(0, "unreachable");
  if (answer.status === 404 || answer.status === 403) return { key, note: "", head: null, since: null, isSigned: false, watched: [] };
  if (!answer.ok) throw new Problem(answer.status, "unexpected");
  const note = await answer.text();
  const head = readHead(note);
  return { key, note, head, since: answer.headers.get("Last-Modified"), isSigned: await isByLog(head, key.public_key),
    watched: await watched(head, key.witnesses) };
}

void start(async (about) => {
  let now = await read();
  const draw = (): void => {
    const { agency } = about.city;
    show(
      el("h1", {}, say("log.title")),
      el("p", { class: "lead" }, say("log.lead", { agency })),
      newest(now, about.city, again),
      el("h2", { class: "after" }, say("log.witnesses")),
      el("p", {}, say("log.witnesses_body", { agency })),
      witnesses(now, about.city),
      ...howTo(now, agency));
  };
  const again = async (): Promise<void> => {
    now = await read();
    draw();
    const told = document.getElementById("read");
    if (told) told.textContent = say("log.read");
    document.getElementById("again")?.focus();
  };
  return draw;
});

function newest({ head, since, isSigned, key }: Read, city: City, again: () => Promise<void>): HTMLElement {
  const reread = button(say("log.again"), () => void again(), "usa-button--outline");
  reread.id = "again";
  const holds = isSigned ? say("log.holds") : alert("error", withPhone(say("log.broken"), city));
  const lines: [string, Child, string?][] = head ? [
    [say("log.size"), count(Number(head.size))],
    ...(since ? [[say("log.sealed"), time(since, city.zone, { dateStyle: "full", timeStyle: "medium" })] as [string, Child]] : []),
    [say("log.root"), head.root, "digest"],
    [say("log.signature"), holds],
  ] : [];
  const print = el("a", { class: "usa-link", href: "/key" }, key.fingerprint);
  return el("div", { class: "panel" },
    el("h2", {}, say("log.newest")),
    head ? facts([...lines, [say("log.key"), print, "digest"]]) : el("p", {}, say("log.none")),
    el("p", { class: "row after-facts" }, reread, el("span", { id: "read", role: "status" })));
}

function witnesses({ head, key, watched: found }: Read, city: City): HTMLElement {
  if (!key.witnesses.length) return alert("info", say("log.no_witness"));
  const shown = head ? found : key.witnesses.map(({ name }) => ({ name, when: null, holds: null }));
  return el("div", { class: "panel" }, facts(shown.map((one) => [one.name, said(one, city)])));
}

function said({ when, holds }: Watched, city: City): string {
  if (!when) return say("log.waiting");
  const values = { when: time(when.toISOString(), city.zone, { dateStyle: "long", timeStyle: "medium" }) };
  return say(holds ? "log.signed_at" : holds === null ? "log.unchecked_at" : "log.false_at", values);
}

/** What anybody can do without believing this page. */
function howTo({ key, note }: Read, agency: string): Child[] {
  const lines = key.witnesses.map((one) => ` \\\n  --witness ${one.key}`).join("");
  const verify = `python3 verify_release.py package.zip \\\n  --fingerprint ${key.fingerprint}${lines}`;
  const parts: ["keep" | "package" | "watch", string][] = [
    ["keep", `curl -o head.txt ${location.origin}/log/checkpoint`],
    ["package", verify],
    ["watch", "python3 witness.py make-key --name YOUR.ADDRESS --state FOLDER"],
  ];
  return [
    el("h2", { class: "after" }, say("log.how")),
    el("p", {}, say("log.how_body", { agency })),
    ...parts.flatMap(([part, command]) => [
      el("h3", {}, say(`log.${part}`)),
      el("p", {}, say(`log.${part}_body`, { agency })),
      el("pre", { class: "digest" }, command),
    ]),
    note && el("h3", {}, say("log.head")),
    note && el("pre", { class: "digest" }, note),
    el("h2", { class: "after" }, say("log.open")),
    el("p", {}, say("log.open_body")),
  ];
}
