/** Which item of the same call shows the same. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { moment, size } from "../shared/words";

interface DuplicateDialogProps {
  item: ItemDetail;
  sending: boolean;
  fault: unknown;
  close: () => void;
  choose: (of: string) => void;
}

export function DuplicateDialog({ item, sending, fault, close, choose }: DuplicateDialogProps) {
  const { api, config } = useDesk();
  const call = item.incident_id;
  const { value, fault: unread, loading, again } = useLoad(`evidence ${call}`, () => api.evidenceOf(call));
  const [of, setOf] = useState("");
  const [missing, setMissing] = useState(false);
  const options = (value?.items ?? []).filter(({ id }) => id !== item.id).map((one) => ({
    value: one.id, label: one.name, description: `${moment(one.received_at, config.city.zone)}, ${size(one.bytes)}, ${one.id}`,
  }));
  const go = (): void => {
    setMissing(!of);
    if (of) choose(of);
  };
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close} disabled={sending}>Cancel</Button>
        <Button variant="primary" loading={sending} onClick={go}>It is a duplicate</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Cancel" header="Duplicate of which item?" footer={buttons}>
      <SpaceBetween size="m">
        <FormField label={`Item of call ${item.incident_number}`} errorText={missing ? "Choose the item that shows the same." : ""}>
          <Select selectedOption={options.find(({ value: id }) => id === of) ?? null} options={options}
            placeholder="Choose the item" empty="This call has no other item." loadingText="Reading the evidence"
            statusType={loading ? "loading" : "finished"} onChange={({ detail }) => setOf(detail.selectedOption.value ?? "")} />
        </FormField>
        {Boolean(unread) && <Fault fault={unread} again={again} />}
        {Boolean(fault) && <Fault fault={fault} />}
      </SpaceBetween>
    </Modal>
  );
}
