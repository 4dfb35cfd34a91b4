/** The city's map: calls as marks with their priority, and the area of a canvass. */
import { GeoJSONSource, Map, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import type { Incident } from "../shared/api";
import type { Config } from "@open-rtcc/shared/config";
import { href } from "../shared/route";
import { circle } from "./circle";

// A worker from our own origin: the site's policy needs no blob: for scripts.
setWorkerUrl(workerUrl);

export interface MapProps {
  config: Config;
  calls: Incident[];
  /** A circle in meters around the first call. */
  radius?: number;
  small?: boolean;
}

const noArea = { type: "FeatureCollection" as const, features: [] };

export default function CityMap({ config, calls, radius, small = false }: MapProps) {
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
  useMarks(map, calls);
  useArea(map, calls[0], radius);
  const words = small ? "Map of the call and its area" : "Map of open calls";
  return <div ref={place} className={`map${small ? " map--small" : ""}`} role="region" aria-label={words} />;
}

function draw(container: HTMLElement, config: Config, call: Incident | undefined): Map {
  const { bounds: [south, west, north, east], center } = config.city;
  const where = call ? { center: [call.lon, call.lat] as [number, number], zoom: 14 } : { center, bounds: [west, south, east, north] as [number, number, number, number] };
  const map = new Map({ container, style: config.basemap.style_url, ...where, attributionControl: { compact: true } });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.once("load", () => {
    map.addSource("area", { type: "geojson", data: noArea });
    map.addLayer({ id: "area", type: "fill", source: "area", paint: { "fill-color": "#0b5cad", "fill-opacity": 0.14 } });
    map.addLayer({ id: "edge", type: "line", source: "area", paint: { "line-color": "#0b5cad", "line-width": 2 } });
  });
  return map;
}

function useMarks(map: Map | null, calls: Incident[]): void {
  const marks = useRef(new globalThis.Map<string, Marker>());
  const shown = calls.map(({ id, priority, lon, lat }) => [id, priority, lon, lat].join()).join(";");
  useEffect(() => {
    if (!map) return;
    const there = marks.current;
    const wanted = new Set(calls.map(({ id, priority }) => `${id} ${priority}`));
    there.forEach((mark, key) => wanted.has(key) || (mark.remove(), there.delete(key)));
    for (const call of calls) {
      const key = `${call.id} ${call.priority}`;
      const mark = there.get(key) ?? new Marker({ element: markOf(call) });
      mark.setLngLat([call.lon, call.lat]);
      if (!there.has(key)) mark.addTo(map);
      there.set(key, mark);
    }
  }, [map, shown]);
  useEffect(() => () => marks.current.clear(), [map]);
}

function markOf(call: Incident): HTMLElement {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = `mark mark--${call.priority}`;
  mark.textContent = String(call.priority);
  mark.title = `Call ${call.number}, priority ${call.priority}: ${call.kind}, ${call.address}`;
  mark.setAttribute("aria-label", mark.title);
  mark.addEventListener("click", () => (location.hash = href.incident(call.id)));
  return mark;
}

function useArea(map: Map | null, call: Incident | undefined, radius: number | undefined): void {
  const lon = call?.lon;
  const lat = call?.lat;
  useEffect(() => {
    if (!map || lon === undefined || lat === undefined || !radius) return;
    const area = circle(lon, lat, radius);
    (map.getSource("area") as GeoJSONSource | undefined)?.setData(area);
    const ring = area.geometry.coordinates[0]!;
    const lons = ring.map(([x]) => x!);
    const lats = ring.map(([, y]) => y!);
    const box: [number, number, number, number] = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    map.fitBounds(box, { padding: 24, duration: 0 });
  }, [map, lon, lat, radius]);
}
