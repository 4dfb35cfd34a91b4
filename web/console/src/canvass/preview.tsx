/** About how many registered cameras would be asked: a band, never a count, so that nobody's home can be found by it. */
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { trouble } from "../shared/words";
import type { Band, Where } from "./api";

/** Waits until the hand rests, so that trying distances and drawing corners does not use up the allowed counts. */
const restMs = 350;
const restDrawingMs = 1500;

export function Preview({ incident, where }: { incident: Incident; where: Where }) {
  const { api } = useDesk();
  const [state, setState] = useState<{ seen?: Band; fault?: unknown } | null>(null);
  useEffect(() => {
    let current = true;
    setState(null);
    const read = (): void => {
      api.canvass.preview(incident.id, where).then(
        (seen) => current && setState({ seen }),
        (fault: unknown) => current && setState({ fault }),
      );
    };
    const timer = setTimeout(read, "area" in where ? restDrawingMs : restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, incident.id, where]);
  if (!state) return <Alert type="info">Counting registrants in this area…</Alert>;
  if (!state.seen) return <Alert type="warning" header="The count is not available">{trouble(state.fault)}</Alert>;
  const { band, waits_for: reasons = [] } = state.seen;
  return (
    <SpaceBetween size="s">
      <Alert type="info" header={`Registrants in this area: ${band}`}>
        You see no name, address or number until somebody answers.
      </Alert>
      {reasons.length > 0 && <Alert type="warning" header="A second person must agree before anybody is asked">{reasons.join(" ")}</Alert>}
    </SpaceBetween>
  );
}
