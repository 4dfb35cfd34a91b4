/** What the console's API says and takes about inquiries: a detective asks, an analyst assembles. */
import { on, type Door } from "@open-rtcc/shared/door";
import type { Agency } from "../release/api";

export interface Inquiry {
  id: string;
  state: string;
  case: string;
  incident_number?: string | null;
  place: string;
  from: string;
  to: string;
  words: string;
  asked_by: string;
  asked_at: string;
  assembled_by?: string | null;
  assembled_at?: string | null;
  declined_by?: string | null;
  declined_at?: string | null;
  why?: string | null;
  /** What was assembled for it, as far as an inquiry shows it. */
  release?: Answer | null;
}
export interface Answer {
  id: string;
  state: string;
  agency: string;
  recipient: string;
  method: string;
  expires_at?: string | null;
  receipted_at?: string | null;
}
export interface Question {
  key: string;
  case: string;
  incident_number?: string;
  place: string;
  from: string;
  to: string;
  words: string;
}
export interface Assembly {
  item_ids: string[];
  ori: string;
  recipient: string;
  method: string;
  note: string;
  limits?: string;
}

export class InquiryApi {
  constructor(private readonly door: Door) {}

  readonly list = () => this.door.get<{ inquiries: Inquiry[]; agencies?: Agency[]; now?: string }>("/inquiries");
  readonly one = (id: string) => this.door.get<Inquiry>(`/inquiries/${on(id)}`);
  readonly ask = (question: Question) => this.door.post<Inquiry>("/inquiries", question);
  readonly assemble = (id: string, assembly: Assembly) => this.door.post<Inquiry>(`/inquiries/${on(id)}/assembly`, assembly);
  readonly decline = (id: string, why: string) => this.door.post<Inquiry>(`/inquiries/${on(id)}/decline`, { why });
}
