/** A live picture keeps the rhythm in which it was taken, and what stands with cameras and clips is said in words. */
import { describe, expect, test } from "vitest";
import { Pace } from "../src/live/pace";
import { allowance, clipNote, lastSeconds } from "../src/live/words";

describe("the rhythm", () => {
  test("of a line without bursts adds no delay", () => {
    const pace = new Pace();
    const late = Array.from({ length: 60 }, (_, i) => pace.due(i * 66, 5000 + i * 66) - (5000 + i * 66));
    expect(Math.max(...late)).toBe(0);
  });

  test("of a line that brings whole seconds spreads them again", () => {
    const pace = new Pace();
    let dues: number[] = [];
    for (let second = 0; second < 8; second++) {
      dues = Array.from({ length: 10 }, (_, i) => pace.due(second * 1000 + i * 100, second * 1000 + 5000));
    }
    const steps = dues.slice(1).map((due, i) => due - dues[i]!);
    expect(steps).toEqual(Array(9).fill(100));
  });

  test("never waits longer than two seconds", () => {
    const pace = new Pace();
    pace.due(0, 0);
    pace.due(60_000, 2000);
    expect(pace.due(3000, 3000)).toBeLessThanOrEqual(5000);
  });
});

test("what the owner does not allow is said in a sentence", () => {
  expect(allowance({ allowed: false, why: "the owner allows it on priority-1 calls only" }))
    .toBe("Not now: the owner allows it on priority-1 calls only.");
});

test("a clip with gaps says so, and one that is not there says why", () => {
  const clip = { id: "ord_1", camera_id: "cam_1", camera_name: "Till", case: "26-9", from: "", to: "", state: "", ordered_at: "" };
  expect(clipNote({ ...clip, gaps: [["a", "b"]] })).toBe("with one gap");
  expect(clipNote({ ...clip, why: "the box was off" })).toBe("the box was off");
  expect(clipNote({ ...clip, strict: true, codec: "h265" })).toBe("nothing from before it in the file, H.265: plays in a video player");
  expect(clipNote({ ...clip, strict: false, codec: "h264" })).toBe("");
});

test("the last ten seconds end with the picture that was seen", () => {
  expect(lastSeconds(10, Date.parse("2026-11-22T15:00:10.120Z"))).toEqual({ from: "2026-11-22T15:00:00.120Z", to: "2026-11-22T15:00:10.120Z" });
});
