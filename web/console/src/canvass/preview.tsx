/** About how many registered cameras would be asked: a band, never a count, so that nobody's home can be found by it. */
import Alert from "@cloudscape-design/components/alert";
import { useEffect, useState } from "react";
import type { Area, Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { trouble } from "../shared/words";

/** Waits until the hand rests, so that trying distances does not use up the allowed counts. */
const restMs = 350;

export function Preview({ incident, area }: { incident: Incident; area: Area }) {
  const { api } = useDesk();
  const [state, setState] = useState<{ band: string; fault: unknown } | null>(null);
  useEffect(() => {
    let current = true;
    setState(null);
    const read = (): void => {
      api.preview(incident.id, area).then(
        ({ band }) => current && setState({ band, fault: null }),
        (fault: unknown) => current && setState({ band: "", fault }),
      );
    };
    const timer = setTimeout(read, restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, incident.id, area]);
  if (!state) return <Alert type="info">Counting registrants in this area…</Alert>;
  if (state.fault) return <Alert type="warning" header="The count is not available">{trouble(state.fault)}</Alert>;
  return (
    <Alert type="info" header={`Registrants in this area: ${state.band}`}>
      You see no name, address or number until somebody answers.
    </Alert>
  );
}
