/** Evidence items in a table, the same wherever they are listed. */
import Link from "@cloudscape-design/components/link";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { moment, size } from "../shared/words";
import { StateBadge } from "./state_badge";
import { VerdictBadge } from "./verdict_badge";

interface ItemTableProps {
  items: Item[];
  loading: boolean;
  header: ReactNode;
  footer?: ReactNode;
  empty: string;
  embedded?: boolean;
}

export function ItemTable({ items, loading, header, footer, empty, embedded = false }: ItemTableProps) {
  const { config } = useDesk();
  const columns: TableProps.ColumnDefinition<Item>[] = [
    {
      id: "name", header: "Name", isRowHeader: true, minWidth: 180,
      cell: (item) => <Link href={href.item(item.id)}>{item.name}</Link>,
    },
    { id: "state", header: "State", cell: (item) => <StateBadge of={item.state} />, minWidth: 130 },
    { id: "verdict", header: "Verdict", cell: (item) => (item.verdict ? <VerdictBadge of={item.verdict} /> : "–"), minWidth: 130 },
    {
      id: "call", header: "Call", minWidth: 120,
      cell: (item) => <Link href={href.incident(item.incident_id)}>{item.incident_number}</Link>,
    },
    { id: "received", header: "Received", cell: (item) => moment(item.received_at, config.city.zone), minWidth: 160 },
    { id: "size", header: "Size", cell: (item) => size(item.bytes), minWidth: 100 },
  ];
  return (
    <Table
      variant={embedded ? "embedded" : "container"}
      header={header}
      footer={footer}
      items={items}
      loading={loading}
      loadingText="Reading the evidence"
      trackBy="id"
      empty={empty}
      wrapLines
      ariaLabels={{ tableLabel: "Evidence" }}
      columnDefinitions={embedded ? columns.filter(({ id }) => id !== "call") : columns}
    />
  );
}
