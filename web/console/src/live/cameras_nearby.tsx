/** The allowed cameras near one open call, the nearest first, and the one that is being watched. */
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useState, type ReactNode } from "react";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import type { Loaded } from "../shared/load";
import { useNarrow } from "../shared/narrow";
import type { Camera, ViewPurpose } from "./api";
import { LivePanel } from "./live_panel";
import { allowance, cameraState, viewPurposes } from "./words";

interface Watched {
  camera: Camera;
  purpose: ViewPurpose;
  /** A new number is a new view, also of the same camera. */
  round: number;
}

interface CamerasNearbyProps {
  incident: Incident;
  cameras: Loaded<{ cameras: Camera[] }>;
}

export function CamerasNearby({ incident, cameras: { value, fault, loading, again } }: CamerasNearbyProps) {
  const [purpose, setPurpose] = useState<ViewPurpose>("call");
  const [watched, setWatched] = useState<Watched | null>(null);
  const watch = (camera: Camera): void => setWatched((old) => ({ camera, purpose, round: (old?.round ?? 0) + 1 }));
  return (
    <SpaceBetween size="l">
      {watched && (
        <LivePanel key={watched.round} incident={incident} camera={watched.camera} purpose={watched.purpose}
          close={() => setWatched(null)} again={() => watch(watched.camera)} />
      )}
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <CameraTable cameras={value?.cameras ?? []} loading={loading} watch={watch}
        purpose={purpose} choice={<PurposeChoice value={purpose} change={setPurpose} />} />
    </SpaceBetween>
  );
}

function PurposeChoice({ value, change }: { value: ViewPurpose; change: (purpose: ViewPurpose) => void }) {
  const options = Object.entries(viewPurposes).map(([id, label]) => ({ value: id, label }));
  return (
    <FormField label="Purpose of a view" description="Bound to this call before the first picture, and shown to the owner.">
      <Select selectedOption={options.find((one) => one.value === value) ?? null} options={options}
        onChange={({ detail }) => change(detail.selectedOption.value as ViewPurpose)} />
    </FormField>
  );
}

interface CameraTableProps {
  cameras: Camera[];
  loading: boolean;
  watch: (camera: Camera) => void;
  purpose: ViewPurpose;
  choice: ReactNode;
}

function CameraTable({ cameras, loading, watch, purpose, choice }: CameraTableProps) {
  const { may } = useDesk();
  const narrow = useNarrow();
  const act: Act = may("camera.view_live")
    ? (camera) => <WatchButton camera={camera} purpose={purpose} watch={watch} />
    : null;
  const header = (
    <Header variant="h2" counter={loading ? "" : `(${cameras.length})`}
      description="Cameras whose owners share them and whose box is online.">
      Cameras nearby
    </Header>
  );
  return (
    <Table
      header={header}
      filter={may("camera.view_live") && cameras.length > 0 && choice}
      items={cameras}
      loading={loading}
      loadingText="Reading the cameras"
      trackBy="id"
      empty="No shared camera near this call is online."
      wrapLines
      ariaLabels={{ tableLabel: "Cameras nearby" }}
      columnDefinitions={narrow ? stacked(act) : columns(act)}
    />
  );
}

type Columns = TableProps.ColumnDefinition<Camera>[];

const state = (camera: Camera) => {
  const [look, words] = cameraState(camera.state);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
};
const watching = ({ watching: count }: Camera) => (count ? `, ${count} watching` : "");

function WatchButton({ camera, purpose, watch }: { camera: Camera; purpose: ViewPurpose; watch: (camera: Camera) => void }) {
  const refused = purpose === "call" && !camera.live.allowed;
  if (refused) return <Box color="text-body-secondary">{allowance(camera.live)}</Box>;
  return <Button ariaLabel={`Watch ${camera.name}`} onClick={() => watch(camera)}>Watch</Button>;
}

type Act = ((camera: Camera) => ReactNode) | null;

const columns = (act: Act): Columns => [
  {
    id: "name", header: "Camera", isRowHeader: true, minWidth: 170,
    cell: (camera) => (
      <>
        <div>{camera.name}</div>
        <Box color="text-body-secondary">{`${camera.site}, ${camera.address}`}</Box>
      </>
    ),
  },
  { id: "distance", header: "Distance", cell: (camera) => `${Math.round(camera.distance_m)} m`, minWidth: 90 },
  { id: "state", header: "State", cell: (camera) => <>{state(camera)}{watching(camera)}</>, minWidth: 150 },
  { id: "recall", header: "Recorded footage", cell: (camera) => recall(camera), minWidth: 160 },
  ...(act ? [{ id: "live", header: "Live view", cell: act, minWidth: 130 }] : []),
];

const recall = ({ recall: { depth_hours: hours, ...allowed } }: Camera): string =>
  allowed.allowed ? `May be fetched, ${hours} h back` : allowance(allowed);

const stacked = (act: Act): Columns => [
  {
    id: "name", header: "Camera", isRowHeader: true,
    cell: (camera) => (
      <SpaceBetween size="xxs">
        <div>{`${camera.name}, ${Math.round(camera.distance_m)} m`}</div>
        <Box color="text-body-secondary">{`${camera.site}, ${camera.address}`}</Box>
        <div>{state(camera)}{watching(camera)}</div>
        {act?.(camera)}
      </SpaceBetween>
    ),
  },
];
