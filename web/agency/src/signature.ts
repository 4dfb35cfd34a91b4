/** What a recipient signs before a package is fetched: their name, and that its limits will be kept. */
import { el } from "@open-rtcc/shared/elements";
import type { Share, Signed } from "./api";
import type { Arrived } from "./arrival";
import { say } from "./strings";

const mostName = 200;

export class Signature {
  readonly node: HTMLElement;
  private readonly fault = el("p", { class: "usa-error-message", id: "unsigned", role: "alert", hidden: true });
  private readonly name = el("input", {
    class: "usa-input", id: "name", name: "name", type: "text", autocomplete: "name", maxlength: mostName,
    "aria-required": "true", "aria-describedby": "unsigned",
  });
  private readonly agrees = el("input", { class: "usa-checkbox__input", id: "agrees", type: "checkbox" });

  constructor(share: Share) {
    this.node = el("fieldset", { class: "usa-fieldset" },
      el("legend", { class: "usa-legend" }, say("sign.title")),
      this.fault,
      el("label", { class: "usa-label", for: "name" }, say("sign.name")), this.name,
      el("div", { class: "usa-checkbox" }, this.agrees,
        el("label", { class: "usa-checkbox__label", for: "agrees" }, say("sign.agrees", { case: share.case }))));
  }

  /** Whether both are there; what is missing is said, and focused. */
  isSigned(): boolean {
    const missing = this.name.value.trim() ? (this.agrees.checked ? null : this.agrees) : this.name;
    this.fault.hidden = !missing;
    this.fault.textContent = missing ? say(missing === this.name ? "sign.no_name" : "sign.no_agrees") : "";
    this.name.classList.toggle("usa-input--error", missing === this.name);
    missing?.focus();
    return !missing;
  }

  over({ sha256, bytes }: Arrived): Signed {
    return { sha256, bytes, name: this.name.value.trim(), agrees: true };
  }
}
