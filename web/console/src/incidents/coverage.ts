/** Parts of the city by how many registrants they have: counts by fives, none below five, and no place. Pure. */
import type { FeatureCollection, Polygon } from "geojson";
import type { Coverage, Part } from "../canvass/api";

/** The parts as they lie on the map. */
export function partsOf({ parts, height_deg: height, width_deg: width }: Coverage): FeatureCollection<Polygon> {
  const [up, across] = [height / 2, width / 2];
  return {
    type: "FeatureCollection",
    features: parts.map(({ lat, lon, about }) => {
      const [south, north, west, east] = [lat - up, lat + up, lon - across, lon + across];
      const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
      return { type: "Feature", properties: { about }, geometry: { type: "Polygon", coordinates: [ring] } };
    }),
  };
}

/** The same in words, for whoever does not see the map. */
export function coverageWords(parts: Part[]): string {
  if (!parts.length) return "No part of what the map shows has five registrants or more.";
  const counts = parts.map(({ about }) => about);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const each = least === most ? `about ${least}` : `from about ${least} to about ${most}`;
  const where = parts.length === 1 ? "One part of the city has" : `${parts.length} parts of the city have`;
  return `${where} ${each} registrants${parts.length === 1 ? "" : " each"}. Parts with fewer than five are not shown.`;
}
