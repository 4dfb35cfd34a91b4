/** What may be done with an open canvass: remind whoever has not answered, once; close it early. A waiting one is withdrawn. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Canvass } from "./api";
import { whyNotRemind } from "./words";

type Name = "remind" | "close";
interface Dialog {
  header: string;
  body: string;
  yes: string;
  said: string;
  /** What the canvass is afterwards. */
  state: string;
}

const withdraw: Dialog = {
  header: "Withdraw this canvass?", body: "Nobody has been asked, and nobody will be.",
  yes: "Withdraw it", said: "The canvass is withdrawn. Nobody was asked.", state: "closed",
};
const dialogs: Record<Name, Dialog> = {
  remind: {
    header: "Remind everybody who has not answered?",
    body: "They get one more text and one more email. Nobody who said no, or asked for no more texts, is among them. It works once.",
    yes: "Remind them", said: "The reminder is on its way.", state: "open",
  },
  close: {
    header: "Close this canvass with thanks?",
    body: "Whoever has not answered is told that we have what we need. Messages that are not sent yet are stopped. It cannot be opened again.",
    yes: "Close with thanks", said: "The canvass is closed.", state: "closed",
  },
};

export function CanvassActs({ canvass, done }: { canvass: Canvass; done: () => void }) {
  const { may } = useDesk();
  const [asking, setAsking] = useState<Name | null>(null);
  const no = whyNotRemind(canvass);
  const waits = canvass.state === "waiting";
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {may("canvass.remind") && !waits && (
        <Button disabled={Boolean(no)} disabledReason={no} onClick={() => setAsking("remind")}>Remind once…</Button>
      )}
      {may("canvass.close") && <Button onClick={() => setAsking("close")}>{waits ? "Withdraw…" : "Close with thanks…"}</Button>}
      {asking && <Sure name={asking} canvass={canvass} close={() => setAsking(null)} done={done} />}
    </SpaceBetween>
  );
}

function Sure({ name, canvass, close, done }: { name: Name; canvass: Canvass; close: () => void; done: () => void }) {
  const { api } = useDesk();
  const { header, body, yes, said, state } = canvass.state === "waiting" ? withdraw : dialogs[name];
  const { acting, fault, act } = useAct(() => {
    close();
    done();
  });
  const go = (): void => {
    void act(name, () => api.canvass[name](canvass), { words: said, about: { id: canvass.id, state } });
  };
  const buttons = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={close} disabled={Boolean(acting)}>Cancel</Button>
        <Button variant="primary" loading={Boolean(acting)} onClick={go}>{yes}</Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible onDismiss={close} closeAriaLabel="Cancel" header={header} footer={buttons}>
      <SpaceBetween size="m">
        <span>{body}</span>
        {Boolean(fault) && <Fault fault={fault} />}
      </SpaceBetween>
    </Modal>
  );
}
