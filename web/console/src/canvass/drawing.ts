/** Drawing the area that is asked: what the hand did so far, what shape that makes, what is wrong with it. Pure. */
import type { Area, At } from "./api";
import { crosses, farthest, middle } from "./geometry";

export const tools = {
  call: "Around the call",
  circle: "Circle elsewhere",
  polygon: "Polygon",
  corridor: "Corridor along a line",
} as const;

export type Tool = keyof typeof tools;

export interface Drawing {
  tool: Tool;
  /** Around the call, or around the first point of a circle elsewhere; meters. NaN while the field is empty. */
  radius: number;
  /** Of a corridor, both sides together; meters. */
  width: number;
  points: At[];
}

export const usualRadius = 300;
export const usualWidth = 60;
export const radii = [100, 200, 300, 500, 800, 1000];
export const begun: Drawing = { tool: "call", radius: usualRadius, width: usualWidth, points: [] };

/** The most points that each tool takes: as many as the service does. */
export const mostPoints: Record<Tool, number> = { call: 0, circle: 1, polygon: 200, corridor: 50 };
const fewest: Record<Tool, number> = { call: 0, circle: 1, polygon: 3, corridor: 2 };
const mostReach = 25_000;

export const lacking: Record<Tool, string> = {
  call: "",
  circle: "Choose the middle of the circle.",
  polygon: "A polygon needs at least 3 different corners.",
  corridor: "A corridor needs at least 2 different points.",
};

/** Degrees as they are sent: six digits are a tenth of a meter, and no hand is steadier. */
const exact = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
export const at = (lat: number, lon: number): At => ({ lat: exact(lat), lon: exact(lon) });

/** The drawing with one more point. A circle has one middle: a second point moves it. What is too much is left out. */
export function added(drawing: Drawing, point: At): Drawing {
  const { tool, points } = drawing;
  const here = at(point.lat, point.lon);
  if (tool === "circle") return { ...drawing, points: [here] };
  return points.length < mostPoints[tool] ? { ...drawing, points: [...points, here] } : drawing;
}

export function moved(drawing: Drawing, index: number, to: At): Drawing {
  return { ...drawing, points: drawing.points.map((old, place) => (place === index ? at(to.lat, to.lon) : old)) };
}

/** Another tool keeps what it can use of the points, so that a slip costs nothing. */
export function withTool(drawing: Drawing, tool: Tool): Drawing {
  const radius = tool === "call" && !radii.includes(drawing.radius) ? usualRadius : drawing.radius;
  return { ...drawing, tool, radius, points: tool === "call" ? drawing.points : drawing.points.slice(0, mostPoints[tool]) };
}

/** Something to start from without a mouse: the call in the middle, about 200 m across. */
export function startAround(drawing: Drawing, call: At): Drawing {
  const north = 0.0009;
  const east = north / Math.cos((call.lat * Math.PI) / 180);
  const near = (up: number, right: number): At => at(call.lat + up * north, call.lon + right * east);
  const starts: Record<Tool, At[]> = {
    call: [], circle: [at(call.lat, call.lon)],
    polygon: [near(1, -1), near(1, 1), near(-1, 1), near(-1, -1)], corridor: [near(0, -1), near(0, 1)],
  };
  return { ...drawing, points: starts[drawing.tool] };
}

type Bounds = [south: number, west: number, north: number, east: number];

/** The area as it is sent, or the words for what is wrong with it; null is the circle around the call. */
export function areaOf(drawing: Drawing, bounds: Bounds, city: string): Area | string | null {
  const { tool, radius, width } = drawing;
  if (tool === "call") return null;
  const points = different(drawing.points);
  if (points.length < fewest[tool]) return lacking[tool];
  if (points.length > mostPoints[tool]) return `At most ${mostPoints[tool]} points.`;
  if (tool === "circle" && !(radius >= 20 && radius <= 5000)) return "The radius must be from 20 to 5,000 meters.";
  if (tool === "corridor" && !(width >= 10 && width <= 1000)) return "The width must be from 10 to 1,000 meters.";
  if (farthest(points) > mostReach) return "An area reaches at most 25 kilometers from its first point.";
  if (tool === "polygon" && crosses(points)) return "The edge of the polygon crosses itself.";
  const [south, west, north, east] = bounds;
  const { lat, lon } = middle(points);
  if (lat < south || lat > north || lon < west || lon > east) return `This area lies outside ${city}.`;
  if (tool === "circle") return { kind: "circle", ...points[0]!, radius_m: radius };
  return tool === "polygon" ? { kind: "polygon", points } : { kind: "corridor", points, width_m: width };
}

/** Without points that stand where the one before them stands, and without the first named again at the end. */
function different(points: At[]): At[] {
  const same = (a: At | undefined, b: At | undefined): boolean => a?.lat === b?.lat && a?.lon === b?.lon;
  const kept = points.filter((one, index) => !index || !same(one, points[index - 1]));
  return kept.length > 2 && same(kept[0], kept.at(-1)) ? kept.slice(0, -1) : kept;
}

/** The points as a list that one can type. */
export const written = (points: At[]): string => points.map(({ lat, lon }) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`).join("\n");

/** The points of a typed list, or the words for its first line that names no place. */
export function readPoints(text: string, tool: Tool): At[] | string {
  const lines = text.split(/\n/).map((line) => line.trim()).filter(Boolean);
  if (lines.length > mostPoints[tool]) return `At most ${mostPoints[tool]} ${tool === "circle" ? "line" : "lines"}.`;
  const points: At[] = [];
  for (const [index, line] of lines.entries()) {
    const [, lat, lon] = /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(line) ?? [];
    if (lat === undefined || lon === undefined || Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180) {
      return `Line ${index + 1} is no place: write latitude, longitude, such as 32.512340, -93.751230.`;
    }
    points.push(at(Number(lat), Number(lon)));
  }
  return points;
}
