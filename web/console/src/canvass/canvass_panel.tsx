/** Asking the neighborhood: which area, which stretch of time, what for; a banded count; one confirmation; sent. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo, useState } from "react";
import type { Incident } from "../shared/api";
import { Choose } from "../shared/choose";
import { useDesk } from "../shared/context";
import { purposes } from "../shared/words";
import type { Area, Purpose } from "./api";
import { AreaChoice } from "./area_choice";
import { Confirmation } from "./confirmation";
import type { Drawing } from "./drawing";
import { MessagePreview } from "./message_preview";
import { aroundCall, areaWords, stretches, timesOf, whereOf, windowOf, type Choice, type Stretch } from "./order";
import { OtherTimes } from "./other_times";
import { Preview } from "./preview";

interface CanvassPanelProps {
  incident: Incident;
  drawing: Drawing;
  draw: (drawing: Drawing) => void;
  /** What was drawn as a shape; null is the circle around the call; words say what it lacks. */
  area: Area | string | null;
  sent: () => void;
}

export function CanvassPanel({ incident, drawing, draw, area, sent }: CanvassPanelProps) {
  const { config } = useDesk();
  const { zone } = config.city;
  // One moment for the whole form: the preview and the request must name the same stretch.
  const [now, setNow] = useState(() => new Date());
  const [choice, setChoice] = useState<Choice>(() => ({
    stretch: "call", times: timesOf(aroundCall(incident.opened_at, new Date()), zone), purpose: "investigate",
  }));
  const [confirming, setConfirming] = useState("");
  const { stretch, times, purpose } = choice;
  const window = useMemo(
    () => windowOf({ stretch, times }, { openedAt: incident.opened_at, now, zone }),
    [stretch, times, incident.opened_at, now, zone],
  );
  const where = useMemo(() => whereOf(area, drawing.radius, window), [area, drawing.radius, window]);
  const change = (part: Partial<Choice>): void => {
    if (part.stretch) setNow(new Date());
    setChoice((old) => ({ ...old, ...part }));
  };
  const wrong = typeof where === "string";
  return (
    <SpaceBetween size="l">
      <AreaChoice incident={incident} drawing={drawing} draw={draw} />
      <ColumnLayout columns={2}>
        <Choose label="Time window" value={stretch} onChange={(value) => change({ stretch: value as Stretch })}
          options={stretches.map(({ id, label }) => ({ value: id, label }))} />
        <Choose label="Purpose" value={purpose} onChange={(value) => change({ purpose: value as Purpose })}
          options={Object.entries(purposes).map(([value, label]) => ({ value, label }))} />
      </ColumnLayout>
      {stretch === "chosen" && (
        <OtherTimes times={times} wrong={typeof window === "string" ? window : ""} change={(changed) => change({ times: changed })} />
      )}
      {wrong ? <Alert type="warning">{where}</Alert> : <Preview incident={incident} where={where} />}
      <MessagePreview purpose={purpose} window={typeof window === "string" ? null : window} />
      <Button variant="primary" disabled={wrong} onClick={() => setConfirming(crypto.randomUUID())}>
        Send request…
      </Button>
      {!wrong && confirming && (
        <Confirmation orderKey={confirming} incident={incident} where={where} purpose={purpose}
          area={areaWords("area" in where ? where.area : null, drawing.radius, incident.address)}
          close={() => setConfirming("")} sent={sent} />
      )}
    </SpaceBetween>
  );
}
