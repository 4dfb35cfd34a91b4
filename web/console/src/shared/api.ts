/** What the console's API says and takes, and how the pages call it. */
export interface Me {
  id: string;
  name: string;
  badge: string;
  role: string;
  agency: string;
  ori: string;
  actions: string[];
}
export interface Incident {
  id: string;
  number: string;
  priority: number;
  kind: string;
  address: string;
  lat: number;
  lon: number;
  opened_at: string;
  state: string;
}
export type Purpose = "investigate" | "locate_person" | "locate_vehicle" | "protect_responders";
export interface Area {
  radius_m: number;
  from: string;
  to: string;
}
export interface Canvass {
  id: string;
  incident_id: string;
  radius_m: number;
  window: { from: string; to: string };
  purpose: Purpose;
  opened_at: string;
  opened_by: string;
  state: string;
  asked?: string;
  uploaded?: number;
  declined?: number;
}
export interface Item {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
  state: string;
  flaw?: string;
  incident_id: string;
  incident_number: string;
  received_at: string;
}
export interface Line {
  subject: string;
  seq: number;
  at: string;
  event: string;
  outcome: string;
  actor: string;
  role: string;
  badge?: string;
  reason: string;
  facts: Record<string, unknown>;
  previous: string;
  hash: string;
}
export interface Storage {
  bucket: string;
  key: string;
  version_id: string;
  mode: string;
  until: string | null;
  hold: boolean;
  read_at: string;
}
export interface ItemDetail extends Item {
  storage?: Storage;
  source?: { kind: string; canvass_id: string; request_id: string; submission_id: string };
  custody?: Line[];
}
export interface Verification {
  holds: boolean;
  lines: number;
  subjects: number;
  log_size: number;
  unsealed?: number;
  faults: { subject: string; seq: number; what: string }[];
  checked_at: string;
}

/** An answer that is not the one asked for (RFC 9457). `status` 0 means that no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly detail = "",
    readonly fields: { name: string; message: string }[] = [],
  ) {
    super(detail || slug);
  }
}

interface Bearer {
  token: () => string;
  /** Told when the API no longer takes the token. */
  expired: () => void;
}

export class Api {
  constructor(
    private readonly root: string,
    private readonly bearer: Bearer,
  ) {}

  readonly me = () => this.call<Me>("GET", "/me");
  readonly openIncidents = () => this.call<{ incidents: Incident[]; now: string }>("GET", "/incidents?state=open");
  readonly incident = (id: string) => this.call<Incident>("GET", `/incidents/${on(id)}`);
  readonly preview = (id: string, area: Area) =>
    this.call<{ band: string }>("POST", `/incidents/${on(id)}/canvass-preview`, area);
  readonly openCanvass = (id: string, order: Area & { key: string; purpose: Purpose }) =>
    this.call<Canvass>("POST", `/incidents/${on(id)}/canvasses`, order);
  readonly canvasses = (id: string) => this.call<{ canvasses: Canvass[] }>("GET", `/incidents/${on(id)}/canvasses`);
  readonly evidenceOf = (id: string) => this.call<{ items: Item[] }>("GET", `/incidents/${on(id)}/evidence`);
  readonly evidence = (after = "") =>
    this.call<{ items: Item[]; next?: string | null }>("GET", `/evidence${after && `?cursor=${on(after)}`}`);
  readonly item = (id: string) => this.call<ItemDetail>("GET", `/evidence/${on(id)}`);
  readonly download = (id: string, reason: string) =>
    this.call<{ url: string; expires_at: string }>("POST", `/evidence/${on(id)}/download`, { reason });
  readonly custody = (subject: string) => this.call<{ lines: Line[] }>("GET", `/custody/${on(subject)}`);
  readonly verify = () => this.call<Verification>("POST", "/custody/verifications", {});

  private async call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json", Authorization: this.bearer.token() };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const text = body === undefined ? null : JSON.stringify(body);
    const answer = await fetch(this.root + path, { method, headers, body: text, cache: "no-store" }).catch(() => null);
    if (!answer) throw new Problem(0, "unreachable");
    const said: unknown = await answer.json().catch(() => null);
    if (answer.ok && said !== null) return said as T;
    if (answer.status === 401) this.bearer.expired();
    throw problem(answer.status, said);
  }
}

const on = encodeURIComponent;

function problem(status: number, said: unknown): Problem {
  const { type = "", detail, fields } = (said ?? {}) as Partial<Problem> & { type?: string };
  return new Problem(status, type.split(":").pop() || "unexpected", detail, fields);
}
