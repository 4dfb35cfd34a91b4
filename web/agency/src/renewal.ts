/** More time: a share that is over is never a dead end. */
import { alert, button, el } from "@open-rtcc/shared/elements";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Agency, Share } from "./api";
import { moment } from "./list";
import { say } from "./strings";

const mostWhy = 200;

export function moreTime(agency: Agency, share: Share, zone: string): HTMLElement {
  const place = el("div", { "aria-live": "polite" });
  const node = el("section", { class: "panel", "aria-labelledby": "time" },
    el("h2", { id: "time" }, say("time.title")), el("p", {}, say(share.is_expired ? "time.over" : "time.until", {
      until: moment(share.expires_at, zone),
    })), place);
  const asked = (at: string): void => place.replaceChildren(alert("success", say("time.asked", { at: moment(at, zone) })));
  if (share.renewal_asked_at) asked(share.renewal_asked_at);
  else place.append(...form(async (why) => asked((await agency.askForTime(share.id, why)).renewal_asked_at ?? new Date().toISOString())));
  return node;
}

function form(send: (why: string) => Promise<void>): HTMLElement[] {
  const fault = el("div", { role: "alert" });
  const why = el("input", { class: "usa-input", id: "why", type: "text", maxlength: mostWhy, "aria-required": "true" });
  const ask = button(say("time.ask"), () => {
    const words = why.value.trim();
    fault.replaceChildren();
    if (!words) {
      fault.append(el("p", { class: "usa-error-message" }, say("time.no_why")));
      return why.focus();
    }
    ask.disabled = true;
    send(words).catch((broken: unknown) => {
      ask.disabled = false;
      if (!isShut(broken)) fault.append(alert("warning", say("time.unsent")));
    });
  }, "usa-button--outline");
  return [fault, el("label", { class: "usa-label", for: "why" }, say("time.why")), why, el("div", { class: "row" }, ask)];
}
