/** What may go and what is going: items that nothing keeps anymore, and every disposal and expunging there was. */
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import type { Disposal } from "./api";
import { AskExpunging } from "./ask_expunging";
import { DueTable } from "./due_table";
import { disposalKind, disposalState } from "./words";
import { Rows } from "../shared/rows";

export function DisposalsPage() {
  const { api, may } = useDesk();
  const { value, fault, loading, again } = useLoad("disposals", api.retention.disposals, 10_000);
  const words = "Evidence goes only when nothing holds it and two people say so. Its record and a certificate stay for good.";
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={words}>Disposals</Header>
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <DueTable due={value?.due ?? []} count={value?.due_count} loading={loading} done={again} />
      <Known disposals={value?.disposals ?? []} loading={loading} />
      {may("expunging.ask") && <AskExpunging done={again} />}
    </SpaceBetween>
  );
}

export function StateOf({ disposal }: { disposal: Disposal }) {
  const [look, words] = disposalState(disposal);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
}

function Known({ disposals, loading }: { disposals: Disposal[]; loading: boolean }) {
  const { zone } = useDesk().config.city;
  return (
    <Rows
      header={<Header variant="h2" counter={`(${disposals.length})`}>Disposals and expungings</Header>}
      items={disposals}
      loading={loading}
      loadingText="Reading the disposals"
      trackBy="id"
      empty="Nothing was ever disposed of."
      wrapLines
      ariaLabels={{ tableLabel: "Disposals and expungings" }}
      columnDefinitions={[
        {
          id: "kind", header: "What", isRowHeader: true, minWidth: 180,
          cell: (one) => <Link href={href.disposal(one.id)}>{`${disposalKind(one.kind)}, ${count(one)}`}</Link>,
        },
        { id: "state", header: "State", cell: (one) => <StateOf disposal={one} />, minWidth: 190 },
        { id: "asked", header: "Asked", cell: (one) => `${moment(one.asked_at, zone)}, badge ${one.asked_by}`, minWidth: 180 },
        { id: "why", header: "Why", cell: (one) => <bdi className="broken">{one.order_number ? `Order ${one.order_number}` : one.why}</bdi>, minWidth: 150 },
      ]}
    />
  );
}

const count = ({ item_ids: { length } }: Disposal): string => (length === 1 ? "1 item" : `${length} items`);
