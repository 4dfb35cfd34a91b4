/** Asking the neighborhood: how far, which stretch of time, what for; a banded count; one confirmation; sent. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo, useState } from "react";
import type { Incident, Purpose } from "../shared/api";
import { useDesk } from "../shared/context";
import { purposes } from "../shared/words";
import { Confirmation } from "./confirmation";
import { areaOf, distance, lastTwoHours, radii, stretches, type Choice, type Stretch } from "./order";
import { OtherTimes } from "./other_times";
import { Preview } from "./preview";

interface CanvassPanelProps {
  incident: Incident;
  radius: number;
  setRadius: (radius: number) => void;
  sent: () => void;
}

export function CanvassPanel({ incident, radius, setRadius, sent }: CanvassPanelProps) {
  const { config } = useDesk();
  const { zone } = config.city;
  // One moment for the whole form: the preview and the request must name the same stretch.
  const [now, setNow] = useState(() => new Date());
  const [choice, setChoice] = useState<Omit<Choice, "radius">>(() => ({
    stretch: "120", times: lastTwoHours(now, zone), purpose: "investigate",
  }));
  const [confirming, setConfirming] = useState("");
  const area = useMemo(() => areaOf({ ...choice, radius }, now, zone), [choice, radius, now, zone]);
  const wrong = typeof area === "string" ? area : "";
  const change = (part: Partial<Choice>): void => {
    if (part.stretch) setNow(new Date());
    setChoice((old) => ({ ...old, ...part }));
  };
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={3}>
        <Choose label="Distance" value={String(radius)} onChange={(value) => setRadius(Number(value))}
          options={radii.map((meters) => ({ value: String(meters), label: distance(meters) }))} />
        <Choose label="Time window" value={choice.stretch} onChange={(value) => change({ stretch: value as Stretch })}
          options={stretches.map(({ id, label }) => ({ value: id, label }))} />
        <Choose label="Purpose" value={choice.purpose} onChange={(value) => change({ purpose: value as Purpose })}
          options={Object.entries(purposes).map(([value, label]) => ({ value, label }))} />
      </ColumnLayout>
      {choice.stretch === "chosen" && (
        <OtherTimes times={choice.times} wrong={wrong} change={(times) => change({ times })} />
      )}
      {typeof area === "string" ? <Alert type="warning">{area}</Alert> : <Preview incident={incident} area={area} />}
      <Button variant="primary" disabled={Boolean(wrong)} onClick={() => setConfirming(crypto.randomUUID())}>
        Send request…
      </Button>
      {typeof area !== "string" && confirming && (
        <Confirmation orderKey={confirming} incident={incident} area={area} purpose={choice.purpose}
          close={() => setConfirming("")} sent={sent} />
      )}
    </SpaceBetween>
  );
}

interface ChooseProps {
  label: string;
  value: string;
  options: SelectProps.Option[];
  onChange: (value: string) => void;
}

function Choose({ label, value, options, onChange }: ChooseProps) {
  const selected = options.find((one) => one.value === value) ?? null;
  return (
    <FormField label={label} stretch>
      <Select selectedOption={selected} options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")} />
    </FormField>
  );
}
