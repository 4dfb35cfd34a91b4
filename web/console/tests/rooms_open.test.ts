/** The rooms beside the page stay as the person left them, whatever the window did in between. */
import { expect, test } from "vitest";
import { atFirst, afterMove } from "../src/shared/rooms_open";

test("on a wide window the layout folds nothing by itself, even when it says so late", () => {
  expect(afterMove(atFirst, { open: false, isWide: true, isPressed: false })).toEqual(atFirst);
});

test("on a wide window the person folds and opens them", () => {
  const folded = afterMove(atFirst, { open: false, isWide: true, isPressed: true });

  expect(folded.wide).toBe(false);
  expect(afterMove(folded, { open: true, isWide: true, isPressed: true }).wide).toBe(true);
});

test("what happens on a narrow window is forgotten on a wide one", () => {
  const opened = afterMove(atFirst, { open: true, isWide: false, isPressed: true });

  expect(opened).toEqual({ wide: true, narrow: true });
  expect(afterMove(opened, { open: false, isWide: false, isPressed: false })).toEqual(atFirst);
});
