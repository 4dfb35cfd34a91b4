/** Asked before a file is chosen, and never insisted on: what it comes from, and what the camera's clock shows. */
import type { Told } from "../shared/api";
import { alert, button, el } from "../shared/elements";
import { guideOf, sources } from "./guide";
import { say } from "./words";

export function panel(told: Told, zone: string): HTMLElement {
  return el("section", { class: "panel", "aria-labelledby": "before-title" },
    el("h2", { id: "before-title" }, say("before.title")),
    el("p", { class: "quiet" }, say("before.skip")),
    ...source(told),
    ...clock(told, zone));
}

function source(told: Told): HTMLElement[] {
  const steps = el("div", { "aria-live": "polite" });
  const draw = (): void => steps.replaceChildren(...(told.source ? [el("ol", {}, ...guideOf(told.source).map((step) => el("li", {}, step)))] : []));
  const choose = (event: Event): void => {
    told.source = (event.target as HTMLSelectElement).value || undefined;
    draw();
  };
  const options = sources().map(([value, name]) => el("option", { value, selected: value === told.source }, name));
  const list = el("select", { id: "source", class: "usa-select", change: choose },
    el("option", { value: "" }, say("before.choose")), ...options);
  draw();
  return [el("label", { class: "usa-label", for: "source" }, say("before.source")), list, steps];
}

function clock(told: Told, zone: string): HTMLElement[] {
  const box = el("div", { "aria-live": "polite" });
  const draw = (trouble = ""): void => {
    if (told.clock) return box.replaceChildren(alert("success", say("before.clock_noted")),
      button(say("before.clock_again"), () => (delete told.clock, draw()), "usa-button--unstyled"));
    const input = el("input", { id: "clock", class: "usa-input", type: "datetime-local", step: 1, "aria-describedby": "clock-hint", value: here(new Date(), zone) });
    const now = (): void => {
      const shown = spelled(input.value);
      if (!shown) return draw(say("before.clock_bad"));
      told.clock = { shown, seen_at: new Date().toISOString() };
      draw();
    };
    box.replaceChildren(...(trouble ? [alert("error", trouble)] : []), input, button(say("before.clock_now"), now, "usa-button--outline"));
  };
  draw();
  return [el("label", { class: "usa-label", for: "clock" }, say("before.clock")),
    el("div", { class: "usa-hint", id: "clock-hint" }, say("before.clock_hint")), box];
}

/** The city's time as the field takes it (Sweden writes it so): most clocks are nearly right, little is left to change. */
export const here = (at: Date, zone: string): string =>
  at.toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).replace(" ", "T");

/** As the city takes it, or nothing for what is no time of this century. */
export function spelled(shown: string): string {
  const whole = /^20\d\d-\d\d-\d\dT\d\d:\d\d$/.test(shown) ? `${shown}:00` : shown.slice(0, 19);
  return /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(whole) && !Number.isNaN(Date.parse(whole)) ? whole : "";
}
