/** What the citizens' API says and takes, and how the pages call it. */
export interface City {
  name: string;
  agency: string;
  phone: string;
  zone: string;
}
export interface Limits {
  max_bytes: number;
  max_files: number;
  part_bytes: number;
}
export interface About {
  city: City;
  consent: { version: string; text: { en: string; es: string } };
  limits: Limits;
}
export type Kind = "resident" | "business" | "institution";
export interface Point {
  lat: number;
  lon: number;
}
export interface Found extends Point {
  label: string;
  inside: boolean;
}
export type Facing = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw" | "unknown";
export type Cover = "street" | "sidewalk" | "lot" | "alley";
export type Recording = "continuous" | "motion" | "on_request" | "unknown";
/** Cameras that are alike; `days_kept` 0 means that their owner does not know. */
export interface Cameras {
  count: number;
  facing: Facing;
  covers: Cover[];
  recording: Recording;
  days_kept: number;
  clock_checked: boolean;
}
export interface Authorized {
  name: string;
  title: string;
}
export interface Registration {
  kind: Kind;
  name: string;
  email: string;
  phone: string;
  address: string;
  point?: Point;
  cameras: Cameras[];
  language: "en" | "es";
  safe_word: string;
  consent: string;
  /** Of the text that was read. */
  consent_language: "en" | "es";
  authorized?: Authorized;
}
export type Channel = "email" | "phone";
export interface Registered {
  id: string;
  state: "pending" | "active";
  confirm?: Channel[];
  confirmed?: Channel[];
}
export interface SentFile {
  id: string;
  name: string;
  bytes: number;
  state: string;
  sha256?: string;
  custody_number?: string;
  received_at?: string;
  part_bytes?: number;
  offset_s?: number;
  trimmed?: Trimmed;
  /** What the staff said of it, once they looked. */
  verdict?: "accept" | "not_needed" | "duplicate" | null;
  used?: boolean | null;
  /** The day from which it is gone, or was. */
  deleted_on?: string | null;
}
/** What the sender says of a file. */
export interface Told {
  source?: string;
  clock?: { shown: string; seen_at: string };
  trimmed?: Trimmed;
}
export interface Trimmed {
  from_ms: number;
  to_ms: number;
  name: string;
  bytes: number;
}
export interface Statement {
  kind: "household" | "custodian";
  version: string;
  text: { en: string; es: string };
  unreviewed: string[];
  signed?: { name: string; title?: string; at: string; files: number };
}
/** What may be answered without sending anything. */
export type Answer = "nothing_recorded" | "later" | "no_thanks";
export interface Request {
  id: string;
  /** By which "is this real?" knows the message. */
  code: string;
  state: "asked" | "later" | "uploaded" | "nothing_recorded" | "declined" | "closed";
  answers: Answer[];
  window: { from: string; to: string };
  near: string;
  reason: string;
  purpose?: "investigate" | "locate_person" | "locate_vehicle" | "protect_responders";
  expires_at: string;
  files: SentFile[];
  limits: Limits;
  statement?: Statement;
}
export interface Begun extends SentFile {
  part_bytes: number;
  parts: number;
  received?: PartDigest[];
}
export interface PartDigest {
  number: number;
  bytes: number;
  sha256: string;
}
export interface PartUrl {
  number: number;
  url: string;
  headers: Record<string, string>;
}
export interface Receipt extends SentFile {
  sha256: string;
  custody_number: string;
  received_at: string;
}
export interface FieldFault {
  name: string;
  message: string;
}

/** An answer that is not the one asked for (RFC 9457). `status` 0 means that no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly fields: FieldFault[] = [],
    detail = "",
  ) {
    super(detail || slug);
  }
  /** Worth trying again by itself: no network, a busy or a broken server. */
  get passes(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

const root = "/api/citizen";

/** In which header a link's token travels: a URL would end in logs. */
type Link = "X-Request-Link" | "X-My-Link";

export async function call<T>(
  method: "GET" | "POST", path: string, body?: unknown, token?: string, link: Link = "X-Request-Link",
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (token) headers[link] = token;
  const text = body === undefined ? null : JSON.stringify(body);
  const answer = await fetch(root + path, { method, headers, body: text, cache: "no-store" }).catch(() => null);
  if (!answer) throw new Problem(0, "unreachable");
  const said: unknown = await answer.json().catch(() => null);
  if (answer.ok && said !== null) return said as T;
  throw problem(answer.status, said);
}

function problem(status: number, said: unknown): Problem {
  const known = (said ?? {}) as { type?: string; detail?: string; fields?: FieldFault[] };
  const slug = known.type?.startsWith("urn:rtcc:problem:") ? known.type.slice("urn:rtcc:problem:".length) : "unexpected";
  return new Problem(status, slug, known.fields ?? [], known.detail);
}
