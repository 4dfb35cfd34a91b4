/** The last look before a request goes out to people's phones. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { purposes, stretch } from "../shared/words";
import type { Purpose, Where } from "./api";

interface ConfirmationProps {
  /** Made once per confirmation: sending twice by accident asks the neighborhood once. */
  orderKey: string;
  incident: Incident;
  where: Where;
  /** The area in words. */
  area: string;
  purpose: Purpose;
  close: () => void;
  sent: () => void;
}

export function Confirmation({ orderKey, incident, where, area, purpose, close, sent }: ConfirmationProps) {
  const { api, config, tell } = useDesk();
  const [state, setState] = useState<{ sending: boolean; fault: unknown }>({ sending: false, fault: null });
  const send = async (): Promise<void> => {
    setState({ sending: true, fault: null });
    try {
      const made = await api.canvass.open(incident.id, { ...where, key: orderKey, purpose });
      tell(made.state === "waiting"
        ? `The request for call ${incident.number} waits for a second person, because it asks so many.`
        : `The request for call ${incident.number} is on its way.`, made);
      close();
      sent();
    } catch (fault) {
      setState({ sending: false, fault });
    }
  };
  const facts = [
    { label: "Call", value: `${incident.number}, ${incident.kind}` },
    { label: "Area", value: area },
    { label: "Footage between", value: stretch(where.from, where.to, config.city.zone) },
    { label: "Purpose", value: purposes[purpose] },
  ];
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close} disabled={state.sending}>Cancel</Button>
        <Button variant="primary" loading={state.sending} onClick={() => void send()}>Send</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Cancel" header="Ask for footage?" footer={buttons}>
      <SpaceBetween size="m">
        <span>Each registrant in the area gets one text and one email. They may say no.</span>
        <KeyValuePairs columns={1} items={facts} />
        {Boolean(state.fault) && <Fault fault={state.fault} />}
      </SpaceBetween>
    </Modal>
  );
}
