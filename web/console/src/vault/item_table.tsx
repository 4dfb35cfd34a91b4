/** Evidence items in a table, the same wherever they are listed. */
import Link from "@cloudscape-design/components/link";
import type { TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { Item } from "../shared/api";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { day, moment, size } from "../shared/words";
import { Rows } from "../shared/rows";
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
      cell: (item) => <Link href={href.item(item.id)}>{item.name || item.id}</Link>,
    },
    { id: "state", header: "State", cell: (item) => <StateBadge of={item.standing ?? item.state} />, minWidth: 130 },
    { id: "kept", header: "Kept", cell: (item) => <Kept item={item} zone={config.city.zone} />, minWidth: 150 },
    { id: "verdict", header: "Verdict", cell: (item) => (item.verdict ? <VerdictBadge of={item.verdict} /> : "–"), minWidth: 130 },
    {
      id: "call", header: "Call", minWidth: 120,
      cell: (item) => <Link href={href.incident(item.incident_id)}>{item.incident_number}</Link>,
    },
    { id: "received", header: "Received", cell: (item) => moment(item.received_at, config.city.zone), minWidth: 160 },
    { id: "size", header: "Size", cell: (item) => size(item.bytes), minWidth: 100 },
  ];
  return (
    <Rows
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
      columnDefinitions={embedded ? columns.filter(({ id }) => id !== "call" && id !== "kept") : columns}
    />
  );
}

function Kept({ item, zone }: { item: Item; zone: string }) {
  const until = item.keep_until ? `until ${day(item.keep_until, zone)}` : "no end";
  return <>{[item.held && "On hold", until].filter(Boolean).join(", ")}</>;
}
