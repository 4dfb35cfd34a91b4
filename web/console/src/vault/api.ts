/** What the console's API says and takes about looking at evidence and saying what became of it. */
import { on, type Door } from "@open-rtcc/shared/door";

export type VerdictName = "accept" | "not_needed" | "duplicate";
/** What the probe found out about a file. `why` follows "there is no preview:". */
export interface Probe {
  state: "pending" | "ready" | "none";
  why?: string | null;
  kind?: string | null;
  codec?: string | null;
  width?: number | null;
  height?: number | null;
  duration_s?: number | null;
  frames?: number | null;
  flags: string[];
}
export interface Verdict {
  verdict: VerdictName;
  of?: string | null;
  note?: string | null;
  at: string;
  /** A badge. */
  by: string;
}
/** Something that was made of an item, and a short way to it. */
export interface Derivative {
  url: string;
  bytes: number;
  sha256: string;
  /** `drawn`, `copied` picture by picture, or `encoded` again. */
  how: string;
}
export interface Look {
  probe: Probe;
  /** The digest of the evidence that it was made of. */
  parent: string;
  tool: string;
  sheet?: Derivative | null;
  movie?: Derivative | null;
  expires_at: string;
}

/** One reason for which an item must not go. While one stands, storage holds it. */
export interface Hold {
  id: string;
  reason: string;
  authority: string;
  case: string;
  /** The badge; empty for what admission itself put. */
  by: string;
  at: string;
  lift?: { asked_by: string; asked_at: string; why: string } | null;
}
/** The newest time that the item was read to its last byte. */
export interface Fixity {
  checked_at: string;
  result: "holds" | "differs" | "unreadable";
}
export interface NewHold {
  key: string;
  reason: string;
  authority: string;
  case: string;
}

export class VaultApi {
  constructor(private readonly door: Door) {}

  readonly look = (itemId: string) => this.door.get<Look>(`/evidence/${on(itemId)}/preview`);
  readonly judge = (itemId: string, verdict: VerdictName, said: { of?: string; note?: string }) =>
    this.door.post<Verdict>(`/evidence/${on(itemId)}/triage`, { verdict, ...said });
  readonly hold = (itemId: string, hold: NewHold) => this.door.post<Hold>(`/evidence/${on(itemId)}/holds`, hold);
  readonly askLift = (itemId: string, holdId: string, why: string) => this.door.post<Hold>(lifting(itemId, holdId), { why });
  readonly lift = (itemId: string, holdId: string) =>
    this.door.post<{ holds: Hold[] }>(`${lifting(itemId, holdId)}/approval`);
  readonly refuseLift = (itemId: string, holdId: string, why: string) =>
    this.door.post<Hold>(`${lifting(itemId, holdId)}/refusal`, { why });
  readonly classify = (itemId: string, kind: string, number: string) =>
    this.door.put<unknown>(`/evidence/${on(itemId)}/kind`, { kind, case: number });
}

const lifting = (itemId: string, holdId: string): string => `/evidence/${on(itemId)}/holds/${on(holdId)}/lifting`;
