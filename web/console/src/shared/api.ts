/** What the console's API says and takes, and how the pages call it. */
import { on, type Door } from "@open-rtcc/shared/door";
import { LiveApi } from "../live/api";
import { ReleaseApi } from "../release/api";

export { Problem } from "@open-rtcc/shared/door";
export interface Me {
  id: string;
  name: string;
  badge: string;
  role: string;
  agency: string;
  ori: string;
  actions: string[];
}
export interface Incident {
  id: string;
  number: string;
  priority: number;
  kind: string;
  address: string;
  lat: number;
  lon: number;
  opened_at: string;
  state: string;
}
export type Purpose = "investigate" | "locate_person" | "locate_vehicle" | "protect_responders";
export interface Area {
  radius_m: number;
  from: string;
  to: string;
}
export interface Canvass {
  id: string;
  incident_id: string;
  radius_m?: number;
  area: { kind: "circle" | "polygon" | "corridor" };
  window: { from: string; to: string };
  purpose: Purpose;
  opened_at: string;
  opened_by: string;
  state: string;
  asked?: string;
  uploaded?: number;
  declined?: number;
}
export interface Item {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
  state: string;
  flaw?: string;
  incident_id: string;
  incident_number: string;
  received_at: string;
}
export interface Line {
  subject: string;
  seq: number;
  at: string;
  event: string;
  outcome: string;
  actor: string;
  role: string;
  badge?: string;
  reason: string;
  facts: Record<string, unknown>;
  previous: string;
  hash: string;
}
export interface Storage {
  bucket: string;
  key: string;
  version_id: string;
  mode: string;
  until: string | null;
  hold: boolean;
  read_at: string;
}
/** Where an item comes from; only the ids of its kind are there. */
export interface Source {
  kind: string;
  canvass_id?: string | null;
  request_id?: string | null;
  submission_id?: string | null;
  clip_id?: string | null;
  camera_id?: string | null;
}
export interface ItemDetail extends Item {
  storage?: Storage;
  source?: Source;
  custody?: Line[];
}
export interface Verification {
  holds: boolean;
  lines: number;
  subjects: number;
  log_size: number;
  unsealed?: number;
  faults: { subject: string; seq: number; what: string }[];
  checked_at: string;
}

export class Api {
  readonly live: LiveApi;
  readonly releases: ReleaseApi;

  constructor(private readonly door: Door) {
    this.live = new LiveApi(door);
    this.releases = new ReleaseApi(door);
  }

  readonly me = () => this.door.get<Me>("/me");
  readonly openIncidents = () => this.door.get<{ incidents: Incident[]; now: string }>("/incidents?state=open");
  readonly incident = (id: string) => this.door.get<Incident>(`/incidents/${on(id)}`);
  readonly preview = (id: string, area: Area) =>
    this.door.post<{ band: string }>(`/incidents/${on(id)}/canvass-preview`, area);
  readonly openCanvass = (id: string, order: Area & { key: string; purpose: Purpose }) =>
    this.door.post<Canvass>(`/incidents/${on(id)}/canvasses`, order);
  readonly canvasses = (id: string) => this.door.get<{ canvasses: Canvass[] }>(`/incidents/${on(id)}/canvasses`);
  readonly evidenceOf = (id: string) => this.door.get<{ items: Item[] }>(`/incidents/${on(id)}/evidence`);
  readonly evidence = (after = "") =>
    this.door.get<{ items: Item[]; next?: string | null }>(`/evidence${after && `?cursor=${on(after)}`}`);
  readonly item = (id: string) => this.door.get<ItemDetail>(`/evidence/${on(id)}`);
  readonly download = (id: string, reason: string) =>
    this.door.post<{ url: string; expires_at: string }>(`/evidence/${on(id)}/download`, { reason });
  readonly custody = (subject: string) => this.door.get<{ lines: Line[] }>(`/custody/${on(subject)}`);
  readonly verify = () => this.door.post<Verification>("/custody/verifications");
}
