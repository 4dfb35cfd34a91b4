/** How far a pin stands from its address, in feet; the city takes no more than 250 m. */
import { expect, test } from "vitest";
import { at, farthest, offsetOf, stepped, within } from "../src/place/offset";

const address = { lat: 32.5, lon: -93.75 };

test("a pin comes back where it was put", () => {
  expect(offsetOf(address, at(address, { north: -120, east: 345 }))).toEqual({ north: -120, east: 345 });
});

test("a foot is a foot, also to the east", () => {
  const { lat, lon } = at(address, { north: 1000, east: 1000 });
  expect((lat - address.lat) * 111_195).toBeCloseTo(304.8, 0);
  expect((lon - address.lon) * 111_195 * Math.cos((32.5 * Math.PI) / 180)).toBeCloseTo(304.8, 0);
});

test("no pin stands farther than the city takes it, and its direction stays", () => {
  const { north, east } = within({ north: 3000, east: -4000 });
  expect(Math.hypot(north, east)).toBeLessThanOrEqual(farthest);
  expect(farthest * 0.3048).toBeLessThan(250);
  expect(north / east).toBeCloseTo(-0.75, 2);
});

test("arrow keys move it, other keys do not", () => {
  expect(stepped({ north: 0, east: 0 }, "ArrowUp", 10)).toEqual({ north: 10, east: 0 });
  expect(stepped({ north: 0, east: 0 }, "ArrowLeft", 100)).toEqual({ north: 0, east: -100 });
  expect(stepped({ north: 0, east: 0 }, "a", 10)).toBeNull();
});
