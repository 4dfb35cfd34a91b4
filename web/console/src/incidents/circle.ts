/** A circle on the ground as a polygon, for the map only: the service decides by exact distance. Pure. */
import type { Feature, Polygon } from "geojson";

const earth = 6_371_008.8;

export function circle(lon: number, lat: number, radius: number): Feature<Polygon> {
  const ring = Array.from({ length: 73 }, (_, step) => {
    const turn = (step * 2 * Math.PI) / 72;
    const north = ((radius * Math.cos(turn)) / earth) * (180 / Math.PI);
    const east = ((radius * Math.sin(turn)) / earth) * (180 / Math.PI);
    return [lon + east / Math.cos((lat * Math.PI) / 180), lat + north];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}
