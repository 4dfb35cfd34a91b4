/** What the console's API says and takes about the looks that were drawn for audit. */
import { on, type Door } from "@open-rtcc/shared/door";

export type Finding = "in_order" | "not_in_order";
/** One look that was drawn. Without a `call_id` no call has the number that was given as the reason. */
export interface Look {
  id: string;
  at: string;
  event: string;
  badge: string;
  role: string;
  subject: string;
  seq: number;
  reason: string;
  /** What was asked for: purpose, case, from, to, speed, or the area. */
  asked: Record<string, string>;
  call_id?: string;
  call_kind?: string;
  call_address?: string;
  call_opened_at?: string;
  camera?: string;
  camera_address?: string;
  distance_m?: number;
  finding?: Finding;
  words?: string;
  judged_by?: string;
  judged_at?: string;
}
/** How a day was drawn, as anybody with the log can draw it again. */
export interface Draw {
  seed: string;
  size: number;
  one_in: number;
  looks: number;
  drawn: number;
  digest: string;
  drawn_at: string;
}
/** A day's sample. `waiting` are the days with looks that nobody judged yet. */
export interface Sample {
  day: string;
  draw?: Draw;
  looks: Look[];
  waiting: string[];
}

export class SampleApi {
  constructor(private readonly door: Door) {}

  readonly of = (day = "") => this.door.get<Sample>(`/sample${day && `?day=${on(day)}`}`);
  readonly check = (day: string) => this.door.get<{ holds: boolean; faults: string[] }>(`/sample/${on(day)}/check`);
  readonly judge = (id: string, finding: Finding, words: string) =>
    this.door.post<Look>(`/sample/${on(id)}/finding`, words ? { finding, words } : { finding });
}
