/** Which sealed items shall be released: the newest first, a page at a time. */
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { Rows } from "../shared/rows";
import { moment, size } from "../shared/words";

interface ItemChoiceProps {
  chosen: Item[];
  choose: (items: Item[]) => void;
  lack: string | undefined;
}

export function ItemChoice({ chosen, choose, lack }: ItemChoiceProps) {
  const { api, config } = useDesk();
  const first = useLoad("evidence to release", () => api.evidence());
  const [more, setMore] = useState<{ items: Item[]; next: string | null | undefined; fault?: unknown } | null>(null);
  const next = more ? more.next : first.value?.next;
  const all = [...(first.value?.items ?? []), ...(more?.items ?? [])];
  const goOn = async (): Promise<void> => {
    const old = more?.items ?? [];
    try {
      const page = await api.evidence(next ?? "");
      setMore({ items: [...old, ...page.items], next: page.next });
    } catch (fault) {
      setMore({ items: old, next, fault });
    }
  };
  const fault = first.fault ?? more?.fault;
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={first.again} />}
      {lack && <Alert type="error">{lack}</Alert>}
      <Rows
        header={<Header variant="h2" counter={`(${chosen.length} chosen)`}>Sealed items</Header>}
        selectionType="multi"
        selectedItems={chosen}
        onSelectionChange={({ detail }) => choose(detail.selectedItems)}
        items={all.filter(({ state }) => state === "sealed")}
        loading={first.loading}
        loadingText="Reading the evidence"
        trackBy="id"
        empty="The vault holds no sealed item."
        wrapLines
        footer={next && <Button onClick={() => void goOn()}>Show more</Button>}
        ariaLabels={{
          tableLabel: "Sealed items", selectionGroupLabel: "Items to release",
          allItemsSelectionLabel: () => "Choose all", itemSelectionLabel: (_, item) => `Choose ${item.name}`,
        }}
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, cell: (item) => item.name, minWidth: 160 },
          { id: "call", header: "Call", cell: (item) => item.incident_number, minWidth: 110 },
          { id: "received", header: "Received", cell: (item) => moment(item.received_at, config.city.zone), minWidth: 160 },
          { id: "size", header: "Size", cell: (item) => size(item.bytes), minWidth: 90 },
        ]}
      />
    </SpaceBetween>
  );
}
