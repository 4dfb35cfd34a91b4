/** A kind word why a link is over, and what can still be done. */
import { call, Problem, type About } from "../shared/api";
import { alert, button, el, withPhone, type Child } from "../shared/elements";
import { troubleWords } from "../shared/frame";
import { say } from "./words";

export type End = "declined" | "nothing_recorded" | "closed" | "expired" | "unknown";

const ends: Record<string, End> = { closed: "closed", expired: "expired", "not-found": "unknown" };

/** Which end a refusal means; null when it means none. */
export function endOf(fault: unknown): End | null {
  if (!(fault instanceof Problem)) return null;
  if (fault.status === 404 || fault.status === 401 || fault.status === 403) return "unknown";
  return ends[fault.slug] ?? (fault.status === 410 ? "closed" : null);
}

export function end(about: About, how: End, token: string): Child[] {
  return [
    el("h1", {}, say(`end.${how}`)),
    el("p", { class: "lead" }, ...withPhone(say(`end.${how}_body`), about.city)),
    how === "expired" && renewal(about, token),
  ];
}

/** A new link goes only to the mailbox that was proved at sign-up; who holds the old one sees no more than its shadow. */
function renewal(about: About, token: string): HTMLElement {
  const said = el("div", { role: "status" });
  const ask = async (): Promise<void> => {
    act.disabled = true;
    try {
      const { to } = await call<{ to: string }>("POST", "/links/renewal", { token });
      act.remove();
      said.replaceChildren(alert("success", say("renewal.sent", { to })));
    } catch (fault) {
      act.disabled = false;
      said.replaceChildren(refusal(about, fault));
    }
  };
  const act = button(say("renewal.act"), () => void ask());
  return el("section", { class: "panel", "aria-labelledby": "renewal" },
    el("h2", { id: "renewal" }, say("renewal.title")), el("p", {}, say("renewal.body")), said, el("p", { class: "change" }, act));
}

function refusal({ city }: About, fault: unknown): HTMLElement {
  const isOver = fault instanceof Problem && (fault.status === 404 || fault.status === 410);
  const oftenEnough = fault instanceof Problem && fault.status === 429;
  if (isOver && fault.slug === "closed") return alert("info", say("end.closed_body"));
  if (isOver || oftenEnough) return alert("warning", withPhone(say(isOver ? "renewal.no" : "renewal.often"), city));
  return alert("error", troubleWords(fault));
}
