/** What the console's API says and takes, and how the pages call it. */
import { on, type Door } from "@open-rtcc/shared/door";
import { CanvassApi } from "../canvass/api";
import { LiveApi } from "../live/api";
import { ReleaseApi } from "../release/api";
import { InquiryApi } from "../inquiries/api";
import { InventoryApi } from "../inventory/api";
import { SampleApi } from "../sample/api";
import { RetentionApi } from "../retention/api";
import { VaultApi, type Fixity, type Hold, type Probe, type Verdict } from "../vault/api";

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
  /** The newest, if anybody gave one. */
  verdict?: string | null;
  /** The state, or `released` once an agency has custody. */
  standing?: string;
  /** Of case, as the schedule names it; empty while nobody has said. */
  kind?: string;
  /** When its schedule ends; missing: no schedule lets it go. */
  keep_until?: string | null;
  /** Whether anything holds it; the item's own page lists the holds themselves. */
  held?: boolean;
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
  /** From which network address, and by whose clock; only where the line says so. */
  address?: string;
  clock?: string;
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
/** What the sender said of a file; nobody has checked it. */
export interface Account {
  source?: string;
  clock?: { shown: string; seen_at: string; offset_s: number };
  trimmed?: { from_ms: number; to_ms: number; name: string };
}
export interface ItemDetail extends Item {
  storage?: Storage;
  source?: Source;
  account?: Account | null;
  probe?: Probe;
  triage?: Verdict | null;
  holds?: Hold[];
  /** The ORI of the agency that has custody. */
  released_to?: string | null;
  fixity?: Fixity | null;
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
  readonly canvass: CanvassApi;
  readonly live: LiveApi;
  readonly releases: ReleaseApi;
  readonly vault: VaultApi;
  readonly retention: RetentionApi;
  readonly inquiries: InquiryApi;
  readonly inventory: InventoryApi;
  readonly sample: SampleApi;

  constructor(private readonly door: Door) {
    this.canvass = new CanvassApi(door);
    this.live = new LiveApi(door);
    this.releases = new ReleaseApi(door);
    this.vault = new VaultApi(door);
    this.retention = new RetentionApi(door);
    this.inquiries = new InquiryApi(door);
    this.inventory = new InventoryApi(door);
    this.sample = new SampleApi(door);
  }

  readonly me = () => this.door.get<Me>("/me");
  readonly openIncidents = () => this.door.get<{ incidents: Incident[]; now: string }>("/incidents?state=open");
  readonly incident = (id: string) => this.door.get<Incident>(`/incidents/${on(id)}`);
  readonly evidenceOf = (id: string) => this.door.get<{ items: Item[] }>(`/incidents/${on(id)}/evidence`);
  readonly evidence = (after = "", only: Partial<Record<string, string>> = {}) => {
    const asked = new URLSearchParams(Object.entries({ ...only, cursor: after }).filter(([, value]) => value) as [string, string][]);
    return this.door.get<{ items: Item[]; next?: string | null }>(`/evidence${asked.size ? `?${asked}` : ""}`);
  };
  readonly item = (id: string) => this.door.get<ItemDetail>(`/evidence/${on(id)}`);
  readonly download = (id: string, reason: string) =>
    this.door.post<{ url: string; expires_at: string }>(`/evidence/${on(id)}/download`, { reason });
  readonly custody = (subject: string) => this.door.get<{ lines: Line[] }>(`/custody/${on(subject)}`);
  readonly verify = () => this.door.post<Verification>("/custody/verifications");
}
