/** What the console's API says about what lies in the stores, and about the people behind a digest. */
import { on, type Door } from "@open-rtcc/shared/door";

export interface Counts {
  taken_at: string;
  items: number;
  bytes: number;
  by_state: Record<string, number>;
  held: number;
  due: number;
  quarantined: number;
  objects: number;
  unspoken: number;
  discrepancies: number;
}
/** One version of one object. Without an act nothing in the record speaks of it. */
export interface Held {
  bucket: string;
  key: string;
  version_id: string;
  bytes: number;
  written_at: string;
  what: string;
  item_id?: string | null;
  act?: { event: string; at: string; actor: string; badge: string; subject: string; seq: number } | null;
}
export interface Discrepancy {
  kind: string;
  about: string;
  subject: string;
  seen_at: string;
}
export interface Inventory {
  counts?: Counts | null;
  objects: Held[];
  discrepancies: Discrepancy[];
  next?: string | null;
}
/** `matched`: the digest is the `item`'s own, a `derivative`'s, that of a copy `marked` for a share, or of a `package`. */
export interface TracedItem {
  id: string;
  name?: string | null;
  bytes: number;
  sha256: string;
  standing: string;
  incident_number: string;
  received_at: string;
  matched: string;
}
export interface TracedRelease {
  id: string;
  state: string;
  case: string;
  ori: string;
  agency: string;
  recipient: string;
  packed_at?: string | null;
}
export interface Traced {
  items: TracedItem[];
  releases: TracedRelease[];
}
export interface Did {
  event: string;
  count: number;
  first_at: string;
  last_at: string;
  outcomes: string[];
}
export interface Person {
  actor: string;
  badge: string;
  role: string;
  ori: string;
  acts: Did[];
}
export interface People {
  people: Person[];
  chains: string[];
  lines: number;
  proof: { log_size: number; unsealed: number; holds: boolean; faults: string[] };
}
/** How the digests of all items were checked again. */
export interface FixityReport {
  items: number;
  checked_30_days: number;
  never_checked: number;
  oldest_checked_at?: string | null;
  bytes_checked: number;
  differs: { id: string; name?: string; checked_at?: string }[];
}

export class InventoryApi {
  constructor(private readonly door: Door) {}

  readonly page = (after = "") => this.door.get<Inventory>(`/inventory${after && `?cursor=${on(after)}`}`);
  readonly fixity = () => this.door.get<FixityReport>("/fixity");
  readonly traced = (digest: string) => this.door.get<Traced>(`/evidence/by-digest/${on(digest)}`);
  readonly people = (itemId: string) => this.door.get<People>(`/evidence/${on(itemId)}/people`);
}
