/** What the owners' API says and takes. */
import { on, type Door } from "@open-rtcc/shared/door";

/** What the owner allows on one camera. What is not said is not allowed. */
export interface Grant {
  live?: "never" | "priority_1" | "any_call" | "approved" | "always";
  radius_m?: number;
  most_minutes?: number;
  recall?: "never" | "request" | "case";
  depth_hours?: number;
  directed?: boolean;
  emergency?: boolean;
  /** From and to, in minutes of the site's own day. */
  hours?: [number, number];
  starts_at?: string;
  ends_at?: string;
  days_stored?: number;
}
export interface Camera {
  id: string;
  name: string;
  grant: Grant;
  in_force_at: string;
  /** Whether the center already keeps to less, and the box has yet to say so. */
  is_held: boolean;
  state?: string;
  /** What the box noticed of it. */
  warn?: string;
  watching?: { since: string; badge: string; incident_number: string; kind?: "live" | "review" };
}
/** How the box does, as it last said itself. */
export interface Health {
  disk?: "ok" | "filling" | "full" | "broken";
  free_percent?: number;
  temperature_c?: number;
  clock_ahead_ms?: number;
  version?: string;
}
export interface Site {
  site: { id: string; name: string; address: string };
  box: { online: boolean; seen_at?: string; model: string; suspended?: boolean; health?: Health };
  cameras: Camera[];
  /** Cameras of which the center knows a number and no name. */
  hidden: number;
}
export interface View {
  id: string;
  camera_name: string;
  opened_at: string;
  ended_at?: string;
  seconds: number;
  badge: string;
  incident_number: string;
  purpose: "call" | "directed" | "emergency";
  why_ended?: string;
  kind?: "live" | "review";
  case?: string;
  /** Of a review: the earliest and the latest moment of the recording that was played. */
  shown_from?: string;
  shown_to?: string;
}
export interface Clip {
  id: string;
  camera_name: string;
  ordered_at: string;
  from: string;
  to: string;
  badge: string;
  incident_number: string;
  case: string;
  state: string;
}

export class Owner {
  constructor(private readonly door: Door) {}

  readonly site = () => this.door.get<Site>("/site");
  readonly views = () => this.door.get<{ views: View[] }>("/views");
  readonly clips = () => this.door.get<{ clips: Clip[] }>("/clips");
  /** Allow nothing any more. Allowing more is possible on the box's own page only (P2.1). */
  readonly turnOff = (id: string) => this.door.post<Camera>(`/cameras/${on(id)}/narrowing`, { grant: {} });
}
