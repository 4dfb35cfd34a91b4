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

export class VaultApi {
  constructor(private readonly door: Door) {}

  readonly look = (itemId: string) => this.door.get<Look>(`/evidence/${on(itemId)}/preview`);
  readonly judge = (itemId: string, verdict: VerdictName, said: { of?: string; note?: string }) =>
    this.door.post<Verdict>(`/evidence/${on(itemId)}/triage`, { verdict, ...said });
}
