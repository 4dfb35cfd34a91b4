/** How a page of somebody who is signed in calls its API, and what an answer is that is not the one asked for. */

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

export interface Bearer {
  token: () => string;
  /** Told when the API no longer takes the token. */
  expired: () => void;
}

export class Door {
  constructor(
    private readonly root: string,
    private readonly bearer: Bearer,
  ) {}

  readonly get = <T>(path: string): Promise<T> => this.call<T>("GET", path);
  readonly post = <T>(path: string, body: unknown = {}): Promise<T> => this.call<T>("POST", path, body);

  readonly put = <T>(path: string, body: unknown = {}): Promise<T> => this.call<T>("PUT", path, body);

  private async call<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T> {
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

/** A part of a path, whatever somebody put into it. */
export const on = encodeURIComponent;

function problem(status: number, said: unknown): Problem {
  const { type = "", detail, fields } = (said ?? {}) as Partial<Problem> & { type?: string };
  return new Problem(status, type.split(":").pop() || "unexpected", detail, fields);
}
