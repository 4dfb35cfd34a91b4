/** Who asks, why, for which stretch of time, and how to check that it is real. */
import type { About, Request } from "../shared/api";
import { alert, el, facts, withPhone } from "../shared/elements";
import { say, stretch, time } from "./words";

export function question(about: About, request: Request): HTMLElement[] {
  const { city } = about;
  const check = el("a", { class: "usa-link", href: `/real#${request.code}`, target: "_blank", rel: "noopener" }, say("ask.check"));
  return [
    el("h1", {}, say("ask.title", { agency: city.agency })),
    el("p", { class: "lead" }, say("ask.lead")),
    el("section", { class: "panel" }, facts([
      [say("ask.near"), request.near],
      [say("ask.window"), stretch(request.window.from, request.window.to, city.zone)],
      [say("ask.reason"), request.purpose ? say(`why.${request.purpose}`) : request.reason],
      [say("ask.expires"), time(request.expires_at, city.zone)],
      [say("ask.code"), request.code],
    ])),
    alert("info", [...withPhone(say("ask.real_body", { code: request.code }), city), " ", check], say("ask.real")),
  ];
}
