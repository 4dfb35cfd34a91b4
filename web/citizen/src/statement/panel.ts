/** The statement: shown as the city drafted it, signed by the sender's own name, over everything that arrived. */
import { call, Problem, type Statement } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { language, say, type Key } from "./words";

interface Signed {
  signed_at: string;
  name: string;
  files: { id: string }[];
}

/** `arrived` is how many files the statement would speak of now. */
export function statementPanel(statement: Statement, arrived: number, token: string): HTMLElement {
  const panel = el("section", { class: "panel", "aria-labelledby": "statement-title" });
  const draw = (): void => panel.replaceChildren(
    el("h2", { id: "statement-title" }, say("statement.title")),
    ...(isCovered(statement, arrived) ? done(statement) : form(statement, token, draw)));
  draw();
  return panel;
}

export const isCovered = ({ signed }: Statement, arrived: number): boolean => Boolean(signed && signed.files >= arrived);

const done = ({ signed }: Statement): HTMLElement[] =>
  [alert("success", say("statement.signed_body"), say("statement.signed", { name: signed?.name ?? "" }))];

function form(statement: Statement, token: string, draw: () => void): HTMLElement[] {
  const speaks = language();
  const name = el("input", { class: "usa-input", id: "signer", autocomplete: "name", maxlength: 200 });
  const role = el("input", { class: "usa-input", id: "signer-role", autocomplete: "organization-title", maxlength: 200 });
  const agree = el("input", { class: "usa-checkbox__input", id: "agree", type: "checkbox" });
  const words = el("div", { role: "status" });
  const say_ = (key: Key): void => words.replaceChildren(alert("error", say(key)));
  const isCustodian = statement.kind === "custodian";
  const press = button(say("statement.sign"), () => void sign());
  const sign = async (): Promise<void> => {
    if (!name.value.trim() || !agree.checked) return say_("statement.bad");
    if (isCustodian && !role.value.trim()) return say_("statement.bad_role");
    press.disabled = true;
    const body = { name: name.value, title: isCustodian ? role.value : "", language: speaks, version: statement.version, agreed: true };
    try {
      const signed = await call<Signed>("POST", "/request/statement", body, token);
      statement.signed = { name: signed.name, at: signed.signed_at, files: signed.files.length };
      draw();
    } catch (fault) {
      press.disabled = false;
      say_(fault instanceof Problem && fault.slug === "statement-renewed" ? "statement.renewed" : "statement.failed");
    }
  };
  return [
    el("p", {}, say(statement.signed ? "statement.more" : "statement.lead")),
    el("div", { class: "consent", lang: speaks }, statement.text[speaks]),
    ...(statement.unreviewed.includes(speaks) ? [alert("info", say("statement.unreviewed"))] : []),
    el("label", { class: "usa-label", for: "signer" }, say("statement.name")), name,
    ...(isCustodian ? [el("label", { class: "usa-label", for: "signer-role" }, say("statement.role")), role] : []),
    el("div", { class: "usa-checkbox" }, agree, el("label", { class: "usa-checkbox__label", for: "agree" }, say("statement.agree"))),
    words,
    el("div", { class: "row" }, press),
  ];
}
