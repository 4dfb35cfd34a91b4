/** The answers that send nothing: nothing was recorded, later, no thanks. */
import { call, type Answer, type Request } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { say } from "./words";

/** An answer that ends the request is asked for twice, since it cannot be taken back; "later" ends nothing. */
const ending: Answer[] = ["nothing_recorded", "no_thanks"];

export const send = (token: string, answer: Answer): Promise<{ state: Request["state"] }> =>
  call("POST", "/request/answer", { answer }, token);

/** What may be answered now; null when nothing of it may. */
export function answers(request: Request, give: (answer: Answer) => void): HTMLElement | null {
  if (!request.answers.length) return null;
  const dialogs = request.answers.filter((answer) => ending.includes(answer)).map((answer) => [answer, sure(answer, give)] as const);
  const ask = (answer: Answer): void => {
    const dialog = dialogs.find(([of]) => of === answer)?.[1];
    if (dialog) dialog.showModal();
    else give(answer);
  };
  return el("section", { class: "panel", "aria-labelledby": "answers" },
    el("h2", { id: "answers" }, say("answers.title")),
    el("p", { class: "quiet" }, say("answers.hint")),
    el("div", { class: "row" }, ...request.answers.map((answer) =>
      button(say(`answers.${answer}`), () => ask(answer), "usa-button--outline"))),
    ...dialogs.map(([, dialog]) => dialog));
}

function sure(answer: Answer, give: (answer: Answer) => void): HTMLDialogElement {
  const id = `sure-${answer}`;
  const dialog = el("dialog", { "aria-labelledby": id },
    el("h2", { id }, say(`answers.${answer}_sure` as "answers.no_thanks_sure")),
    el("p", {}, say(`answers.${answer}_body` as "answers.no_thanks_body")),
    el("div", { class: "row" },
      button(say(`answers.${answer}_yes` as "answers.no_thanks_yes"), () => (dialog.close(), give(answer))),
      button(say("answers.back"), () => dialog.close(), "usa-button--outline")));
  return dialog;
}

/** They said "later": the page stays open to them, and says so. */
export const postponed = (until: string): HTMLElement =>
  el("div", { id: "postponed", tabindex: -1, role: "status" }, alert("success", say("answers.postponed", { time: until })));
