/** What the map paints on the ground: the area of a canvass, and the parts of the city by how many registrants they have. */
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map } from "maplibre-gl";
import { useEffect, useRef } from "react";
import type { Area, At, Coverage } from "../canvass/api";
import { around, boxOf, outline } from "../canvass/geometry";
import { partsOf } from "./coverage";

const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };
const isAround = ["to-boolean", ["get", "isAround"]] as never;
const blue = "#0b5cad";
const green = "#1d7a3a";

/** The sources and layers, once, under every mark. */
export function addLayers(map: Map): void {
  map.addSource("parts", { type: "geojson", data: nothing });
  map.addSource("area", { type: "geojson", data: nothing });
  const depth = ["step", ["get", "about"], 0.1, 10, 0.18, 25, 0.28, 100, 0.4] as never;
  map.addLayer({ id: "parts", type: "fill", source: "parts", paint: { "fill-color": green, "fill-opacity": depth } });
  map.addLayer({ id: "parts-edge", type: "line", source: "parts", paint: { "line-color": green, "line-width": 1, "line-opacity": 0.6 } });
  map.addLayer({
    id: "area", type: "fill", source: "area", filter: ["all", ["==", ["geometry-type"], "Polygon"], ["!", isAround]],
    paint: { "fill-color": blue, "fill-opacity": 0.14 },
  });
  // The stretches of a corridor lie over each other; what has height is painted once, so where they do is no darker.
  map.addLayer({
    id: "corridor", type: "fill-extrusion", source: "area", filter: isAround,
    paint: { "fill-extrusion-color": blue, "fill-extrusion-opacity": 0.25, "fill-extrusion-height": 0 },
  });
  map.addLayer({ id: "edge", type: "line", source: "area", filter: ["!", isAround], paint: { "line-color": blue, "line-width": 2 } });
}

const source = (map: Map, name: string): GeoJSONSource | undefined => map.getSource<GeoJSONSource>(name);

/** The area, or the points so far as a line; the view goes there unless all of it is in sight. */
export function useArea(map: Map | null, area: Area | null, points: At[] | undefined): void {
  useEffect(() => {
    if (!map) return;
    const line = (points ?? []).map(({ lat, lon }) => [lon, lat]);
    const sketch = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } } as const;
    source(map, "area")?.setData(area ? outline(area) : line.length > 1 ? sketch : nothing);
    if (!area) return;
    const [west, south, east, north] = boxOf(area);
    const view = map.getBounds();
    const inSight = view.contains([west, south]) && view.contains([east, north]);
    if (!inSight || !points) map.fitBounds([west, south, east, north], { padding: 24, duration: 0 });
  }, [map, area, points]);
}

/** The parts; when they come the view goes out to all of them, and when they go it goes back to the area. */
export function useCoverage(map: Map | null, coverage: Coverage | null, area: Area | null): void {
  const home = useRef(area);
  home.current = area;
  useEffect(() => {
    if (!map || !coverage) return;
    const data = partsOf(coverage);
    source(map, "parts")?.setData(data);
    const places = data.features.flatMap(({ geometry }) => geometry.coordinates.flat());
    if (places.length) map.fitBounds(around(places), { padding: 8, duration: 0 });
    return () => {
      source(map, "parts")?.setData(nothing);
      if (home.current) map.fitBounds(boxOf(home.current), { padding: 24, duration: 0 });
    };
  }, [map, coverage]);
}
