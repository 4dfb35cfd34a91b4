/** What the console's API says and takes about cameras, live views and clips. */
import { on, type Door } from "@open-rtcc/shared/door";

/** Why somebody looks: each is a separate permission of the camera's owner. */
export type ViewPurpose = "call" | "directed" | "emergency";
export interface Allowed {
  /** For the purpose of a call; other purposes are judged when a view is asked for. */
  allowed: boolean;
  why?: string | null;
}
export interface Camera {
  id: string;
  name: string;
  site: string;
  address: string;
  /** Of its establishment. */
  lat: number;
  lon: number;
  distance_m: number;
  live: Allowed;
  recall: Allowed & { depth_hours: number };
  state: string;
  /** What the box noticed of it: frozen, looped, clock, flapping. */
  warn?: string;
  codec?: string;
  available_from?: string;
  /** How long footage of the call's own time can be had. */
  available_until?: string;
  watching: number;
}
/** Where the picture comes from, and the keys to that one stream. Kept in memory only. */
export interface Media {
  stream: string;
  region: string;
  endpoint: string;
  credentials: { access_key_id: string; secret_access_key: string; session_token: string; expires_at: string };
}
export interface View {
  id: string;
  camera_id: string;
  camera_name: string;
  incident_id: string;
  incident_number: string;
  purpose: ViewPurpose;
  state: string;
  opened_at: string;
  lease_until: string;
  ends_at: string;
  why?: string;
  media?: Media;
  kind?: "live" | "review";
  /** Of a review: where its viewer last began, and what the box played last; both of the recording's own time. */
  from?: string;
  at?: string;
  case?: string;
  speed?: number;
  is_paused?: boolean;
  /** Why the box did not turn. */
  refusal?: string;
}
export interface ReviewOrder {
  key: string;
  camera_id: string;
  from: string;
  case: string;
  speed?: number;
}
export interface Turn {
  from?: string;
  speed?: number;
  is_paused?: boolean;
}
export interface ClipOrder {
  key: string;
  camera_id: string;
  from: string;
  to: string;
  case: string;
  strict?: boolean;
}
export interface Clip {
  id: string;
  camera_id: string;
  camera_name: string;
  case: string;
  from: string;
  to: string;
  state: string;
  ordered_at: string;
  why?: string | null;
  sha256?: string;
  bytes?: number;
  frames?: number;
  gaps?: [string, string][] | null;
  strict?: boolean;
  codec?: string;
  item_id?: string;
}

export class LiveApi {
  constructor(private readonly door: Door) {}

  readonly cameras = (incidentId: string) =>
    this.door.get<{ cameras: Camera[]; now: string }>(`/incidents/${on(incidentId)}/cameras`);
  readonly open = (incidentId: string, camera_id: string, purpose: ViewPurpose) =>
    this.door.post<View>(`/incidents/${on(incidentId)}/views`, { camera_id, purpose });
  readonly review = (incidentId: string, order: ReviewOrder) =>
    this.door.post<View>(`/incidents/${on(incidentId)}/reviews`, order);
  readonly turn = (id: string, turn: Turn) => this.door.post<View>(`/views/${on(id)}/turn`, turn);
  readonly delayNotice = (incidentId: string, why: string) =>
    this.door.post<{ until: string }>(`/incidents/${on(incidentId)}/delays`, { why });
  readonly renew = (id: string) => this.door.post<View>(`/views/${on(id)}/renewal`);
  readonly end = (id: string) => this.door.post<View>(`/views/${on(id)}/end`);
  readonly orderClip = (incidentId: string, order: ClipOrder) =>
    this.door.post<Clip>(`/incidents/${on(incidentId)}/clips`, order);
  readonly clips = (incidentId: string) => this.door.get<{ clips: Clip[] }>(`/incidents/${on(incidentId)}/clips`);
}
