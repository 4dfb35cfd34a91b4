/** The console's own player on a bare canvas: notes when each picture was on the screen, and what it says of itself. */
import { openMedia } from "@console/live/media.ts";
import { Player } from "@console/live/player.ts";

const CELL = 8, ROWS = [32, 48]; // as `local.cameras.code` draws them: the counter, the time
const canvas = document.querySelector("canvas");
const pen = canvas.getContext("2d", { willReadFrequently: true });
window.seen = [];
window.trouble = "";

function told() {
  const width = 48 * CELL, { data } = pen.getImageData(0, 0, width, 2 * CELL);
  const bit = (x, y) => (data[4 * ((y * CELL + CELL / 2) * width + x * CELL + CELL / 2) + 1] > 125 ? "1" : "0");
  return ROWS.map((cells, y) => parseInt(Array.from({ length: cells }, (_, x) => bit(x, y)).join(""), 2));
}

const player = new Player(canvas, () => {
  const [counter, taken] = told(), at = player.newest;
  requestAnimationFrame(() => window.seen.push({ at, counter, taken, shown: Date.now() }));
});

window.watch = async (media) => {
  for (;;) {
    try {
      await player.play(await openMedia(media, new AbortController().signal));
    } catch (fault) {
      window.trouble = String(fault);
    }
    await new Promise((go) => setTimeout(go, 200));
  }
};
