/** What the console's API says and takes about releases of evidence. */
import { on, type Door } from "@open-rtcc/shared/door";

export interface Piece {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
}
export interface Release {
  id: string;
  state: string;
  items: Piece[];
  ori: string;
  agency: string;
  /** The badge of the person there. */
  recipient: string;
  case: string;
  reason: string;
  asked_at: string;
  asked_by: string;
  approved_at?: string | null;
  approved_by?: string | null;
  denied_at?: string | null;
  denied_by?: string | null;
  why?: string | null;
  packed_at?: string | null;
  expires_at?: string | null;
  receipted_at?: string | null;
  /** `download` the package, or `view` what was made of the items. */
  method?: string;
  /** `agency`, or `defense`: custody passes to no defense. */
  audience?: string;
  /** What was agreed with this recipient, beside what every package says. */
  limits?: string | null;
  inquiry_id?: string | null;
  renewed_at?: string | null;
  renewed_by?: string | null;
  renewal_asked_at?: string | null;
  renewal_why?: string | null;
  receipt?: Receipt | null;
  /** Of the package, once it is packed. */
  bytes?: number | null;
  sha256?: string | null;
}
/** What the recipient signed. `words` is the sentence, `agent` what their browser calls itself. */
export interface Receipt {
  name: string;
  badge: string;
  sha256: string;
  bytes: number;
  signed_at: string;
  words?: string;
  agent?: string;
}
export interface Agency {
  ori: string;
  name: string;
  /** `agency` or `defense`. */
  kind?: string;
}
export interface Releases {
  releases: Release[];
  agencies: Agency[];
  most_items?: number;
  now: string;
}
export interface Wish {
  key: string;
  item_ids: string[];
  ori: string;
  recipient: string;
  case: string;
  reason: string;
  method?: string;
  limits?: string;
}

export class ReleaseApi {
  constructor(private readonly door: Door) {}

  readonly list = () => this.door.get<Releases>("/releases");
  readonly one = (id: string) => this.door.get<Release>(`/releases/${on(id)}`);
  readonly ask = (wish: Wish) => this.door.post<Release>("/releases", wish);
  /** A program among the items leaves only when whoever approves says that they know. */
  readonly approve = (id: string, with_programs: boolean) =>
    this.door.post<Release>(`/releases/${on(id)}/approval`, with_programs ? { with_programs } : {});
  readonly renew = (id: string) => this.door.post<Release>(`/releases/${on(id)}/renewal`);
  readonly deny = (id: string, why: string) => this.door.post<Release>(`/releases/${on(id)}/denial`, { why });
}
