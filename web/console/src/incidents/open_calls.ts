/** The open calls, asked for every second, and which of the most urgent ones are new. */
import { useEffect, useRef, useState } from "react";
import type { Incident } from "../shared/api";
import type { Desk } from "../shared/context";
import { useLoad } from "../shared/load";

export interface OpenCalls {
  calls: Incident[] | null;
  fault: unknown;
  updated: string;
  urgent: Incident[];
  dismiss: (id: string) => void;
}

export function useOpenCalls({ api, may }: Desk): OpenCalls {
  const allowed = may("incidents.list");
  const nothing = async () => ({ incidents: [], now: "" });
  const { value, fault } = useLoad("open calls", allowed ? api.openIncidents : nothing, allowed ? 1000 : 0);
  const seen = useRef<Set<string> | null>(null);
  const [urgent, setUrgent] = useState<Incident[]>([]);
  useEffect(() => {
    if (!value) return;
    const known = seen.current;
    seen.current = new Set([...(known ?? []), ...value.incidents.map(({ id }) => id)]);
    const open = new Set(value.incidents.map(({ id }) => id));
    // What was open when the page came up is in the list already; only what comes later is announced.
    const fresh = known ? value.incidents.filter((one) => one.priority === 1 && !known.has(one.id)) : [];
    setUrgent((old) => {
      const still = old.filter(({ id }) => open.has(id));
      return fresh.length || still.length !== old.length ? [...fresh, ...still] : old;
    });
  }, [value]);
  const dismiss = (id: string): void => setUrgent((old) => old.filter((one) => one.id !== id));
  const calls = value && [...value.incidents].sort(byUrgency);
  return { calls, fault, updated: value?.now ?? "", urgent, dismiss };
}

const byUrgency = (a: Incident, b: Incident): number =>
  a.priority - b.priority || b.opened_at.localeCompare(a.opened_at);
