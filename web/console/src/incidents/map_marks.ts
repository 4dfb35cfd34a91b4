/** Marks on the map: calls that one can open, cameras by place, counts of parts, and the points of a drawing. */
import { Marker, type Map } from "maplibre-gl";
import { useEffect, useRef } from "react";
import type { At, Part } from "../canvass/api";
import type { Incident } from "../shared/api";
import { href } from "../shared/route";
import type { Pencil } from "./map";

/** What stands at one place, with the words for it. */
export interface Place extends At {
  id: string;
  count: number;
  words: string;
}

interface Mark extends At {
  key: string;
  make: () => HTMLElement;
}

/** Adds what is new, moves what is known by its key, and removes the rest. Returns the markers, by key. */
function useMarks(map: Map | null, marks: Mark[], made?: (marker: Marker, key: string) => void): void {
  const there = useRef(new globalThis.Map<string, Marker>());
  const shown = marks.map(({ key, lat, lon }) => [key, lat, lon].join()).join(";");
  useEffect(() => {
    if (!map) return;
    const known = there.current;
    const wanted = new Set(marks.map(({ key }) => key));
    known.forEach((marker, key) => wanted.has(key) || (marker.remove(), known.delete(key)));
    for (const { key, lat, lon, make } of marks) {
      const marker = known.get(key) ?? new Marker({ element: make(), draggable: Boolean(made) });
      marker.setLngLat([lon, lat]);
      if (known.has(key)) continue;
      marker.addTo(map);
      made?.(marker, key);
      known.set(key, marker);
    }
  }, [map, shown]);
  useEffect(() => () => there.current.clear(), [map]);
}

export function useCalls(map: Map | null, calls: Incident[]): void {
  useMarks(map, calls.map((call) => ({ key: `${call.id} ${call.priority}`, lat: call.lat, lon: call.lon, make: () => callMark(call) })));
}

export function useCameras(map: Map | null, places: Place[] = []): void {
  useMarks(map, places.map((one) => ({
    key: `${one.id} ${one.words}`, lat: one.lat, lon: one.lon,
    make: () => label("mark-camera", one.count > 1 ? String(one.count) : "", one.words),
  })));
}

export function useParts(map: Map | null, parts: Part[] = []): void {
  useMarks(map, parts.map(({ lat, lon, about }) => ({
    key: `${lat} ${lon} ${about}`, lat, lon, make: () => label("mark-part", `~${about}`, `About ${about} registrants`),
  })));
}

/** The points of a drawing, to be dragged. Their list beside the map is the way without a mouse, so they take no focus. */
export function usePoints(map: Map | null, pencil: Pencil | null): void {
  const move = useRef(pencil?.move);
  move.current = pencil?.move;
  const points = pencil?.points ?? [];
  useMarks(
    map,
    points.map(({ lat, lon }, index) => ({
      key: String(index), lat, lon, make: () => label("mark-point", String(index + 1), `Point ${index + 1}`),
    })),
    (marker, key) => void marker.on("dragend", () => {
      const { lat, lng } = marker.getLngLat();
      move.current?.(Number(key), { lat, lon: lng });
    }),
  );
}

function callMark(call: Incident): HTMLElement {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.className = `mark mark--${call.priority}`;
  mark.textContent = String(call.priority);
  mark.title = `Call ${call.number}, priority ${call.priority}: ${call.kind}, ${call.address}`;
  mark.setAttribute("aria-label", mark.title);
  mark.addEventListener("click", () => (location.hash = href.incident(call.id)));
  return mark;
}

function label(look: string, text: string, words: string): HTMLElement {
  const mark = document.createElement("div");
  mark.className = look;
  mark.textContent = text;
  mark.title = words;
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", words);
  return mark;
}
