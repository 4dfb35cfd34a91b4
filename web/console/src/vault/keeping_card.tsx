/** How long an item is kept: its kind of case, its schedule's end, and when its bytes were last read to the end. */
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { ItemDetail } from "../shared/api";
import { useDesk } from "../shared/context";
import { moment, sentence } from "../shared/words";
import type { Fixity } from "./api";
import { EarlyEnd } from "./early_end";
import { KindDialog } from "./kind_dialog";
import { fixityLook, keptUntil } from "./words";

export function KeepingCard({ item, done }: { item: ItemDetail; done: () => void }) {
  const { config, may } = useDesk();
  const [choosing, setChoosing] = useState(false);
  const { zone } = config.city;
  const isHere = item.state === "sealed" || item.state === "quarantined";
  const button = may("evidence.classify") && may("schedules.read") && isHere && (
    <Button onClick={() => setChoosing(true)}>{item.kind ? "Change the kind of case…" : "Say the kind of case…"}</Button>
  );
  return (
    <Container header={<Header variant="h2" actions={button}>Keeping</Header>}>
      <KeyValuePairs columns={3} minColumnWidth={180} items={[
        { label: "Kind of case", value: item.kind ? sentence(item.kind) : "Nobody has said" },
        { label: "Its schedule keeps it", value: keptUntil(item, (at) => moment(at, zone)) },
        { label: "Digest computed again", value: <Checked fixity={item.fixity} zone={zone} /> },
      ]} />
      <EarlyEnd item={item} />
      {choosing && <KindDialog item={item} close={() => setChoosing(false)} done={done} />}
    </Container>
  );
}

function Checked({ fixity, zone }: { fixity: Fixity | null | undefined; zone: string }) {
  if (!fixity) return <StatusIndicator type="pending">Not since it was admitted</StatusIndicator>;
  const [look, words] = fixityLook(fixity.result);
  return <StatusIndicator type={look}>{`${words}, ${moment(fixity.checked_at, zone)}`}</StatusIndicator>;
}
