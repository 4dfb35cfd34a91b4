/** What became of an item: the verdict of whoever looked, and the ways to give one. It takes nothing out of the vault. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useAct } from "../shared/act";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import type { Verdict, VerdictName } from "./api";
import { DuplicateDialog } from "./duplicate_dialog";
import { VerdictBadge } from "./verdict_badge";
import { noteLack, verdictLook } from "./words";

export function VerdictCard({ item, done }: { item: ItemDetail; done: () => void }) {
  const { may } = useDesk();
  const mayJudge = may("evidence.triage") && item.state === "sealed";
  const words = "The sender sees it behind their link. What is not needed is still kept until its lock runs out.";
  return (
    <Container header={<Header variant="h2" description={words}>Verdict</Header>}>
      <SpaceBetween size="m">
        {item.triage ? <Given verdict={item.triage} /> : <span>Nobody has judged this item yet.</span>}
        {mayJudge && <Judge item={item} done={done} />}
      </SpaceBetween>
    </Container>
  );
}

function Given({ verdict: { verdict, of, note, at, by } }: { verdict: Verdict }) {
  const { zone } = useDesk().config.city;
  return (
    <KeyValuePairs columns={3} minColumnWidth={170} items={[
      { label: "Verdict", value: <VerdictBadge of={verdict} /> },
      { label: "Given", value: `${moment(at, zone)}, badge ${by}` },
      ...(of ? [{ label: "Duplicate of", value: <Link href={href.item(of)}>{of}</Link> }] : []),
      ...(note ? [{ label: "Note", value: <bdi>{note}</bdi> }] : []),
    ]} />
  );
}

function Judge({ item, done }: { item: ItemDetail; done: () => void }) {
  const { api } = useDesk();
  const [note, setNote] = useState("");
  const [choosing, setChoosing] = useState(false);
  const { acting, fault, act } = useAct(() => {
    setNote("");
    setChoosing(false);
    done();
  });
  const lack = noteLack(note);
  const give = (verdict: VerdictName, of = ""): void => {
    const said = { ...(of && { of }), ...(note.trim() && { note: note.trim() }) };
    const words = `The verdict is written down: ${verdictLook(verdict)[1].toLowerCase()}.`;
    if (!lack) void act(verdict, () => api.vault.judge(item.id, verdict, said), { words, about: { id: item.id, state: verdict } });
  };
  const busy = Boolean(acting) || Boolean(lack);
  return (
    <SpaceBetween size="m">
      <FormField label="Note" description="If there is something to say. It stays with the item." errorText={lack} stretch>
        <Input value={note} onChange={({ detail }) => setNote(detail.value)} />
      </FormField>
      {Boolean(fault) && !choosing && <Fault fault={fault} />}
      {item.triage && <Alert type="info">Another verdict takes the place of this one. Both stay in the record.</Alert>}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={acting === "accept"} disabled={busy} onClick={() => give("accept")}>Accept</Button>
        <Button loading={acting === "not_needed"} disabled={busy} onClick={() => give("not_needed")}>Not needed</Button>
        <Button disabled={busy} onClick={() => setChoosing(true)}>Duplicate…</Button>
      </SpaceBetween>
      {choosing && (
        <DuplicateDialog item={item} sending={acting === "duplicate"} fault={fault} close={() => setChoosing(false)}
          choose={(of) => give("duplicate", of)} />
      )}
    </SpaceBetween>
  );
}
