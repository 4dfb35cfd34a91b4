// Lights: a dot and a word beside it, never a color alone.
import { say } from "/words.js";

const DISK = { ok: "green", filling: "amber", full: "red", broken: "red" };
const STATE = { recording: "green", stalled: "amber", absent: "amber", refused: "red" };

function light(color, text) {
  const item = document.createElement("span");
  item.className = `light ${color}`;
  item.textContent = text;
  return item;
}

/** Put the lights there, unless they are there: whoever listens is not told the same again. */
export function shine(place, lights) {
  const same = lights.map((one) => one.className + one.textContent).join() === place.dataset.shown;
  if (same) return;
  place.dataset.shown = lights.map((one) => one.className + one.textContent).join();
  place.replaceChildren(...lights);
}

/** How the box does: its line, and its disk while the recorder speaks of it. */
export function ofBox({ is_online, is_suspended, health, cameras }) {
  const word = lineWord({ is_online, is_suspended, cameras });
  const color = { on: "green", off: "gray", suspended: "amber", needs: "amber" }[word];
  const disk = health?.disk;
  return [light(color, say(`line.${word}`)), ...(disk ? [light(DISK[disk], say(`disk.${disk}`))] : [])];
}

export function lineWord({ is_online, is_suspended, cameras }) {
  if (cameras.some((camera) => camera.lapsed)) return "needs";
  if (!is_online) return "off";
  return is_suspended ? "suspended" : "on";
}

export function ofCamera({ state, watching }) {
  const kinds = [...new Set(watching.map((view) => view.kind))];
  const looks = kinds.map((kind) => light("red", say(`look.${kind}`)));
  return [light(STATE[state], say(`state.${state}`)), ...(looks.length ? looks : [light("gray", say("look.none"))])];
}
