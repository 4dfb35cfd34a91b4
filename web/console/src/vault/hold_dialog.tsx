/** Adding a hold: why the item must not go, and on whose authority. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { holdLacks, type HoldLack } from "./words";

const questions = [
  { name: "reason", label: "Reason", description: "Such as: a trial is set; the defense asked for it." },
  { name: "authority", label: "Authority", description: "Who wants it kept: a court’s order, a prosecutor, the city’s own rule." },
  { name: "case", label: "Case number", description: "" },
] as const;

export function HoldDialog({ item, close, done }: { item: ItemDetail; close: () => void; done: () => void }) {
  const { api } = useDesk();
  const [key] = useState(() => crypto.randomUUID());
  const [written, setWritten] = useState({ reason: "", authority: "", case: item.incident_number });
  const [lack, setLack] = useState<HoldLack>({});
  const { acting, fault, act } = useAct(() => {
    close();
    done();
  });
  const send = (): void => {
    const hold = { reason: written.reason.trim(), authority: written.authority.trim(), case: written.case.trim() };
    const missing = holdLacks(hold);
    setLack(missing);
    if (!Object.keys(missing).length) void act("hold", () => api.vault.hold(item.id, { key, ...hold }), { words: "The hold stands." });
  };
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close} disabled={Boolean(acting)}>Cancel</Button>
        <Button variant="primary" loading={Boolean(acting)} onClick={send}>Add the hold</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Cancel" header="Add a hold" footer={buttons}>
      <SpaceBetween size="m">
        {questions.map(({ name, label, description }) => (
          <FormField key={name} label={label} description={description} errorText={lack[name]}>
            <Input value={written[name]} ariaRequired onChange={({ detail }) => setWritten((old) => ({ ...old, [name]: detail.value }))} />
          </FormField>
        ))}
        {Boolean(fault) && <Fault fault={fault} />}
      </SpaceBetween>
    </Modal>
  );
}
