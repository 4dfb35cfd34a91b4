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
import type { ItemDetail } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment, sentence, size } from "../shared/words";
import { DownloadDialog } from "./download_dialog";
import { Source, StorageCard } from "./item_cards";
import { PreviewCard } from "./preview_card";
import { StateBadge } from "./state_badge";
import { VerdictCard } from "./verdict_card";

export function ItemPage({ id }: { id: string }) {
  const { api } = useDesk();
  const { value: item, fault, again } = useLoad(`item ${id}`, () => api.item(id));
  if (fault && !item) return <Fault fault={fault} again={again} />;
  if (!item) return <Box padding="xl" textAlign="center"><Spinner size="large" /> Opening the item…</Box>;
  return <Known item={item} again={again} />;
}

function Known({ item, again }: { item: ItemDetail; again: () => void }) {
  const { may } = useDesk();
  const [asking, setAsking] = useState(false);
  const trail = [{ text: "Evidence", href: href.evidence }, { text: item.name, href: href.item(item.id) }];
  const buttons = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh" onClick={again} />
      {may("evidence.download") && item.state === "sealed" && <Button onClick={() => setAsking(true)}>Download…</Button>}
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="l">
      <BreadcrumbGroup items={trail} ariaLabel="Where you are" />
      <Header variant="h1" actions={buttons}>{item.name}</Header>
      {item.flaw && <Alert type="error" header="In quarantine">{sentence(item.flaw)}. It is kept and locked, and cannot be downloaded.</Alert>}
      {item.probe && <PreviewCard item={item} probe={item.probe} />}
      {item.probe && <VerdictCard item={item} done={again} />}
      <Identity item={item} />
      <StorageCard storage={item.storage} />
      <Source item={item} />
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
          { label: "State", value: <StateBadge of={item.state} /> },
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
