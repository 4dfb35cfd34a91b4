/** The map of one call: the area of a canvass as it is drawn, the cameras nearby, and how well the city is covered. */
import Container from "@cloudscape-design/components/container";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useMemo, useState } from "react";
import type { Area } from "../canvass/api";
import { added, moved, type Drawing } from "../canvass/drawing";
import type { Camera } from "../live/api";
import type { Incident } from "../shared/api";
import { useDesk } from "../shared/context";
import { Fault } from "../shared/fault";
import { useLoad } from "../shared/load";
import { cameraPlaces } from "./camera_places";
import { coverageWords } from "./coverage";
import { LazyMap } from "./lazy_map";

interface IncidentMapProps {
  incident: Incident;
  cameras: Camera[];
  drawing: Drawing;
  draw: (change: (old: Drawing) => Drawing) => void;
  /** Whether somebody may draw now: only while the form for asking is open. */
  drawable: boolean;
  area: Area | null;
}

export function IncidentMap({ incident, cameras, drawing, draw, drawable, area }: IncidentMapProps) {
  const { may } = useDesk();
  const [camerasShown, showCameras] = useState(true);
  const [covered, showCovered] = useState(false);
  const places = useMemo(() => (camerasShown ? cameraPlaces(cameras) : []), [camerasShown, cameras]);
  const coverage = useCoverageOf(covered);
  const { tool, points } = drawing;
  const pencil = drawable && tool !== "call"
    ? { points, add: (at: { lat: number; lon: number }) => draw((old) => added(old, at)),
      move: (index: number, to: { lat: number; lon: number }) => draw((old) => moved(old, index, to)) }
    : null;
  return (
    <Container disableContentPaddings footer={
      <SpaceBetween size="xs">
        <SpaceBetween direction="horizontal" size="l">
          {may("cameras.list") && (
            <Toggle checked={camerasShown} onChange={({ detail }) => showCameras(detail.checked)}>Cameras nearby</Toggle>
          )}
          {may("coverage.read") && (
            <Toggle checked={covered} onChange={({ detail }) => showCovered(detail.checked)}>Coverage</Toggle>
          )}
        </SpaceBetween>
        {covered && coverage.value && <span>{coverageWords(coverage.value.parts)}</span>}
        {covered && Boolean(coverage.fault) && <Fault fault={coverage.fault} again={coverage.again} />}
      </SpaceBetween>
    }>
      <LazyMap calls={[incident]} area={area} pencil={pencil} cameras={places} small
        coverage={covered ? coverage.value : null} />
    </Container>
  );
}

/** The whole city's, once it is wished for: it moves with people who sign up, not with the hand on the map. */
function useCoverageOf(wished: boolean) {
  const { api, config } = useDesk();
  const read = async () => (wished ? api.canvass.coverage(config.city.bounds) : null);
  return useLoad(`coverage ${wished}`, read);
}
