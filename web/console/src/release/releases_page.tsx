/** All releases of evidence, the newest first, and the way to ask for one. */
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { useNarrow } from "../shared/narrow";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import type { Release } from "./api";
import { methodWords, releaseState, timeLeft } from "./words";

export function ReleasesPage() {
  const { api, config, may } = useDesk();
  const { value, fault, loading, again } = useLoad("releases", api.releases.list, 5000);
  const { zone } = config.city;
  const narrow = useNarrow();
  const ask = may("release.ask") && <Button variant="primary" href={href.askRelease}>Ask for a release…</Button>;
  return (
    <SpaceBetween size="l">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <Table
        header={<Header variant="h1" actions={ask} description="Evidence leaves the vault only when two people say so.">Releases</Header>}
        items={value?.releases ?? []}
        loading={loading}
        loadingText="Reading the releases"
        trackBy="id"
        empty="No evidence was ever asked for."
        wrapLines
        ariaLabels={{ tableLabel: "Releases" }}
        columnDefinitions={narrow ? stacked(zone) : columns(zone)}
      />
    </SpaceBetween>
  );
}

type Columns = TableProps.ColumnDefinition<Release>[];

export function StateOf({ release }: { release: Release }) {
  const [look, words] = releaseState(release.state);
  if (timeLeft(release, Date.now()) === "asked") return <StatusIndicator type="warning">Asked to renew</StatusIndicator>;
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
}

const link = (one: Release) => <Link href={href.release(one.id)} ariaLabel={`Release for case ${one.case}`}>{one.case}</Link>;
const count = ({ items }: Release) => (items.length === 1 ? "1 item" : `${items.length} items`);

const columns = (zone: string): Columns => [
  { id: "case", header: "Case", isRowHeader: true, cell: link, minWidth: 130 },
  { id: "state", header: "State", cell: (one) => <StateOf release={one} />, minWidth: 200 },
  { id: "agency", header: "Agency", cell: (one) => one.agency, minWidth: 150 },
  { id: "items", header: "Items", cell: (one) => `${count(one)}, ${methodWords(one.method).toLowerCase()}`, minWidth: 130 },
  { id: "asked", header: "Asked", cell: (one) => moment(one.asked_at, zone), minWidth: 160 },
  { id: "by", header: "By badge", cell: (one) => one.asked_by, minWidth: 90 },
];

const stacked = (zone: string): Columns => [
  {
    id: "case", header: "Release", isRowHeader: true,
    cell: (one) => (
      <>
        <div>{link(one)}</div>
        <StateOf release={one} />
        <div>{`${one.agency}, ${count(one)}`}</div>
        <div>{`Asked ${moment(one.asked_at, zone)} by badge ${one.asked_by}`}</div>
      </>
    ),
  },
];
