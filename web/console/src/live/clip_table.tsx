/** What was recorded for one call, from the order to the vault. */
import Box from "@cloudscape-design/components/box";
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
import { moment, sentence, size } from "../shared/words";
import type { Clip } from "./api";
import { clipNote, clipState } from "./words";

export function ClipTable({ incidentId }: { incidentId: string }) {
  const { api, config } = useDesk();
  const { zone } = config.city;
  const narrow = useNarrow();
  const { value, fault, loading, again } = useLoad(`clips ${incidentId}`, () => api.live.clips(incidentId), 2000);
  return (
    <SpaceBetween size="m">
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <Table
        variant="embedded"
        header={<Header variant="h2">Clips</Header>}
        items={value?.clips ?? []}
        loading={loading}
        loadingText="Reading the clips"
        trackBy="id"
        empty="Nothing was recorded for this call yet."
        wrapLines
        ariaLabels={{ tableLabel: "Clips" }}
        columnDefinitions={narrow ? stacked(zone) : columns(zone)}
      />
    </SpaceBetween>
  );
}

type Columns = TableProps.ColumnDefinition<Clip>[];

const columns = (zone: string): Columns => [
  { id: "camera", header: "Camera", isRowHeader: true, cell: (clip) => clip.camera_name, minWidth: 140 },
  { id: "from", header: "From", cell: (clip) => moment(clip.from, zone), minWidth: 150 },
  { id: "length", header: "Length", cell: (clip) => `${seconds(clip)} s`, minWidth: 80 },
  { id: "case", header: "Case", cell: (clip) => clip.case, minWidth: 130 },
  { id: "state", header: "State", cell: (clip) => <State clip={clip} />, minWidth: 190 },
  { id: "size", header: "Size", cell: (clip) => (clip.bytes ? size(clip.bytes) : "–"), minWidth: 90 },
  { id: "item", header: "Evidence", cell: (clip) => <Item clip={clip} />, minWidth: 120 },
];

const stacked = (zone: string): Columns => [
  {
    id: "camera", header: "Clip", isRowHeader: true,
    cell: (clip) => (
      <>
        <div>{`${clip.camera_name}, ${seconds(clip)} s from ${moment(clip.from, zone)}`}</div>
        <Box color="text-body-secondary">{`Case ${clip.case}`}</Box>
        <State clip={clip} />
        {clip.item_id && <div><Item clip={clip} /></div>}
      </>
    ),
  },
];

const seconds = ({ from, to }: Clip): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

function State({ clip }: { clip: Clip }) {
  const [look, words] = clipState(clip);
  const note = clipNote(clip);
  return (
    <>
      <StatusIndicator type={look}>{words}</StatusIndicator>
      {note && <Box color="text-body-secondary">{sentence(note)}</Box>}
    </>
  );
}

function Item({ clip: { item_id: id, camera_name } }: { clip: Clip }) {
  if (!id) return <>–</>;
  return <Link href={href.item(id)} ariaLabel={`Evidence item of the clip from ${camera_name}`}>Open the item</Link>;
}
