/** A canvass of very many people waits for a second person: approving or denying is an act of whoever did not open it. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Canvass } from "./api";
import { CanvassActs } from "./canvass_acts";
import { whyNotDecide } from "./words";

export function CanvassDecision({ canvass, done }: { canvass: Canvass; done: () => void }) {
  const { api, me, may } = useDesk();
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const { acting, fault, act } = useAct(done);
  const refused = whyNotDecide(canvass, me.badge, may("canvass.approve"));
  const mine = canvass.opened_by === me.badge && may("canvass.close");
  if (refused) {
    return (
      <Alert type="info" header="Waiting for a second person">
        <SpaceBetween size="s">
          <span>{[...canvass.waits_for, refused].join(" ")}</span>
          {mine && <CanvassActs canvass={canvass} done={done} />}
        </SpaceBetween>
      </Alert>
    );
  }
  const about = { id: canvass.id, state: "open" };
  const approve = (): void => {
    void act("approve", () => api.canvass.approve(canvass), { words: "The canvass is approved and on its way.", about });
  };
  const deny = (): void => {
    setMissing(!why.trim());
    const said = { words: "The canvass is denied. Nobody was asked.", about: { ...about, state: "denied" } };
    if (why.trim()) void act("deny", () => api.canvass.deny(canvass, why.trim()), said);
  };
  return (
    <Alert type="warning" header="Waiting for a second person">
      <SpaceBetween size="m">
        <span>{[...canvass.waits_for, "Two of us must want it. Nobody has been asked yet."].join(" ")}</span>
        {Boolean(fault) && <Fault fault={fault} />}
        <Button variant="primary" loading={acting === "approve"} disabled={Boolean(acting)} onClick={approve}>
          Approve the canvass
        </Button>
        {may("canvass.deny") && (
          <FormField label="Why it is denied" errorText={missing ? "Write why." : ""}
            secondaryControl={<Button loading={acting === "deny"} disabled={Boolean(acting)} onClick={deny}>Deny the canvass</Button>}>
            <Input value={why} onChange={({ detail }) => setWhy(detail.value)} />
          </FormField>
        )}
      </SpaceBetween>
    </Alert>
  );
}
