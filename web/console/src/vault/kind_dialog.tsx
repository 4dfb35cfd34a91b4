/** Which kind of case an item belongs to: the schedule in force says how long that kind is kept. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { lasting } from "../retention/words";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";

export function KindDialog({ item, close, done }: { item: ItemDetail; close: () => void; done: () => void }) {
  const { api } = useDesk();
  const known = useLoad("schedules", api.retention.schedules);
  const [kind, setKind] = useState(item.kind ?? "");
  const [number, setNumber] = useState(item.incident_number);
  const [missing, setMissing] = useState(false);
  const { acting, fault, act } = useAct(() => {
    close();
    done();
  });
  const options = (known.value?.in_force.kinds ?? []).map((one) => ({
    value: one.kind, label: one.title, description: `${lasting(one.days)}, by ${one.authority}`,
  }));
  const send = (): void => {
    setMissing(!kind || !number.trim());
    if (kind && number.trim()) void act("kind", () => api.vault.classify(item.id, kind, number.trim()), { words: "The kind of case is written down." });
  };
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close} disabled={Boolean(acting)}>Cancel</Button>
        <Button variant="primary" loading={Boolean(acting)} onClick={send}>Write it down</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Cancel" header="Kind of case" footer={buttons}>
      <SpaceBetween size="m">
        {Boolean(known.fault) && <Fault fault={known.fault} again={known.again} />}
        <FormField label="Kind of case" errorText={missing && !kind ? "Choose the kind of case." : ""}>
          <Select selectedOption={options.find(({ value }) => value === kind) ?? null} options={options} placeholder="Choose the kind"
            statusType={known.loading ? "loading" : "finished"} loadingText="Reading the schedule" empty="The schedule names no kind."
            onChange={({ detail }) => setKind(detail.selectedOption.value ?? "")} />
        </FormField>
        <FormField label="Case number" errorText={missing && !number.trim() ? "Write the number of the case." : ""}>
          <Input value={number} ariaRequired onChange={({ detail }) => setNumber(detail.value)} />
        </FormField>
        {Boolean(fault) && <Fault fault={fault} />}
      </SpaceBetween>
    </Modal>
  );
}
