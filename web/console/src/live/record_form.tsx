/** Recording is an act of its own: it names a case, and the box cuts what it has itself recorded (P3.2). */
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Camera, ClipOrder } from "./api";
import { lastSeconds } from "./words";

interface RecordFormProps {
  incident: Incident;
  camera: Camera;
  /** When the newest picture was taken, in milliseconds; 0 before the first. */
  newest: () => number;
  /** The case, when it was named before. */
  number?: string;
}

export function RecordForm({ incident, camera, newest, number: known = "" }: RecordFormProps) {
  const { api, tell } = useDesk();
  const [number, setNumber] = useState(known);
  const [strict, setStrict] = useState(false);
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<{ order: ClipOrder; fault: unknown } | null>(null);
  const send = async (order: ClipOrder): Promise<void> => {
    setSending(true);
    setFailed(null);
    try {
      await api.live.orderClip(incident.id, order);
      tell(`The clip from ${camera.name} was ordered. It appears under “Clips”.`);
    } catch (fault) {
      setFailed({ order, fault });
    }
    setSending(false);
  };
  const record = (): void => {
    const name = number.trim();
    setMissing(!name);
    if (!name) return;
    // The camera's own time of what was just seen; without a picture, now.
    const { from, to } = lastSeconds(10, newest() || Date.now());
    void send({ key: crypto.randomUUID(), camera_id: camera.id, from, to, case: name, strict });
  };
  const again = failed && (() => void send(failed.order));
  const { allowed, why } = camera.recall;
  if (!allowed) return <span>{`This camera’s footage cannot be recorded: ${why || "the owner does not allow it"}.`}</span>;
  return (
    <SpaceBetween size="s">
      <FormField label="Case number" errorText={missing ? "Write the number of the case." : ""}
        description="Goes with the clip and into the custody record."
        secondaryControl={<Button loading={sending} onClick={record}>Record the last 10 seconds</Button>}>
        <Input value={number} ariaRequired onChange={({ detail }) => setNumber(detail.value)} />
      </FormField>
      <Checkbox checked={strict} onChange={({ detail }) => setStrict(detail.checked)}
        description="The file may then begin up to a second or two later: at the next whole picture.">
        Nothing from before these seconds in the file
      </Checkbox>
      {failed && <Fault fault={failed.fault} again={again ?? undefined} />}
    </SpaceBetween>
  );
}
