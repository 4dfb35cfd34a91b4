/** One review: plays what a box recorded, and turns to another time, speed, or a halt. No page in here. */
import { trouble } from "../shared/words";
import type { ReviewOrder, Turn, View } from "./api";
import { LiveView, type Screen, type Stage } from "./view";

export interface Reel extends Screen {
  seek: (to: number) => void;
}

export class Review extends LiveView {
  /** Why the last turn was not taken; empty when it was. */
  denied = "";

  play(incidentId: string, order: ReviewOrder): Promise<void> {
    return this.begin(() => this.api.review(incidentId, order));
  }

  /** Each turn goes to the center first: it judges it, and writes it down. */
  async turn(wish: Turn): Promise<void> {
    if (!this.view || this.isOver) return;
    try {
      const told = await this.api.turn(this.view.id, wish);
      this.denied = "";
      if (wish.from) (this.screen as Reel).seek(Date.parse(wish.from));
      this.know(told);
    } catch (fault) {
      this.denied = trouble(fault);
    }
    this.say(...this.playing());
  }

  protected override know(view: View): void {
    // A field that the center leaves out is one that does not hold anymore.
    super.know({ ...view, at: view.at, refusal: view.refusal });
  }

  protected override playing(): [Stage, string] {
    const flaw = this.denied || (this.view?.refusal ? `The box did not turn: ${this.view.refusal}.` : "");
    if (this.view?.is_paused) return ["halted", flaw || "Halted"];
    const speed = this.view?.speed ?? 1;
    return ["playing", flaw || (speed === 1 ? "Playing the recording" : `Playing the recording at ${speed} times the speed`)];
  }
}
