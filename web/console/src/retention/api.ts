/** What the console's API says and takes about how long evidence is kept, how it goes, and who opened what in an emergency. */
import { on, type Door } from "@open-rtcc/shared/door";

/** How many days evidence of one kind of case is kept, and by which rule. */
export interface Kind {
  kind: string;
  title: string;
  days: number;
  authority: string;
}
/** What a schedule would let go, were it in force now. */
export interface DryRun {
  items: number;
  bytes: number;
  soonest?: string | null;
  /** How many of them it would let go at once, and how many a hold keeps all the same. */
  due?: number;
  held?: number;
  longer?: number;
  sample: { id: string; incident_number: string; keep_until_now?: string | null; keep_until_then?: string | null; is_held: boolean }[];
}
export interface Proposed {
  version: number;
  kinds: Kind[];
  why: string;
  proposed_by: string;
  proposed_at: string;
  approved_by?: string | null;
  effective_at?: string | null;
  dry_run?: DryRun | null;
}
export interface Schedules {
  in_force: { version: number; kinds: Kind[]; since?: string | null };
  proposed?: Proposed | null;
}
export interface Due {
  id: string;
  name: string;
  incident_number: string;
  bytes: number;
  kind: string;
  keep_until?: string | null;
}
/** Evidence on its way out: because its time ended, or by a court's order. */
export interface Disposal {
  id: string;
  kind: string;
  state: string;
  item_ids: string[];
  digests?: string[];
  items?: { id: string; name: string; incident_number: string }[];
  why?: string;
  denied_by?: string | null;
  denied_at?: string | null;
  order_number?: string | null;
  court?: string | null;
  is_early?: boolean;
  asked_by: string;
  asked_at: string;
  approved_by?: string | null;
  approved_at?: string | null;
  cooling_until?: string | null;
  stopped_by?: string | null;
  stop_why?: string | null;
  /** Why it was denied or stopped. */
  refusal?: string | null;
  done_at?: string | null;
  /** What remains of each item, by its id, and until when. */
  left?: Record<string, string> | { id: string; why: string }[];
  certificate?: { text: string; sha256: string } | null;
}
export interface Disposals {
  due: Due[];
  /** How many there are, when the list shows only the first. */
  due_count?: number;
  disposals: Disposal[];
  now: string;
}
export interface Glass {
  id: string;
  action: string;
  subject: string;
  why: string;
  by: string;
  opened_at: string;
  until: string;
  reviewed_by?: string | null;
  reviewed_at?: string | null;
  finding?: string | null;
}
export interface CourtOrder {
  key: string;
  item_ids: string[];
  order_number: string;
  court: string;
  why: string;
}

export class RetentionApi {
  constructor(private readonly door: Door) {}

  readonly schedules = () => this.door.get<Schedules>("/schedules");
  readonly propose = (key: string, kinds: Kind[], why: string) => this.door.post<Proposed>("/schedules", { key, kinds, why });
  readonly approveSchedule = (version: number) => this.door.post<Proposed>(`/schedules/${version}/approval`);
  readonly withdraw = (version: number, why: string) => this.door.post<Proposed>(`/schedules/${version}/withdrawal`, { why });
  readonly disposals = () => this.door.get<Disposals>("/disposals");
  readonly disposal = (id: string) => this.door.get<Disposal>(`/disposals/${on(id)}`);
  readonly ask = (wish: { key: string; item_ids: string[]; why: string; is_early: boolean }) =>
    this.door.post<Disposal>("/disposals", wish);
  readonly approve = (id: string) => this.door.post<Disposal>(`/disposals/${on(id)}/approval`);
  readonly stop = (id: string, why: string) => this.door.post<Disposal>(`/disposals/${on(id)}/stop`, { why });
  readonly askExpunging = (order: CourtOrder) => this.door.post<Disposal>("/expungings", order);
  readonly approveExpunging = (id: string) => this.door.post<Disposal>(`/expungings/${on(id)}/approval`);
  readonly denyExpunging = (id: string, why: string) => this.door.post<Disposal>(`/expungings/${on(id)}/denial`, { why });
  readonly glasses = () => this.door.get<{ glasses: Glass[] }>("/glass");
  readonly breakGlass = (wish: { key: string; action: string; subject: string; why: string }) => this.door.post<Glass>("/glass", wish);
  readonly review = (id: string, finding: string) => this.door.post<Glass>(`/glass/${on(id)}/review`, { finding });
}
