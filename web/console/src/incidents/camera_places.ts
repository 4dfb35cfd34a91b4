/** The cameras near a call as places on the map: those of one establishment stand together. Pure. */
import type { Camera } from "../live/api";
import type { Place } from "./map_marks";

export function cameraPlaces(cameras: Camera[]): Place[] {
  const together = new Map<string, Camera[]>();
  for (const one of cameras) {
    const key = `${one.lat} ${one.lon}`;
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()].map((all) => {
    const { id, lat, lon, site } = all[0]!;
    const names = all.map(({ name }) => name).join(", ");
    return { id, lat, lon, count: all.length, words: `${all.length === 1 ? "Camera" : `${all.length} cameras`} of ${site}: ${names}` };
  });
}
