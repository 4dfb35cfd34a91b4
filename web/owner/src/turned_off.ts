/** Turning a camera off: asked once, told as soon as the center holds it, and again when the box has confirmed. */
import { alert, button, el } from "@open-rtcc/shared/elements";
import { isShut } from "@open-rtcc/shared/signed_page";
import type { Camera, Owner } from "./api";
import { isNothing, say } from "./words";

type Stage = "held" | "confirmed" | "failed";

export class TurnedOff {
  /** By camera id; the names live here only, as the center forgets them. */
  private readonly known = new Map<string, { name: string; stage: Stage }>();

  constructor(
    private readonly owner: Owner,
    private readonly askAnew: () => void,
  ) {}

  /** A camera that was turned off and is no longer held, or no longer known, is off in the box too. */
  compare(cameras: Camera[]): void {
    for (const [id, one] of this.known) {
      const camera = cameras.find((each) => each.id === id);
      if (one.stage === "held" && !camera?.is_held) one.stage = "confirmed";
      // The owner allowed it again on the box's own page: the word "off" would be wrong.
      if (camera && !camera.is_held && !isNothing(camera.grant)) this.known.delete(id);
    }
  }

  section(): HTMLElement {
    const lines = [...this.known.values()].filter(({ stage }) => stage !== "held");
    const look = (stage: Stage) => (stage === "failed" ? "error" : "success");
    return el("section", { id: "turned-off", "aria-live": "polite" },
      ...lines.map(({ name, stage }) => alert(look(stage), say(`camera.${stage}`, { name }))));
  }

  ask({ id, name }: Camera): void {
    const box = el("dialog", { "aria-labelledby": "sure" });
    const yes = (): void => {
      box.close();
      void this.turnOff(id, name);
    };
    box.append(
      el("h2", { id: "sure" }, say("camera.sure", { name })),
      el("p", {}, say("camera.sure_body")),
      el("div", { class: "row" }, button(say("camera.yes"), yes, "usa-button--secondary"),
        button(say("camera.back"), () => box.close(), "usa-button--outline")));
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  private async turnOff(id: string, name: string): Promise<void> {
    try {
      await this.owner.turnOff(id);
      this.known.set(id, { name, stage: "held" });
    } catch (fault) {
      if (isShut(fault)) return;
      this.known.set(id, { name, stage: "failed" });
    }
    this.askAnew();
  }
}
