/** Who sent something for this call: their name and number, and what they sent. Whoever said no has no name here. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { useNarrow } from "../shared/narrow";
import { href } from "../shared/route";
import { moment } from "../shared/words";
import type { Answer, Answers as All } from "./api";

/** Reading names is written down each time, so the list is read once and again when somebody asks for it. */
export function Answers({ incidentId }: { incidentId: string }) {
  const { api, config } = useDesk();
  const { value, fault, loading, again } = useLoad(`answers ${incidentId}`, () => api.canvass.answers(incidentId));
  const { zone } = config.city;
  const narrow = useNarrow();
  const header = (
    <Header variant="h2" actions={<Button iconName="refresh" onClick={again}>Read again</Button>}
      description="Only of people who sent something. Each reading of this list is written down.">
      Answers
    </Header>
  );
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <div className="read-by">
      {value && value.answers.length > 0 && <ReadBy of={value} />}
      <Table
        variant="embedded"
        header={header}
        items={value?.answers ?? []}
        loading={loading}
        loadingText="Reading the answers"
        trackBy="request_id"
        empty="Nobody has sent anything for this call yet."
        wrapLines
        ariaLabels={{ tableLabel: "Answers" }}
        columnDefinitions={narrow ? stacked(zone) : columns(zone)}
      />
      </div>
    </SpaceBetween>
  );
}

type Columns = TableProps.ColumnDefinition<Answer>[];

/** Whose look this is, across the names: a picture of the screen tells who took it. */
function ReadBy({ of: { read_by: badge, read_at: at } }: { of: All }) {
  const { zone } = useDesk().config.city;
  return (
    <>
      <Box color="text-body-secondary">{`Read by badge ${badge}, ${moment(at, zone)}`}</Box>
      <div className="read-by__mark" aria-hidden="true" data-words={`badge ${badge} · ${moment(at, zone)} · `.repeat(40)} />
    </>
  );
}

const who = ({ name }: Answer): string => name ?? "Has left the registry";

function Reach({ of: { phone, email } }: { of: Answer }) {
  return (
    <>
      {phone && <div><Link href={`tel:${phone}`} external={false}>{phone}</Link></div>}
      {email && <div>{email}</div>}
    </>
  );
}

function Items({ of: one }: { of: Answer }) {
  const { item_ids: items, files } = one;
  const missing = files - items.length;
  return (
    <>
      {items.map((id, index) => (
        <div key={id}><Link href={href.item(id)} ariaLabel={`Item ${index + 1} of ${who(one)}`}>{`Item ${index + 1}`}</Link></div>
      ))}
      {missing > 0 && <div>{missing === 1 ? "1 file not yet in the vault" : `${missing} files not yet in the vault`}</div>}
    </>
  );
}

const columns = (zone: string): Columns => [
  {
    id: "name", header: "Who", isRowHeader: true, minWidth: 180,
    cell: (one) => <><div>{who(one)}</div><Reach of={one} /></>,
  },
  {
    id: "block", header: "Where and when", minWidth: 150,
    cell: (one) => <><div>{one.block}</div><div>{moment(one.answered_at, zone)}</div></>,
  },
  { id: "items", header: "Sent", cell: (one) => <Items of={one} />, minWidth: 110 },
];

const stacked = (zone: string): Columns => [
  {
    id: "name", header: "Answer", isRowHeader: true,
    cell: (one) => (
      <>
        <div>{who(one)}</div>
        <Reach of={one} />
        <div>{`${one.block}, ${moment(one.answered_at, zone)}`}</div>
        <Items of={one} />
      </>
    ),
  },
];
