/** One evidence item: its digest, where it lies and how it is locked, where it came from, and everything done to it. */
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { LineTable } from "../custody/line_table";
import { BreakGlass } from "../retention/break_glass";
import { Problem, type ItemDetail } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, sentence, size } from "../shared/words";
import { DownloadDialog } from "./download_dialog";
import { HoldsCard } from "./holds_card";
import { Source, StorageCard } from "./item_cards";
import { KeepingCard } from "./keeping_card";
import { PreviewCard } from "./preview_card";
import { StateBadge } from "./state_badge";
import { VerdictCard } from "./verdict_card";
import { WhereItWent } from "./where_it_went";

export function ItemPage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value: item, fault, again } = useLoad(`item ${id}`, () => api.item(id));
  if (fault && !item) return <NotShown id={id} fault={fault} again={again} />;
  if (!item) return <Box padding="xl" textAlign="center"><Spinner size="large" /> Opening the item…</Box>;
  return <Known item={item} again={again} />;
}

/** What may not be opened may be needed all the same, in an emergency: that is loud, and somebody reviews it. */
function NotShown({ id, fault, again }: { id: string; fault: unknown; again: () => void }) {
  const { may } = useDesk();
  const isRefused = fault instanceof Problem && fault.status === 403;
  if (fault instanceof Problem && fault.status === 410) {
    const people = may("evidence.trace") && <Button href={href.people(id)}>Who touched it</Button>;
    return <Alert type="warning" header="This item has ended" action={people}>{`${fault.detail} Its record stays.`}</Alert>;
  }
  return (
    <SpaceBetween size="m">
      <Fault fault={fault} again={again} />
      {isRefused && may("glass.break") && <BreakGlass action="evidence.read" subject={id} done={again} />}
    </SpaceBetween>
  );
}

function Known({ item, again }: { item: ItemDetail; again: () => void }) {
  const { may } = useDesk();
  const [asking, setAsking] = useState(false);
  const trail = [{ text: "Evidence", href: href.evidence }, { text: item.name || item.id, href: href.item(item.id) }];
  const buttons = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh" onClick={again} />
      {may("evidence.trace") && <Button href={href.people(item.id)}>Who touched it</Button>}
      {may("evidence.download") && item.state === "sealed" && <Button onClick={() => setAsking(true)}>Download…</Button>}
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" actions={buttons}>{item.name || "An expunged item"}</Header>
      {item.flaw && <Alert type="error" header="In quarantine">{sentence(item.flaw)}. It is kept and locked, and cannot be downloaded.</Alert>}
      {item.released_to && <Alert type="info">{`Agency ${item.released_to} has custody. What is here is the center’s copy.`}</Alert>}
      {item.probe && <PreviewCard item={item} probe={item.probe} />}
      {item.probe && <VerdictCard item={item} done={again} />}
      <Identity item={item} />
      <HoldsCard item={item} done={again} />
      <KeepingCard item={item} done={again} />
      <StorageCard storage={item.storage} held={item.holds} />
      <Source item={item} />
      <WhereItWent lines={item.custody ?? []} />
      {item.custody && <LineTable lines={item.custody} />}
      {asking && <DownloadDialog item={item} close={() => setAsking(false)} done={again} />}
    </SpaceBetween>
  );
}

function Identity({ item }: { item: ItemDetail }) {
  const { config } = useDesk();
  const digest = (
    <CopyToClipboard variant="inline" textToCopy={item.sha256} textToDisplay={item.sha256}
      copyButtonAriaLabel="Copy the digest" copySuccessText="Digest copied" copyErrorText="Could not copy" />
  );
  return (
    <Container header={<Header variant="h2">Identity</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs columns={4} minColumnWidth={150} items={[
          { label: "State", value: <StateBadge of={item.standing ?? item.state} /> },
          { label: "Call", value: <Link href={href.incident(item.incident_id)}>{item.incident_number}</Link> },
          { label: "Received", value: moment(item.received_at, config.city.zone) },
          { label: "Size", value: `${size(item.bytes)} (${item.bytes.toLocaleString("en-US")} bytes)` },
        ]} />
        <KeyValuePairs items={[
          { label: "Digest (SHA-256)", value: <span className="digest">{digest}</span> },
          { label: "Item", value: item.id },
        ]} />
      </SpaceBetween>
    </Container>
  );
}
