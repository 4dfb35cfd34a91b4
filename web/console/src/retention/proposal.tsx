/** A proposed schedule: what it changes, what it would let go, and the decision of whoever did not propose it. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { Why } from "../shared/why";
import { moment } from "../shared/words";
import type { Kind, Proposed } from "./api";
import { DryRunCard } from "./dry_run";
import { changes } from "./words";
import { Rows } from "../shared/rows";

export function Proposal({ now, proposed, done }: { now: Kind[]; proposed: Proposed; done: () => void }) {
  const { zone } = useDesk().config.city;
  const { approved_by: approver, effective_at: from } = proposed;
  const changed = changes(now, proposed.kinds).filter(({ words }) => words);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2" description={`Version ${proposed.version}`}>Proposed</Header>}>
        <SpaceBetween size="m">
          {approver && from && <Alert type="info">{`Badge ${approver} agreed. It comes into force ${moment(from, zone)}, unless somebody withdraws it.`}</Alert>}
          <KeyValuePairs columns={2} minColumnWidth={200} items={[
            { label: "Proposed", value: `${moment(proposed.proposed_at, zone)}, badge ${proposed.proposed_by}` },
            { label: "Why", value: <bdi className="broken">{proposed.why}</bdi> },
          ]} />
          <Decide proposed={proposed} done={done} />
        </SpaceBetween>
      </Container>
      <Rows
        header={<Header variant="h2" counter={`(${changed.length})`}>What it changes</Header>}
        items={changed}
        trackBy="kind"
        wrapLines
        empty="It changes nothing."
        ariaLabels={{ tableLabel: "What it changes" }}
        columnDefinitions={[
          { id: "title", header: "Kind of case", isRowHeader: true, cell: (one) => <bdi>{one.title}</bdi>, minWidth: 180 },
          { id: "words", header: "Kept", cell: (one) => `${one.words}${one.shorter ? " (shorter)" : ""}`, minWidth: 200 },
        ]}
      />
      {proposed.dry_run && <DryRunCard run={proposed.dry_run} />}
    </SpaceBetween>
  );
}

function Decide({ proposed, done }: { proposed: Proposed; done: () => void }) {
  const { api, me, may } = useDesk();
  const { acting, fault, act } = useAct(done);
  const isOwn = proposed.proposed_by === me.badge;
  const approve = (): void =>
    void act("approve", () => api.retention.approveSchedule(proposed.version), { words: "The schedule is approved. It comes into force after the delay." });
  const withdraw = (why: string): void =>
    void act("withdraw", () => api.retention.withdraw(proposed.version, why), { words: "The proposal is withdrawn." });
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} />}
      {may("schedule.approve") && isOwn && !proposed.approved_by && <span>You proposed it yourself. Somebody else must agree.</span>}
      {may("schedule.approve") && !isOwn && !proposed.approved_by && (
        <Button variant="primary" loading={acting === "approve"} disabled={Boolean(acting)} onClick={approve}>Agree to it</Button>
      )}
      {may("schedule.withdraw") && (
        <Why label="Why it is withdrawn" button="Withdraw it" sending={acting === "withdraw"} disabled={Boolean(acting)} send={withdraw} />
      )}
    </SpaceBetween>
  );
}
