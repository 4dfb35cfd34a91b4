/** The allowed cameras near one open call, the nearest first, and the one that is being watched or reviewed. */
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
import { moment } from "../shared/words";
import type { Camera, ViewPurpose } from "./api";
import { LivePanel } from "./live_panel";
import { ReviewPanel } from "./review_panel";
import { allowance, cameraState, unshowable, viewPurposes } from "./words";

interface Watched {
  camera: Camera;
  /** Null: what was recorded is reviewed, for this call and a case. */
  purpose: ViewPurpose | null;
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
  const show = (camera: Camera, what: ViewPurpose | null): void =>
    setWatched((old) => ({ camera, purpose: what, round: (old?.round ?? 0) + 1 }));
  const watch = (camera: Camera): void => show(camera, purpose);
  const close = (): void => setWatched(null);
  return (
    <SpaceBetween size="l">
      {watched?.purpose && (
        <LivePanel key={watched.round} incident={incident} camera={watched.camera} purpose={watched.purpose}
          close={close} again={() => watch(watched.camera)} />
      )}
      {watched && !watched.purpose && (
        <ReviewPanel key={watched.round} incident={incident} camera={watched.camera} close={close} />
      )}
      {Boolean(fault) && <Fault fault={fault} again={again} />}
      <CameraTable cameras={value?.cameras ?? []} loading={loading} watch={watch}
        review={(camera) => show(camera, null)} purpose={purpose} choice={<PurposeChoice value={purpose} change={setPurpose} />} />
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
  review: (camera: Camera) => void;
  purpose: ViewPurpose;
  choice: ReactNode;
}

function CameraTable({ cameras, loading, watch, review, purpose, choice }: CameraTableProps) {
  const { config, may } = useDesk();
  const narrow = useNarrow();
  const { zone } = config.city;
  const act: Act = may("camera.view_live")
    ? (camera) => (
      <SpaceBetween direction="horizontal" size="xs">
        <WatchButton camera={camera} purpose={purpose} watch={watch} />
        {may("footage.review") && camera.recall.allowed && (
          <Button ariaLabel={`${unshowable(camera) ? "Clip of" : "Review"} ${camera.name}`} onClick={() => review(camera)}>
            {unshowable(camera) ? "Clip" : "Review"}
          </Button>
        )}
      </SpaceBetween>
    )
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
      columnDefinitions={narrow ? stacked(act, zone) : columns(act, zone)}
    />
  );
}

type Columns = TableProps.ColumnDefinition<Camera>[];

const state = (camera: Camera) => {
  const [look, words] = cameraState(camera);
  return <StatusIndicator type={look}>{words}</StatusIndicator>;
};
const watching = ({ watching: count }: Camera) => (count ? `, ${count} watching` : "");

function WatchButton({ camera, purpose, watch }: { camera: Camera; purpose: ViewPurpose; watch: (camera: Camera) => void }) {
  const refused = purpose === "call" && !camera.live.allowed;
  if (unshowable(camera)) return <Box color="text-body-secondary">H.265: clips only</Box>;
  if (refused) return <Box color="text-body-secondary">{allowance(camera.live)}</Box>;
  return <Button ariaLabel={`Watch ${camera.name}`} onClick={() => watch(camera)}>Watch</Button>;
}

type Act = ((camera: Camera) => ReactNode) | null;

const columns = (act: Act, zone: string): Columns => [
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
  { id: "state", header: "State", cell: (camera) => <>{state(camera)}{watching(camera)}</>, minWidth: 190 },
  { id: "recall", header: "Recorded footage", cell: (camera) => recall(camera, zone), minWidth: 160 },
  ...(act ? [{ id: "live", header: "Look", cell: act, minWidth: 200 }] : []),
];

function recall({ recall: { depth_hours: hours, ...allowed }, available_until: until }: Camera, zone: string): ReactNode {
  if (!allowed.allowed) return allowance(allowed);
  return (
    <>
      <div>{`${hours} h back`}</div>
      {until && <Box color="text-body-secondary">{`Of this call: available until ${moment(until, zone)}`}</Box>}
    </>
  );
}

const stacked = (act: Act, zone: string): Columns => [
  {
    id: "name", header: "Camera", isRowHeader: true,
    cell: (camera) => (
      <SpaceBetween size="xxs">
        <div>{`${camera.name}, ${Math.round(camera.distance_m)} m`}</div>
        <Box color="text-body-secondary">{`${camera.site}, ${camera.address}`}</Box>
        <div>{state(camera)}{watching(camera)}</div>
        <div>Recorded footage: {recall(camera, zone)}</div>
        {act?.(camera)}
      </SpaceBetween>
    ),
  },
];
