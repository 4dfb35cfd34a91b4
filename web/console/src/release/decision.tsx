/** Approving or denying: an act of a supervisor who did not ask for the release. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Release } from "./api";

export function Decision({ release, done }: { release: Release; done: () => void }) {
  const { api, me, may } = useDesk();
  const [why, setWhy] = useState("");
  const [missing, setMissing] = useState(false);
  const { acting, fault, act } = useAct(done);
  if (!may("release.approve") && !may("release.deny")) {
    return <Alert type="info">A supervisor approves or denies this release.</Alert>;
  }
  if (release.asked_by === me.badge) {
    return <Alert type="info" header="You asked for this release yourself">Somebody else must approve or deny it.</Alert>;
  }
  const about = (state: string) => ({ id: release.id, state });
  const approve = (): void => {
    const words = "The release is approved. The package is being made.";
    void act("approve", () => api.releases.approve(release.id), { words, about: about("approved") });
  };
  const deny = (): void => {
    setMissing(!why.trim());
    const said = { words: "The release is denied.", about: about("denied") };
    if (why.trim()) void act("deny", () => api.releases.deny(release.id, why.trim()), said);
  };
  const busy = Boolean(acting);
  const words = "Approving hands copies of these items to the agency. When its receipt arrives, custody is theirs.";
  return (
    <Container header={<Header variant="h2" description={words}>Your decision</Header>}>
      <SpaceBetween size="m">
        {Boolean(fault) && <Fault fault={fault} />}
        {may("release.approve") && (
          <Button variant="primary" loading={acting === "approve"} disabled={busy} onClick={approve}>
            Approve the release
          </Button>
        )}
        {may("release.deny") && (
          <FormField label="Why it is denied" errorText={missing ? "Write why." : ""}
            secondaryControl={<Button loading={acting === "deny"} disabled={busy} onClick={deny}>Deny the release</Button>}>
            <Input value={why} onChange={({ detail }) => setWhy(detail.value)} />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}
