/** An address as the city found it, shown below its question, and the pin that somebody may move. */
import { call, Problem, type City, type Found, type Point } from "../shared/api";
import { button, el } from "../shared/elements";
import { at, type Offset } from "./offset";
import { say, type Key } from "./words";

type Stage = "hint" | "looking" | "found" | "outside" | "unknown" | "trouble";

export class Place {
  /** Stays the same on every drawing, so that a screen reader hears what changes in it. */
  private readonly status = el("p", { class: "place__status", role: "status" });
  private readonly more = el("div");
  private readonly node = el("div", { class: "place" }, this.status, this.more);
  private stage: Stage = "hint";
  private asked = "";
  private found: Found | null = null;
  private offset: Offset = { north: 0, east: 0 };
  private isOpen = false;

  constructor(private readonly city: City) {}

  /** The pin, if somebody moved it away from the address. */
  get point(): Point | undefined {
    const isMoved = this.offset.north !== 0 || this.offset.east !== 0;
    return this.found && isMoved ? at(this.found, this.offset) : undefined;
  }

  /** Look for an address, once. A pin that was moved belongs to the address before. */
  async look(address: string): Promise<void> {
    const asked = address.trim();
    if (asked === this.asked) return;
    this.asked = asked;
    this.found = null;
    this.offset = { north: 0, east: 0 };
    this.isOpen = false;
    if (!asked) return this.turn("hint");
    this.turn("looking");
    try {
      const found = await call<Found>("POST", "/registrations/place", { address: asked });
      if (asked !== this.asked) return;
      this.found = found;
      this.turn(found.inside ? "found" : "outside");
    } catch (fault) {
      if (asked !== this.asked) return;
      const isUnknown = fault instanceof Problem && fault.status === 422;
      // Another try may find it.
      if (!isUnknown) this.asked = "";
      this.turn(isUnknown ? "unknown" : "trouble");
    }
  }

  draw(): HTMLElement {
    this.status.className = `place__status place__status--${this.stage}`;
    this.status.textContent = say(`place.${this.stage}` as Key, { label: this.found?.label ?? "", city: this.city.name });
    this.more.replaceChildren();
    if (this.stage === "found") this.offer();
    return this.node;
  }

  private turn(stage: Stage): void {
    this.stage = stage;
    this.draw();
  }

  private offer(): void {
    const toggle = button(say(this.isOpen ? "place.close" : "place.move"), () => this.toggle(), "usa-button--outline");
    toggle.setAttribute("aria-expanded", String(this.isOpen));
    this.more.append(toggle);
    if (this.isOpen) void this.open();
  }

  private toggle(): void {
    this.isOpen = !this.isOpen;
    this.draw();
    this.more.querySelector("button")?.focus();
  }

  /** The map and all that it needs are fetched only now. */
  private async open(): Promise<void> {
    const wait = el("p", { role: "status" }, say("place.loading"));
    this.more.append(wait);
    const { pinPanel } = await import("./pin");
    if (!wait.isConnected || !this.found) return;
    wait.replaceWith(pinPanel(this.found, this.offset, (offset) => (this.offset = offset)));
  }
}
