/** Where in the console one is: kept behind the #, so that the site needs to know one page only. */
import { useSyncExternalStore } from "react";

export type Route =
  | { page: "calls" }
  | { page: "incident"; id: string }
  | { page: "evidence" }
  | { page: "item"; id: string }
  | { page: "reviews" }
  | { page: "releases" }
  | { page: "askRelease" }
  | { page: "release"; id: string }
  | { page: "custody" }
  | { page: "inquiries" }
  | { page: "askInquiry" }
  | { page: "inquiry"; id: string }
  | { page: "schedules" }
  | { page: "disposals" }
  | { page: "disposal"; id: string }
  | { page: "inventory" }
  | { page: "trace"; digest: string }
  | { page: "people"; id: string }
  | { page: "glass" }
  | { page: "sample" }
  | { page: "unknown" };

export const href = {
  calls: "#/",
  evidence: "#/evidence",
  reviews: "#/canvasses",
  releases: "#/releases",
  askRelease: "#/releases/new",
  custody: "#/custody",
  inquiries: "#/inquiries",
  askInquiry: "#/inquiries/new",
  schedules: "#/retention",
  disposals: "#/disposals",
  inventory: "#/inventory",
  trace: "#/trace",
  glass: "#/glass",
  sample: "#/sample",
  inquiry: (id: string) => `#/inquiries/${encodeURIComponent(id)}`,
  disposal: (id: string) => `#/disposals/${encodeURIComponent(id)}`,
  people: (id: string) => `#/people/${encodeURIComponent(id)}`,
  incident: (id: string) => `#/incidents/${encodeURIComponent(id)}`,
  release: (id: string) => `#/releases/${encodeURIComponent(id)}`,
  item: (id: string) => `#/evidence/${encodeURIComponent(id)}`,
};

/** An address that somebody mangled is an address of nothing, not the end of the page. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export function routeOf(hash: string): Route {
  const [room = "", id] = hash.replace(/^#?\/?/, "").split("/");
  const known = plain(id ?? "");
  if (room === "") return { page: "calls" };
  if (room === "incidents" && known) return { page: "incident", id: known };
  if (room === "evidence") return known ? { page: "item", id: known } : { page: "evidence" };
  if (room === "canvasses") return { page: "reviews" };
  if (room === "releases" && known === "new") return { page: "askRelease" };
  if (room === "releases") return known ? { page: "release", id: known } : { page: "releases" };
  if (room === "inquiries" && known === "new") return { page: "askInquiry" };
  if (room === "inquiries") return known ? { page: "inquiry", id: known } : { page: "inquiries" };
  if (room === "disposals") return known ? { page: "disposal", id: known } : { page: "disposals" };
  if (room === "trace") return { page: "trace", digest: known };
  if (room === "people" && known) return { page: "people", id: known };
  const plainly: Record<string, Route> = {
    custody: { page: "custody" }, retention: { page: "schedules" }, inventory: { page: "inventory" }, glass: { page: "glass" },
    sample: { page: "sample" },
  };
  return plainly[room] ?? { page: "unknown" };
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}
