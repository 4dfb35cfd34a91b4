/** The city's map: calls with their priority, cameras, the area of a canvass as it is drawn, and how well parts are covered. */
import type { Config } from "@open-rtcc/shared/config";
import { Map, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import type { Area, At, Coverage } from "../canvass/api";
import type { Incident } from "../shared/api";
import { addLayers, useArea, useCoverage } from "./map_layers";
import { useCalls, useCameras, useParts, usePoints, type Place } from "./map_marks";

// A worker from our own origin: the site's policy needs no blob: for scripts.
setWorkerUrl(workerUrl);

/** A hand that draws: the points so far, and what to do with another, or with one that was dragged. */
export interface Pencil {
  points: At[];
  add: (at: At) => void;
  move: (index: number, to: At) => void;
}

export interface MapProps {
  config: Config;
  calls: Incident[];
  area?: Area | null;
  pencil?: Pencil | null;
  cameras?: Place[];
  coverage?: Coverage | null;
  small?: boolean;
}

export default function CityMap({ config, calls, area, pencil, cameras, coverage, small = false }: MapProps) {
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<Map | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = draw(place.current, config, small ? calls[0] : undefined);
    made.once("load", () => setMap(made));
    return () => {
      setMap(null);
      made.remove();
    };
    // Drawn once: later calls only move marks.
  }, [config]);
  useCalls(map, calls);
  useCameras(map, cameras);
  useArea(map, area ?? null, pencil?.points);
  useCoverage(map, coverage ?? null, area ?? null);
  useParts(map, coverage?.parts);
  usePoints(map, pencil ?? null);
  usePencil(map, pencil ?? null);
  const words = small ? "Map of the call and its area" : "Map of open calls";
  const looks = ["map", small && "map--small", pencil && "map--drawing"].filter(Boolean).join(" ");
  return <div ref={place} className={looks} role="region" aria-label={words} />;
}

function draw(container: HTMLElement, config: Config, call: Incident | undefined): Map {
  const { bounds: [south, west, north, east], center } = config.city;
  const where = call ? { center: [call.lon, call.lat] as [number, number], zoom: 14 } : { center, bounds: [west, south, east, north] as [number, number, number, number] };
  const map = new Map({ container, style: config.basemap.style_url, ...where, attributionControl: { compact: true } });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.once("load", () => addLayers(map));
  return map;
}

/** While somebody draws, a click on the ground is a point; on a mark it stays what it is. */
function usePencil(map: Map | null, pencil: Pencil | null): void {
  const add = useRef(pencil?.add);
  add.current = pencil?.add;
  const drawing = Boolean(pencil);
  useEffect(() => {
    if (!map || !drawing) return;
    map.doubleClickZoom.disable();
    const clicked = map.on("click", ({ lngLat, originalEvent }) => {
      if (originalEvent.target === map.getCanvas()) add.current?.({ lat: lngLat.lat, lon: lngLat.lng });
    });
    return () => {
      clicked.unsubscribe();
      map.doubleClickZoom.enable();
    };
  }, [map, drawing]);
}
