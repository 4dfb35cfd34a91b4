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
  available_from?: string;
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
}
export interface ClipOrder {
  key: string;
  camera_id: string;
  from: string;
  to: string;
  case: string;
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
  item_id?: string;
}

export class LiveApi {
  constructor(private readonly door: Door) {}

  readonly cameras = (incidentId: string) =>
    this.door.get<{ cameras: Camera[]; now: string }>(`/incidents/${on(incidentId)}/cameras`);
  readonly open = (incidentId: string, camera_id: string, purpose: ViewPurpose) =>
    this.door.post<View>(`/incidents/${on(incidentId)}/views`, { camera_id, purpose });
  readonly renew = (id: string) => this.door.post<View>(`/views/${on(id)}/renewal`);
  readonly end = (id: string) => this.door.post<View>(`/views/${on(id)}/end`);
  readonly orderClip = (incidentId: string, order: ClipOrder) =>
    this.door.post<Clip>(`/incidents/${on(incidentId)}/clips`, order);
  readonly clips = (incidentId: string) => this.door.get<{ clips: Clip[] }>(`/incidents/${on(incidentId)}/clips`);
}
