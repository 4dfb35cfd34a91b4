/** The upload's arithmetic: parts, what was received, time left, patience, the fallback digest. */
import { describe, expect, test } from "vitest";
import { digestPart } from "../src/upload/digest";
import { bytesIn, holds, Pace, partsOf, patience, percent } from "../src/upload/plan";
import { Sha256 } from "@open-rtcc/shared/sha256";

describe("parts", () => {
  test("cover the file without gap or overlap, and only the last is short", () => {
    const parts = partsOf(25, 10);
    expect(parts).toEqual([
      { number: 1, from: 0, to: 10 },
      { number: 2, from: 10, to: 20 },
      { number: 3, from: 20, to: 25 },
    ]);
    expect(parts.map(bytesIn)).toEqual([10, 10, 5]);
  });

  test("of an exact multiple end with a whole part", () => {
    expect(partsOf(20, 10).map(bytesIn)).toEqual([10, 10]);
  });

  test("are spared only when number, size and digest agree", () => {
    const part = partsOf(10, 10)[0]!;
    const there = { number: 1, bytes: 10, sha256: "aa" };
    expect(holds([there], part, "aa")).toBe(true);
    expect(holds([there], part, "bb")).toBe(false);
    expect(holds([{ ...there, bytes: 9 }], part, "aa")).toBe(false);
    expect(holds([], part, "aa")).toBe(false);
  });
});

describe("the time left", () => {
  test("is not told before there is enough to tell", () => {
    const pace = new Pace();
    pace.mark(0, 0);
    pace.mark(1, 500);
    expect(pace.left(1000)).toBeNull();
  });

  test("follows the speed of the last while, not of the beginning", () => {
    const pace = new Pace(10);
    pace.mark(0, 0);
    pace.mark(100, 1000);
    pace.mark(110, 2000);
    expect(pace.left(500)).toBe(5);
  });
});

test("patience doubles, is spread, and ends at half a minute", () => {
  expect(patience(0, () => 1)).toBe(1000);
  expect(patience(3, () => 0)).toBe(4000);
  expect(patience(40, () => 1)).toBe(30_000);
});

test("a percentage never says 100 too early", () => {
  expect(percent(999, 1000)).toBe(99);
  expect(percent(0, 0)).toBe(0);
});

describe("the fallback digest", () => {
  test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003])("agrees with the platform's on %i bytes", async (size) => {
    const data = Uint8Array.from({ length: size }, (_, index) => (index * 7919) & 255);
    const hash = new Sha256();
    for (let at = 0; at < size; at += 37) hash.update(data.subarray(at, at + 37));
    expect(hash.digest()).toBe(await digestPart(new Blob([data])));
  });
});
