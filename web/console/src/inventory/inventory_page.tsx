/** What lies in the stores: counts, what does not agree with the record, and every object beside the act that made it. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { moment, sentence, size } from "../shared/words";
import type { Counts, Discrepancy, Held } from "./api";
import { FixityCard } from "./fixity_card";
import { ObjectTable } from "./object_table";
import { discrepancy } from "./words";
import { Rows } from "../shared/rows";

export function InventoryPage() {
  const { api, may } = useDesk();
  const first = useLoad("inventory", () => api.inventory.page());
  const [more, setMore] = useState<{ objects: Held[]; next: string | null | undefined; fault?: unknown } | null>(null);
  const next = more ? more.next : first.value?.next;
  const goOn = async (): Promise<void> => {
    const old = more?.objects ?? [];
    try {
      const page = await api.inventory.page(next ?? "");
      setMore({ objects: [...old, ...page.objects], next: page.next });
    } catch (fault) {
      setMore({ objects: old, next, fault });
    }
  };
  const reload = (): void => {
    setMore(null);
    first.again();
  };
  const fault = first.fault ?? more?.fault;
  const refresh = <Button iconName="refresh" onClick={reload}>Refresh</Button>;
  const words = "Every quarter of an hour the stores are compared with the record, both ways.";
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={refresh} description={words}>Inventory</Header>
      {Boolean(fault) && <Fault fault={fault} again={reload} />}
      {first.value && <Count of={first.value.counts} />}
      {first.value && <Amiss found={first.value.discrepancies} isCounted={Boolean(first.value.counts)} />}
      {may("fixity.read") && <FixityCard />}
      <ObjectTable objects={[...(first.value?.objects ?? []), ...(more?.objects ?? [])]} loading={first.loading}
        footer={next && <Button onClick={() => void goOn()}>Show more</Button>} />
    </SpaceBetween>
  );
}

function Count({ of }: { of: Counts | null | undefined }) {
  const { zone } = useDesk().config.city;
  if (!of) return <Alert type="info">The stores were not counted yet. The first count comes with the next sweep.</Alert>;
  const number = (value: number): string => value.toLocaleString("en-US");
  return (
    <Container header={<Header variant="h2" description={`Counted ${moment(of.taken_at, zone)}`}>Counts</Header>}>
      <KeyValuePairs columns={4} minColumnWidth={150} items={[
        { label: "Items", value: `${number(of.items)} (${size(of.bytes)} here)` },
        ...Object.entries(of.by_state).map(([state, count]) => ({ label: sentence(state), value: number(count) })),
        { label: "On hold", value: number(of.held) },
        { label: "Kept by nothing anymore", value: number(of.due) },
        { label: "Objects in all stores", value: number(of.objects) },
        { label: "Objects without an act", value: number(of.unspoken) },
      ]} />
    </Container>
  );
}

function Amiss({ found, isCounted }: { found: Discrepancy[]; isCounted: boolean }) {
  if (!found.length) {
    return isCounted ? <Alert type="success" header="No discrepancy">What is stored is what is written down, both ways.</Alert> : null;
  }
  return (
    <Rows
      header={<Header variant="h2" counter={`(${found.length})`}>Discrepancies</Header>}
      items={found}
      wrapLines
      ariaLabels={{ tableLabel: "Discrepancies" }}
      columnDefinitions={[
        { id: "what", header: "What is amiss", isRowHeader: true, cell: (one) => discrepancy(one.kind), minWidth: 220 },
        { id: "about", header: "About", cell: (one) => <span className="digest">{one.about}</span>, minWidth: 220 },
        { id: "subject", header: "Told in the chain of", cell: (one) => <span className="digest">{one.subject}</span>, minWidth: 200 },
      ]}
    />
  );
}
