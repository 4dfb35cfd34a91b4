/** A small map around an address with one pin on it. It weighs more than all the rest: nobody loads it unasked. */
import { Map, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { Point } from "../shared/api";
import { el } from "../shared/elements";
import { at, farthest, type Offset } from "./offset";
import type { Pinned } from "./pin";
import { say } from "./words";

// A worker from our own origin: the site's policy needs no blob: for scripts.
setWorkerUrl(workerUrl);

/** Gives back what puts the pin elsewhere. Throws where the browser cannot draw. */
export function drawMap(container: HTMLElement, style: string, { address, pin, moved, pressed }: Pinned): (pin: Point) => void {
  const corner = (way: Offset): [number, number] => {
    const { lon, lat } = at(address, way);
    return [lon, lat];
  };
  const map = new Map({
    container, style,
    bounds: [corner({ north: -farthest, east: -farthest }), corner({ north: farthest, east: farthest })],
    // All that may be chosen is in sight: a finger on the map still scrolls the page.
    dragPan: false, scrollZoom: false, dragRotate: false, keyboard: false,
    attributionControl: { compact: true },
    locale: {
      "NavigationControl.ZoomIn": say("map.in"), "NavigationControl.ZoomOut": say("map.out"), "Map.Title": say("place.map"),
      "AttributionControl.ToggleAttribution": say("map.source"),
    },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  const element = el("button", { type: "button", class: "pin", "aria-label": say("place.pin"),
    keydown: (event) => pressed(event as KeyboardEvent) });
  const marker = new Marker({ element, draggable: true, anchor: "bottom" }).setLngLat([pin.lon, pin.lat]).addTo(map);
  marker.on("dragend", () => {
    const { lat, lng } = marker.getLngLat();
    moved({ lat, lon: lng });
  });
  // The canvas does nothing by itself: the pin and the buttons are what can be reached.
  map.getCanvas().tabIndex = -1;
  return ({ lat, lon }) => void marker.setLngLat([lon, lat]);
}
