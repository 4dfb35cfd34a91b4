/** What a digest is of: the items, and the release whose package it is. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { useDesk } from "../shared/context";
import { href } from "../shared/route";
import { moment, size } from "../shared/words";
import { StateBadge } from "../vault/state_badge";
import type { TracedItem, TracedRelease } from "./api";
import { matched } from "./words";
import { Rows } from "../shared/rows";

export function FoundItems({ items }: { items: TracedItem[] }) {
  const { zone } = useDesk().config.city;
  const many = items.length > 1;
  return (
    <Rows
      header={<Header variant="h2" counter={`(${items.length})`} description={many ? "Choose one to see who touched it." : undefined}>Items</Header>}
      items={items}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Items" }}
      columnDefinitions={[
        {
          id: "name", header: "Item", isRowHeader: true, minWidth: 200,
          cell: (item) => <Link href={many ? href.people(item.id) : href.item(item.id)}>{item.name || item.id}</Link>,
        },
        { id: "state", header: "State", cell: (item) => <StateBadge of={item.standing} />, minWidth: 130 },
        { id: "how", header: "Why it was found", cell: matched, minWidth: 200 },
        { id: "call", header: "Call", cell: (item) => item.incident_number, minWidth: 110 },
        { id: "received", header: "Received", cell: (item) => `${moment(item.received_at, zone)}, ${size(item.bytes)}`, minWidth: 190 },
      ]}
    />
  );
}

export function FoundReleases({ releases }: { releases: TracedRelease[] }) {
  const { zone } = useDesk().config.city;
  if (!releases.length) return null;
  return (
    <Rows
      header={<Header variant="h2">Release</Header>}
      items={releases}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Release" }}
      columnDefinitions={[
        { id: "case", header: "Case", isRowHeader: true, cell: (one) => <Link href={href.release(one.id)}>{one.case}</Link>, minWidth: 130 },
        { id: "to", header: "To", cell: (one) => `${one.agency} (${one.ori}), badge ${one.recipient}`, minWidth: 220 },
        { id: "packed", header: "Packed", cell: (one) => (one.packed_at ? moment(one.packed_at, zone) : "–"), minWidth: 160 },
      ]}
    />
  );
}
