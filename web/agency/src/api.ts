/** What the agencies' API says and takes. */
import { on, type Door } from "@open-rtcc/shared/door";

export interface Me {
  name: string;
  badge: string;
  agency: string;
  ori: string;
}
interface Told {
  id: string;
  case: string;
  reason: string;
  state: string;
  packed_at: string | null;
  expires_at: string | null;
  /** Of the whole package. */
  bytes: number;
  sha256: string;
  receipted_at?: string | null;
  /** `view`: something to look at; no file of it leaves the center. */
  method: "download" | "view";
  /** To the defense go copies: custody stays where it is. */
  audience: "agency" | "defense";
  is_expired: boolean;
  renewal_asked_at?: string | null;
}
export interface Listed extends Told {
  items: number;
}
export interface Piece {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
}
export interface Share extends Told {
  items: Piece[];
  limits: string;
  agreed_limits?: string | null;
}
export interface Source {
  url: string;
  expires_at: string;
  bytes: number;
  sha256: string;
  name: string;
}
export interface View {
  url: string;
  expires_at: string;
  kind: "movie" | "picture" | "sheet";
  /** What of the item is not shown, in words; empty when all is. */
  missing: string;
  /** Burned in, it is part of the pictures; if not, the page lays it over them. */
  watermark: { text: string; is_burned_in: boolean };
}
export interface Signed {
  sha256: string;
  bytes: number;
  name: string;
  agrees: true;
}
export interface Receipt {
  state: string;
  receipted_at: string;
}

export class Agency {
  constructor(private readonly door: Door) {}

  readonly me = () => this.door.get<Me>("/me");
  readonly shares = () => this.door.get<{ shares: Listed[] }>("/shares");
  readonly share = (id: string) => this.door.get<Share>(`/shares/${on(id)}`);
  readonly source = (id: string) => this.door.post<Source>(`/shares/${on(id)}/download`);
  readonly view = (id: string, item_id: string) => this.door.post<View>(`/shares/${on(id)}/view`, { item_id });
  readonly receipt = (id: string, signed: Signed) => this.door.post<Receipt>(`/shares/${on(id)}/receipt`, signed);
  readonly askForTime = (id: string, why: string) => this.door.post<Told>(`/shares/${on(id)}/renewal`, { why });
}
