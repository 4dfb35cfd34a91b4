/** Approving or denying: an act of a supervisor who did not ask for the release. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Problem } from "@open-rtcc/shared/door";
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
  // The center says so when there is a program among the items; then a second word is needed.
  const [programs, setPrograms] = useState("");
  const [known, setKnown] = useState(false);
  if (!may("release.approve") && !may("release.deny")) {
    return <Alert type="info">A supervisor approves or denies this release.</Alert>;
  }
  if (release.asked_by === me.badge) {
    return <Alert type="info" header="You asked for this release yourself">Somebody else must approve or deny it.</Alert>;
  }
  const about = (state: string) => ({ id: release.id, state });
  const approve = (): void => {
    const words = "The release is approved. The package is being made.";
    const approval = async (): Promise<void> => {
      try {
        await api.releases.approve(release.id, known);
      } catch (refused) {
        if (refused instanceof Problem && refused.slug === "programs") setPrograms(refused.detail);
        throw refused;
      }
    };
    void act("approve", approval, { words, about: about("approved") });
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
        {Boolean(fault) && !programs && <Fault fault={fault} />}
        {programs && (
          <Alert type="warning" header="There is a program among these items">
            <SpaceBetween size="s">
              {programs}
              <Checkbox checked={known} onChange={({ detail }) => setKnown(detail.checked)}>
                I know that it is a program, and it is meant to leave.
              </Checkbox>
            </SpaceBetween>
          </Alert>
        )}
        {may("release.approve") && (
          <Button variant="primary" loading={acting === "approve"} disabled={busy || Boolean(programs && !known)}
            onClick={approve}>
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
