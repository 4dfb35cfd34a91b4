/** What the console's API says and takes about canvasses, who answered them, and how well a part of the city is covered. */
import { on, type Door } from "@open-rtcc/shared/door";

export type Purpose = "investigate" | "locate_person" | "locate_vehicle" | "protect_responders";
/** Degrees north and east. */
export interface At {
  lat: number;
  lon: number;
}
export type Area =
  | ({ kind: "circle"; radius_m: number } & At)
  | { kind: "polygon"; points: At[] }
  | { kind: "corridor"; points: At[]; width_m: number };
/** How far around the call, or which area; and the stretch of time. */
export type Where = ({ radius_m: number } | { area: Area }) & { from: string; to: string };
export interface Canvass {
  id: string;
  incident_id: string;
  radius_m?: number | null;
  area: Area;
  window: { from: string; to: string };
  purpose: Purpose;
  opened_at: string;
  /** A badge, as are the others. */
  opened_by: string;
  state: string;
  /** Sentences: why one person could not open it alone. */
  waits_for: string[];
  /** About how many the area held; a band. */
  found: string;
  approved_by?: string | null;
  denied_by?: string | null;
  why?: string | null;
  closed_at?: string | null;
  closed_by?: string | null;
  reminded_at?: string | null;
  /** A band. */
  asked: string;
  uploaded: number;
  declined: number;
  nothing_recorded: number;
  later: number;
  unsent: number;
}
/** Somebody who answered with footage: only then does anybody see a name. */
export interface Answer {
  request_id: string;
  canvass_id: string;
  answered_at: string;
  /** Whoever has left the registry since has neither name nor number any more. */
  name?: string | null;
  phone?: string | null;
  email?: string | null;
  block: string;
  files: number;
  item_ids: string[];
}
export interface Answers {
  answers: Answer[];
  /** A badge: whose look at the names this is. */
  read_by: string;
  read_at: string;
}
/** A part of the map, by its middle, and about how many registrants it has. */
export interface Part extends At {
  about: number;
}
/** The parts, each so high and so wide, in degrees. */
export interface Coverage {
  parts: Part[];
  height_deg: number;
  width_deg: number;
}
export interface Band {
  band: string;
  /** Sentences: why a second person would have to agree. */
  waits_for: string[];
}
/** The words of a request in one language; what is each person's own stands in round brackets. */
export interface Words {
  language: string;
  text: string;
  subject: string;
  mail: string;
}

export class CanvassApi {
  constructor(private readonly door: Door) {}

  readonly preview = (incidentId: string, where: Where) =>
    this.door.post<Band>(`/incidents/${on(incidentId)}/canvass-preview`, where);
  readonly words = () => this.door.get<{ messages: Words[] }>("/canvass-words");
  readonly open = (incidentId: string, order: Where & { key: string; purpose: Purpose }) =>
    this.door.post<Canvass>(all(incidentId), order);
  readonly list = (incidentId: string) => this.door.get<{ canvasses: Canvass[] }>(all(incidentId));
  /** What waits for a second person, or needed one, of all calls. */
  readonly reviews = () => this.door.get<{ canvasses: Canvass[] }>("/canvass-reviews");
  readonly approve = (one: Canvass) => this.door.post<Canvass>(`${path(one)}/approval`);
  readonly deny = (one: Canvass, why: string) => this.door.post<Canvass>(`${path(one)}/denial`, { why });
  readonly close = (one: Canvass) => this.door.post<Canvass>(`${path(one)}/closing`);
  readonly remind = (one: Canvass) => this.door.post<Canvass>(`${path(one)}/reminder`);
  readonly answers = (incidentId: string) => this.door.get<Answers>(`/incidents/${on(incidentId)}/answers`);
  readonly coverage = ([south, west, north, east]: [number, number, number, number]) =>
    this.door.get<Coverage>(`/coverage?south=${south}&west=${west}&north=${north}&east=${east}`);
}

const all = (incidentId: string): string => `/incidents/${on(incidentId)}/canvasses`;
const path = (one: Canvass): string => `${all(one.incident_id)}/${on(one.id)}`;
