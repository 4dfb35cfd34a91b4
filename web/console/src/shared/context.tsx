/** What every page of the console may use: the city, the API, who is signed in, and a place for messages. */
import type { Config } from "@open-rtcc/shared/config";
import { createContext, useContext } from "react";
import type { Api, Me } from "./api";
import type { Flashes } from "./flashes";

export interface Desk {
  config: Config;
  api: Api;
  me: Me;
  may: (action: Action) => boolean;
  tell: Flashes["tell"];
  moved: Flashes["moved"];
}

/** The names of the acts that a page may offer; the service decides anew at each act. */
export type Action =
  | "incidents.list"
  | "incident.read"
  | "canvass.preview"
  | "canvass.open"
  | "canvass.read"
  | "canvass.approve"
  | "canvass.deny"
  | "canvass.close"
  | "canvass.remind"
  | "canvass.answers"
  | "coverage.read"
  | "evidence.list"
  | "evidence.read"
  | "evidence.download"
  | "evidence.triage"
  | "preview.read"
  | "cameras.list"
  | "camera.view_live"
  | "footage.review"
  | "notice.delay"
  | "clip.order"
  | "clip.read"
  | "releases.list"
  | "release.read"
  | "release.ask"
  | "release.approve"
  | "release.deny"
  | "release.renew"
  | "evidence.hold"
  | "hold.ask_lift"
  | "hold.lift"
  | "hold.refuse_lift"
  | "fixity.read"
  | "evidence.classify"
  | "schedules.read"
  | "schedule.propose"
  | "schedule.approve"
  | "schedule.withdraw"
  | "disposals.list"
  | "disposal.read"
  | "disposal.ask"
  | "disposal.approve"
  | "disposal.stop"
  | "expunging.ask"
  | "expunging.approve"
  | "expunging.deny"
  | "glass.break"
  | "glass.list"
  | "glass.review"
  | "sample.read"
  | "sample.judge"
  | "inventory.read"
  | "evidence.trace"
  | "inquiry.ask"
  | "inquiries.list"
  | "inquiry.read"
  | "inquiry.assemble"
  | "inquiry.decline"
  | "custody.read"
  | "custody.verify";

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a page outside the console");
  return desk;
}
