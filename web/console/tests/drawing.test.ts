/** What a hand draws or types becomes the very shape that is sent, or the words for what it lacks. */
import { describe, expect, test } from "vitest";
import type { At } from "../src/canvass/api";
import { added, areaOf, begun, moved, readPoints, startAround, withTool, written, type Drawing } from "../src/canvass/drawing";
import { between, boxOf, crosses, outline } from "../src/canvass/geometry";

const bounds: [number, number, number, number] = [32.3, -94, 32.7, -93.5];
const call = { lat: 32.5, lon: -93.75 };
const square: At[] = [
  { lat: 32.501, lon: -93.751 }, { lat: 32.501, lon: -93.749 }, { lat: 32.499, lon: -93.749 }, { lat: 32.499, lon: -93.751 },
];
const drawn = (part: Partial<Drawing>): Drawing => ({ ...begun, ...part });
const area = (part: Partial<Drawing>) => areaOf(drawn(part), bounds, "Testville");

describe("the area", () => {
  test("around the call is none of its own", () => {
    expect(area({})).toBeNull();
  });

  test("of each tool is sent as the service takes it", () => {
    expect(area({ tool: "circle", points: [call], radius: 120 })).toEqual({ kind: "circle", ...call, radius_m: 120 });
    expect(area({ tool: "polygon", points: square })).toEqual({ kind: "polygon", points: square });
    expect(area({ tool: "corridor", points: square.slice(0, 2), width: 40 })).toEqual({
      kind: "corridor", points: square.slice(0, 2), width_m: 40,
    });
  });

  test("names no corner twice: neither a double click nor the first again at the end", () => {
    expect(area({ tool: "polygon", points: [square[0]!, square[0]!, ...square.slice(1), square[0]!] })).toEqual({
      kind: "polygon", points: square,
    });
  });

  test.each([
    [{ tool: "circle" }, "Choose the middle of the circle."],
    [{ tool: "circle", points: [call], radius: 19 }, "The radius must be from 20 to 5,000 meters."],
    [{ tool: "circle", points: [call], radius: Number.NaN }, "The radius must be from 20 to 5,000 meters."],
    [{ tool: "polygon", points: square.slice(0, 2) }, "A polygon needs at least 3 different corners."],
    [{ tool: "polygon", points: [square[0]!, square[2]!, square[1]!, square[3]!] }, "The edge of the polygon crosses itself."],
    [{ tool: "corridor", points: [call, call] }, "A corridor needs at least 2 different points."],
    [{ tool: "corridor", points: square.slice(0, 2), width: 1001 }, "The width must be from 10 to 1,000 meters."],
    [{ tool: "corridor", points: [call, { lat: 32.5, lon: -94.05 }] }, "An area reaches at most 25 kilometers from its first point."],
    [{ tool: "circle", points: [{ lat: -93.75, lon: 32.5 }] }, "This area lies outside Testville."],
  ] as [Partial<Drawing>, string][])("that is none says what it lacks: %j", (part, words) => {
    expect(area(part)).toBe(words);
  });

  test("takes 200 corners, and a hand that clicks on adds no more", () => {
    const ring = Array.from({ length: 200 }, (_, step) => {
      const turn = (step * 2 * Math.PI) / 200;
      return { lat: 32.5 + 0.01 * Math.cos(turn), lon: -93.75 + 0.01 * Math.sin(turn) };
    });
    const full = ring.reduce(added, drawn({ tool: "polygon" }));
    expect(area(full)).toMatchObject({ kind: "polygon", points: { length: 200 } });
    expect(added(full, call).points).toHaveLength(200);
  });
});

describe("the hand", () => {
  test("moves the middle of a circle with a second click, and a corner where it is dragged", () => {
    expect(added(drawn({ tool: "circle", points: [call] }), square[0]!).points).toEqual([square[0]]);
    expect(moved(drawn({ tool: "polygon", points: square }), 1, call).points[1]).toEqual(call);
  });

  test("begins without a mouse: each tool with an area around the call", () => {
    for (const tool of ["circle", "polygon", "corridor"] as const) {
      const begunThere = startAround(drawn({ tool }), call);
      expect(areaOf(begunThere, bounds, "Testville"), tool).toMatchObject({ kind: tool });
    }
    expect(between(...(startAround(drawn({ tool: "corridor" }), call).points as [At, At]))).toBeCloseTo(200, 0);
  });

  test("takes another tool without losing what both can use", () => {
    expect(withTool(drawn({ tool: "polygon", points: square }), "corridor").points).toEqual(square);
    expect(withTool(drawn({ tool: "polygon", points: square }), "circle").points).toEqual([square[0]]);
    expect(withTool(drawn({ tool: "circle", radius: 77 }), "call").radius).toBe(300);
  });
});

describe("the typed list", () => {
  test("says what the map says", () => {
    expect(readPoints(written(square), "polygon")).toEqual(square);
    expect(readPoints("32.5 -93.75\n\n 32.51;-93.76 ", "corridor")).toEqual([call, { lat: 32.51, lon: -93.76 }]);
  });

  test.each(["32.5", "a, b", "91, 0", "0, 181", "32.5, -93.75, 3", "1e9, 0"])("refuses a line that names no place: %s", (line) => {
    expect(readPoints(`32.5, -93.75\n${line}`, "polygon")).toContain("Line 2 is no place");
  });

  test("is no longer than the tool takes", () => {
    expect(readPoints(written(square), "circle")).toBe("At most 1 line.");
    expect(readPoints(Array(201).fill("32.5, -93.75").join("\n"), "polygon")).toBe("At most 200 lines.");
  });
});

describe("the drawing on the map", () => {
  test("a ring that touches itself is no area", () => {
    const touching = [...square.slice(0, 3), { lat: 32.501, lon: -93.75 }, square[3]!];
    expect([crosses(square), crosses(touching)]).toEqual([false, true]);
  });

  test("a corridor is as wide on the ground as it says, and round at its ends", () => {
    const line = [call, { lat: 32.5, lon: -93.74 }];
    const [around] = outline({ kind: "corridor", points: line, width_m: 100 }).features;
    const [[ring]] = around!.geometry.coordinates as [[number[][]]];
    for (const [lon, lat] of ring) expect(Math.min(...line.map((end) => between(end, { lat: lat!, lon: lon! })))).toBeCloseTo(50, 0);
    expect(boxOf({ kind: "corridor", points: line, width_m: 100 })[3]).toBeCloseTo(32.5 + 50 / 111_195, 6);
  });

  test("closes a polygon, and its box holds it", () => {
    const shape = { kind: "polygon", points: square } as const;
    expect(outline(shape).features[0]!.geometry.coordinates).toMatchObject([{ length: 5 }]);
    expect(boxOf(shape)).toEqual([-93.751, 32.499, -93.749, 32.501]);
  });
});
