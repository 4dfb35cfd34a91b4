/** One registration on the page: what is held, which part of it is being changed, and what was typed so far. */
import { groupOf, type Group } from "../cameras/draft";
import { Place } from "../place/place";
import { Problem, type About } from "../shared/api";
import type { Faults } from "../shared/fields";
import { focusOn } from "../shared/fields";
import { redraw, troubleWords } from "../shared/frame";
import type { Held, My } from "./api";
import { say } from "./words";

export class Book {
  open = "";
  faults: Faults = new Map();
  trouble = "";
  /** Which part somebody acted in last. */
  last = "";
  /** Which part was changed just now, and what to say of it. */
  done = { part: "", words: "" };
  groups: Group[] = [];
  place: Place;
  private typed = new Map<string, string>();
  private busy = false;

  constructor(
    readonly about: About,
    readonly my: My,
    public held: Held,
    /** The link is over. */
    private readonly out: () => void,
  ) {
    this.place = new Place(about.city);
  }

  /** What was typed, or what is held. */
  value(name: string, held: string): string {
    return this.typed.get(name) ?? held;
  }

  keep({ name, type, value, checked }: HTMLInputElement): void {
    if (type === "checkbox" && value !== "yes") this.typed.set(`${name}.${value}`, checked ? "yes" : "");
    else this.typed.set(name, type !== "checkbox" || checked ? value : "");
  }

  begin(part: string, field: string): void {
    this.turn(part);
    redraw();
    focusOn(field);
  }

  cancel(): void {
    const part = this.open;
    this.turn("");
    redraw();
    focusOn(`change-${part}`);
  }

  /** Do something with the registration; what the door says to it is shown where it was asked for. */
  async save(part: string, words: string, work: () => Promise<Held>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.last = part;
    this.faults = new Map();
    this.trouble = "";
    this.done = { part: "", words: "" };
    try {
      this.held = await work();
      this.turn("");
      this.done = { part, words };
      redraw();
      focusOn("done");
    } catch (fault) {
      this.refused(fault);
    } finally {
      this.busy = false;
    }
  }

  /** Show what is wrong before anything is sent. */
  refuse(faults: Faults): void {
    this.faults = faults;
    redraw();
    focusOn(document.getElementById("faults") ? "faults" : [...faults.keys()][0] ?? "");
  }

  private refused(fault: unknown): void {
    if (fault instanceof Problem && fault.status === 401) return this.out();
    const faults: Faults = new Map();
    if (fault instanceof Problem && fault.slug === "address-not-found") {
      faults.set("address", say("move.unknown", { city: this.about.city.name }));
    } else if (fault instanceof Problem && fault.slug === "outside-city") {
      faults.set("address", say("move.outside", { city: this.about.city.name }));
    } else if (fault instanceof Problem && fault.slug === "wrong-code") {
      faults.set("code", say("errors.code"));
    } else if (fault instanceof Problem && fault.fields.length) {
      fault.fields.forEach(({ name, message }) => faults.set(fieldOfPage(name), message));
    } else {
      this.trouble = troubleWords(fault);
    }
    this.refuse(faults);
  }

  private turn(part: string): void {
    this.open = part;
    this.faults = new Map();
    this.trouble = "";
    this.done = { part: "", words: "" };
    this.typed = new Map();
    this.groups = this.held.cameras.map(groupOf);
    this.place = new Place(this.about.city);
  }
}

/** The field of this page that a field of the API is asked in. */
export function fieldOfPage(name: string): string {
  const [first = "", ...rest] = name.split(".");
  if (first === "point") return "address";
  if (first === "channels") return "channels";
  if (first === "cameras") return rest.length > 1 ? ["cameras", ...rest.slice(0, 2)].join(".") : "cameras.0.count";
  return name;
}
