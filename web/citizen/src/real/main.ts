/** "Is this real?": checks the code of a message, and says who sent it, or warns. */
import { call, Problem, type About, type City } from "../shared/api";
import { alert, el, facts, withPhone, type Child } from "../shared/elements";
import { textField } from "../shared/fields";
import { redraw, show, start, troubleWords } from "../shared/frame";
import { codeOf } from "./code";
import { say, time } from "./words";

interface Real {
  agency: string;
  phone: string;
  sent_at: string;
}
type Answer = { code: string; real: Real | null } | null;

let typed = "";
let fault = "";
let trouble = "";
let answer: Answer = null;

async function check(): Promise<void> {
  fault = trouble = "";
  answer = null;
  const code = codeOf(typed);
  if (!code) {
    fault = say("real.fault");
    redraw();
    return document.getElementById("code")?.focus();
  }
  try {
    answer = { code, real: await call<Real>("GET", `/real/${code}`) };
  } catch (refused) {
    if (refused instanceof Problem && refused.status === 404) answer = { code, real: null };
    else trouble = troubleWords(refused);
  }
  redraw();
  document.getElementById("answer")?.focus();
}

function form(): HTMLElement {
  const ask = (event: Event): void => {
    event.preventDefault();
    void check();
  };
  const keep = (event: Event): void => void (typed = (event.target as HTMLInputElement).value);
  return el("form", { class: "usa-form panel", novalidate: true, submit: ask, input: keep },
    textField({ name: "code", label: say("real.code"), hint: say("real.hint"), value: typed, fault: fault || undefined,
      attributes: { autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 12 } }),
    el("button", { class: "usa-button", type: "submit" }, say("real.check")));
}

function said(about: About): Child {
  if (trouble) return alert("error", trouble);
  if (!answer) return null;
  const { code, real } = answer;
  return el("section", { id: "answer", tabindex: -1, class: "answer" },
    real ? genuine(code, real, about.city) : alert("warning", withPhone(say("real.no_body", { code }), about.city), say("real.no")));
}

function genuine(code: string, { agency, phone, sent_at: at }: Real, { zone, ...city }: City): HTMLElement {
  const [call] = withPhone("{phone}", { ...city, zone, phone }).slice(1);
  return el("div", {},
    alert("success", say("real.yes_body", { code }), say("real.yes")),
    el("div", { class: "panel" }, facts([
      [say("real.agency"), agency], [say("real.phone"), call], [say("real.sent"), time(at, zone)],
    ]), el("p", { class: "quiet after" }, say("real.look_alike"))));
}

const never = (about: About): HTMLElement => el("section", {},
  el("h2", { class: "after" }, say("real.never")),
  el("ul", {}, el("li", {}, say("real.never_1")), el("li", {}, say("real.never_2")), el("li", {}, say("real.never_3"))),
  el("p", {}, ...withPhone(say("real.call"), about.city)));

// A second code opened in the same tab changes only the fragment.
addEventListener("hashchange", () => location.reload());
void start(async (about) => {
  typed = decodeURIComponent(location.hash.slice(1)).slice(0, 12);
  if (codeOf(typed)) void check();
  return () => show(el("h1", {}, say("real.title")), el("p", { class: "lead" }, say("real.lead")), form(), said(about), never(about));
});
