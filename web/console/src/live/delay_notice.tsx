/** A supervisor may let the owners read later of views for a priority-1 call: once, written down, counted (P2.4). */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { moment } from "../shared/words";

export function DelayNotice({ incident }: { incident: Incident }) {
  const { api, config, tell } = useDesk();
  const [isAsking, ask] = useState(false);
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const delay = async (): Promise<void> => {
    setMissing(!why.trim());
    if (!why.trim()) return;
    setSending(true);
    setFault(null);
    try {
      const { until } = await api.live.delayNotice(incident.id, why.trim());
      tell(`Owners read of views that are opened from now on when this call is closed, at the latest ${moment(until, config.city.zone)}.`);
      ask(false);
    } catch (failed) {
      setFault(failed);
    }
    setSending(false);
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={() => ask(false)}>Cancel</Button>
        <Button variant="primary" loading={sending} onClick={() => void delay()}>Delay the notice</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <>
      <Button onClick={() => ask(true)}>Delay the owner’s notice</Button>
      <Modal visible={isAsking} onDismiss={() => ask(false)} header="Delay the owner’s notice" footer={footer}>
        <SpaceBetween size="m">
          <Box variant="p">
            Owners read at once who looks through their cameras. For this call they would read it when the call is closed,
            and after 24 hours at the latest. This can be done once for a call. It goes into the custody record, and how
            often it is done is counted in public. What is open already stays in sight.
          </Box>
          <FormField label="Why" errorText={missing ? "Write why the owner must not know yet." : ""}>
            <Input value={why} ariaRequired onChange={({ detail }) => setWhy(detail.value)} />
          </FormField>
          {Boolean(fault) && <Fault fault={fault} />}
        </SpaceBetween>
      </Modal>
    </>
  );
}
