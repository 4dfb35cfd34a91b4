/** Who asks, why, for which stretch of time, how to check that it is real; and the way to say no. */
import type { About, Request } from "../shared/api";
import { alert, button, el, withPhone } from "../shared/elements";
import { say, stretch, time } from "./words";

export function question(about: About, request: Request): HTMLElement[] {
  const { agency, zone } = about.city;
  const facts: [string, string][] = [
    [say("ask.near"), request.near],
    [say("ask.window"), stretch(request.window.from, request.window.to, zone)],
    [say("ask.reason"), request.purpose ? say(`why.${request.purpose}`) : request.reason],
    [say("ask.expires"), time(request.expires_at, zone)],
    [say("ask.reference"), request.id],
  ];
  return [
    el("h1", {}, say("ask.title", { agency })),
    el("p", { class: "lead" }, say("ask.lead")),
    el("section", { class: "panel" },
      el("dl", { class: "facts" }, ...facts.map(([label, value]) =>
        el("div", {}, el("dt", {}, label), el("dd", {}, value))))),
    alert("info", withPhone(say("ask.real_body", { reference: request.id }), about.city), say("ask.real")),
  ];
}

export function noThanks(decline: () => void): HTMLElement {
  const dialog = el("dialog", { "aria-labelledby": "sure" },
    el("h2", { id: "sure" }, say("ask.decline_sure")),
    el("p", {}, say("ask.decline_body")),
    el("div", { class: "row" },
      button(say("ask.decline_yes"), () => (dialog.close(), decline())),
      button(say("ask.decline_back"), () => dialog.close(), "usa-button--outline")));
  return el("section", { class: "panel" },
    el("div", { class: "row" },
      button(say("ask.decline"), () => dialog.showModal(), "usa-button--outline"),
      el("span", { class: "quiet" }, say("ask.decline_hint"))),
    dialog);
}

export type End = "declined" | "closed" | "expired" | "unknown";

export function end(about: About, how: End): HTMLElement[] {
  return [
    el("h1", {}, say(`end.${how}`)),
    el("p", { class: "lead" }, ...withPhone(say(`end.${how}_body`), about.city)),
  ];
}
