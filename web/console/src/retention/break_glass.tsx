/** In an emergency, opening for an hour what one may otherwise not see. It is loud: e-mail, alarm, and a review. */
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { Why } from "../shared/why";

export function BreakGlass({ action, subject, done }: { action: string; subject: string; done: () => void }) {
  const { api } = useDesk();
  const [key] = useState(() => crypto.randomUUID());
  const { acting, fault, act } = useAct(done);
  const open = (why: string): void =>
    void act("break", () => api.retention.breakGlass({ key, action, subject, why }), { words: "It is open to you for an hour. The auditor was told." });
  return (
    <Alert type="warning" header="Only in an emergency">
      <SpaceBetween size="s">
        <span>Supervisors and the auditor are told at once, every step is written down, and your reason is reviewed within seven days.</span>
        {Boolean(fault) && <Fault fault={fault} />}
        <Why label="What the emergency is" button="Open it for an hour" sending={Boolean(acting)} send={open} />
      </SpaceBetween>
    </Alert>
  );
}
