/** Shapes on the ground for the map and for an early word; the service decides by exact great circles. Pure. */
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from "geojson";
import { circle } from "../incidents/circle";
import type { Area, At } from "./api";

const earth = 6_371_008.8;
const radians = Math.PI / 180;

/** Meters between two places, on the sphere. */
export function between(a: At, b: At): number {
  const up = Math.sin(((b.lat - a.lat) * radians) / 2) ** 2;
  const across = Math.sin(((b.lon - a.lon) * radians) / 2) ** 2;
  const chord = up + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * across;
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Meters from the first point to the farthest other. */
export const farthest = (points: At[]): number => Math.max(0, ...points.map((one) => between(points[0]!, one)));

export function middle(points: At[]): At {
  const mean = (pick: (one: At) => number): number => points.reduce((sum, one) => sum + pick(one), 0) / points.length;
  return { lat: mean(({ lat }) => lat), lon: mean(({ lon }) => lon) };
}

/** Whether the closed line through the points crosses or touches itself. */
export function crosses(points: At[]): boolean {
  const edges = points.map((one, index) => [one, points[(index + 1) % points.length]!] as const);
  return edges.some(([a, b], one) =>
    edges.some(([c, d], other) => {
      const apart = Math.abs(one - other);
      return other > one && apart > 1 && apart < edges.length - 1 && meet(a, b, c, d);
    }),
  );
}

function meet(a: At, b: At, c: At, d: At): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (!abc && on(a, b, c)) || (!abd && on(a, b, d)) || (!cda && on(c, d, a)) || (!cdb && on(c, d, b));
}

/** On which side of the line from a to b the point lies: 1, -1, or 0 on it. */
const side = (a: At, b: At, c: At): number =>
  Math.sign((b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon));

const on = (a: At, b: At, c: At): boolean =>
  Math.min(a.lon, b.lon) <= c.lon && c.lon <= Math.max(a.lon, b.lon) && Math.min(a.lat, b.lat) <= c.lat && c.lat <= Math.max(a.lat, b.lat);

export type Outline = FeatureCollection<Polygon | MultiPolygon | LineString>;
type Ground = Feature<Polygon | MultiPolygon | LineString>;

/** What lies around the line of a corridor is marked: tiles do not tell several polygons from one. */
const plain = (geometry: Ground["geometry"], isAround = false): Ground => ({ type: "Feature", properties: { isAround }, geometry });

/** What the map draws of an area. A corridor is its line, and around each stretch of it all that lies near enough. */
export function outline(area: Area): Outline {
  if (area.kind === "circle") return { type: "FeatureCollection", features: [circle(area.lon, area.lat, area.radius_m)] };
  const line = area.points.map(({ lat, lon }) => [lon, lat]);
  if (area.kind === "polygon") {
    return { type: "FeatureCollection", features: [plain({ type: "Polygon", coordinates: [[...line, line[0]!]] })] };
  }
  const around = area.points.slice(1).map((to, index) => [capsule(area.points[index]!, to, area.width_m / 2)]);
  const features = [plain({ type: "MultiPolygon", coordinates: around }, true), plain({ type: "LineString", coordinates: line })];
  return { type: "FeatureCollection", features };
}

/** The ring around all that is no farther than `reach` meters from the stretch between two places. */
function capsule(from: At, to: At, reach: number): number[][] {
  const east = Math.cos(from.lat * radians);
  const ahead = Math.atan2(to.lat - from.lat, (to.lon - from.lon) * east);
  const half = (end: At, facing: number): number[][] =>
    Array.from({ length: 13 }, (_, step) => {
      const turn = facing - Math.PI / 2 + (step * Math.PI) / 12;
      const away = reach / earth / radians;
      return [end.lon + (away * Math.cos(turn)) / east, end.lat + away * Math.sin(turn)];
    });
  const ring = [...half(to, ahead), ...half(from, ahead + Math.PI)];
  return [...ring, ring[0]!];
}

type Box = [west: number, south: number, east: number, north: number];

/** The box that holds an area, for looking at all of it. */
export const boxOf = (area: Area): Box =>
  around(outline(area).features.flatMap(({ geometry: { type, coordinates } }) =>
    type === "LineString" ? coordinates : type === "Polygon" ? coordinates.flat() : coordinates.flat(2)));

export function around(places: number[][]): Box {
  const lons = places.map(([lon]) => lon!);
  const lats = places.map(([, lat]) => lat!);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
