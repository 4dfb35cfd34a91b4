/** The first page: open calls on the map and in a list, the most urgent first. */
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { href } from "../shared/route";
import { ago, clock } from "../shared/words";
import { LazyMap } from "./lazy_map";
import type { OpenCalls } from "./open_calls";
import { Priority } from "./priority";

export function CallsPage({ calls }: { calls: OpenCalls }) {
  const { may } = useDesk();
  if (!may("incidents.list")) return <Box variant="p">Your role does not work with calls.</Box>;
  return (
    <SpaceBetween size="l">
      {Boolean(calls.fault) && <Fault fault={calls.fault} />}
      <CallTable calls={calls} />
      <Container disableContentPaddings>
        <LazyMap calls={calls.calls ?? []} />
      </Container>
    </SpaceBetween>
  );
}

function CallTable({ calls: { calls, fault, updated } }: { calls: OpenCalls }) {
  const { config } = useDesk();
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
      columnDefinitions={[
        { id: "priority", header: "Priority", cell: (call) => <Priority of={call.priority} />, width: 110 },
        {
          id: "number", header: "Call", isRowHeader: true, minWidth: 150,
          cell: (call) => <Link href={href.incident(call.id)}>{call.number}</Link>,
        },
        { id: "kind", header: "Kind", cell: (call) => call.kind, minWidth: 160 },
        { id: "address", header: "Address", cell: (call) => call.address, minWidth: 160 },
        { id: "opened", header: "Opened", cell: (call) => ago(call.opened_at, now), minWidth: 120 },
      ]}
    />
  );
}
