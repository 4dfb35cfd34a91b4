/** What the city holds about a registrant, and what they may do with it by the link from their mailbox. */
import { call, type Authorized, type Cameras, type Channel, type Kind, type Point } from "../shared/api";

export interface Held extends Point {
  id: string;
  kind: Kind;
  name: string;
  email: string;
  phone: string;
  address: string;
  cameras: Cameras[];
  language: "en" | "es";
  safe_word: string;
  authorized?: Authorized | null;
  channels: Record<"text" | "email", boolean>;
  /** Hours of the city's own clock, such as 22:00. */
  quiet: { from: string; to: string } | null;
  state: "active" | "paused";
  paused_until?: string | null;
  /** They answered STOP to a text. */
  texts_stopped: boolean;
  consent: { version: string; text: string; agreed_at: string; language: "en" | "es" };
  made_at: string;
  changing?: { channel: Channel; to: string } | null;
}
export type Changes = Partial<Pick<Held, "name" | "language" | "safe_word" | "cameras" | "channels" | "quiet">> & { consent?: string };
export interface Left {
  left_at: string;
  deleted: string[];
  kept: string[];
  /** How many items of evidence stay. */
  evidence: number;
}

export const askForLink = (email: string): Promise<unknown> => call("POST", "/my/links", { email });

export class My {
  constructor(private readonly token: string) {}

  read = (): Promise<Held> => call<Held>("GET", "/my", undefined, this.token, "X-My-Link");
  download = (): Promise<unknown> => call("GET", "/my/download", undefined, this.token, "X-My-Link");
  change = (changes: Changes): Promise<Held> => this.post("/my/changes", changes);
  contact = (channel: Channel, to: string): Promise<Held> => this.post("/my/contact", { channel, to });
  confirm = (code: string): Promise<Held> => this.post("/my/contact/confirmations", { code });
  move = (address: string, point?: Point): Promise<Held> => this.post("/my/move", { address, ...(point && { point }) });
  pause = (days: number | null): Promise<Held> => this.post("/my/pause", { days });
  resume = (): Promise<Held> => this.post("/my/resume", {});
  leave = (): Promise<Left> => this.post("/my/leave", { sure: true });

  private post<T>(path: string, body: unknown): Promise<T> {
    return call<T>("POST", path, body, this.token, "X-My-Link");
  }
}
