/** The first page: open calls on the map and in a list, the most urgent first. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useNarrow } from "../shared/narrow";
import { href } from "../shared/route";
import { ago, clock, sentence } from "../shared/words";
import { LazyMap } from "./lazy_map";
import type { OpenCalls } from "./open_calls";
import { Priority } from "./priority";

export function CallsPage({ calls }: { calls: OpenCalls }) {
  const { may } = useDesk();
  if (!may("incidents.list")) return <Box variant="p">Your role does not work with calls.</Box>;
  return (
    <SpaceBetween size="l">
      {Boolean(calls.fault) && <Fault fault={calls.fault} />}
      <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
        <CallTable calls={calls} />
        <Container disableContentPaddings>
          <LazyMap calls={calls.calls ?? []} />
        </Container>
      </Grid>
    </SpaceBetween>
  );
}

function CallTable({ calls: { calls, fault, updated } }: { calls: OpenCalls }) {
  const { config } = useDesk();
  const narrow = useNarrow();
  const now = updated ? Date.parse(updated) : Date.now();
  const state = updated && (
    <StatusIndicator type={fault ? "warning" : "success"}>
      {fault ? "Not updated since " : "Updated "}
      {clock(updated, config.city.zone)}
    </StatusIndicator>
  );
  return (
    <Table
      header={<Header variant="h1" counter={calls ? `(${calls.length})` : ""} actions={state}>Open calls</Header>}
      items={calls ?? []}
      loading={!calls && !fault}
      loadingText="Reading the open calls"
      trackBy="id"
      empty="There is no open call."
      wrapLines
      ariaLabels={{ tableLabel: "Open calls" }}
      columnDefinitions={narrow ? stacked(now) : columns(now)}
    />
  );
}

type Columns = TableProps.ColumnDefinition<Incident>[];

const priority: Columns[number] = {
  id: "priority", header: "Priority", cell: (call) => <Priority of={call.priority} />, minWidth: 116, width: 116,
};
const number = (call: Incident) => <Link href={href.incident(call.id)}>{call.number}</Link>;

const columns = (now: number): Columns => [
  priority,
  { id: "number", header: "Call", isRowHeader: true, minWidth: 150, cell: number },
  { id: "kind", header: "Kind", cell: (call) => sentence(call.kind), minWidth: 115 },
  { id: "address", header: "Address", cell: (call) => call.address, minWidth: 120 },
  { id: "opened", header: "Opened", cell: (call) => ago(call.opened_at, now), minWidth: 110 },
];

/** On a phone: what happened and where stand under the number, so that nothing has to be pushed aside to be read. */
const stacked = (now: number): Columns => [
  priority,
  {
    id: "number", header: "Call", isRowHeader: true,
    cell: (call) => (
      <>
        <div>{number(call)}</div>
        <div>{sentence(call.kind)}</div>
        <Box color="text-body-secondary">{`${call.address}, ${ago(call.opened_at, now)}`}</Box>
      </>
    ),
  },
];
