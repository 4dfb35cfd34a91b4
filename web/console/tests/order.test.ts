/** What an analyst asks for becomes the exact stretch of UTC, whatever the city's clock does. */
import { describe, expect, test } from "vitest";
import { areaOf, distance, lastTwoHours, type Choice } from "../src/canvass/order";
import { circle } from "../src/incidents/circle";
import { routeOf } from "../src/shared/route";
import { momentOf, wallOf } from "../src/shared/zone";

const zone = "America/Chicago";
const now = new Date("2026-11-22T16:00:00Z");
const choice: Choice = { radius: 300, stretch: "120", times: lastTwoHours(now, zone), purpose: "investigate" };

describe("the area", () => {
  test("of the usual choice is the last two hours", () => {
    expect(areaOf(choice, now, zone)).toEqual({ radius_m: 300, from: "2026-11-22T14:00:00Z", to: "2026-11-22T16:00:00Z" });
  });

  test("typed by hand in the city's clock is the same", () => {
    expect(areaOf({ ...choice, stretch: "chosen" }, now, zone)).toEqual(areaOf(choice, now, zone));
  });

  test("that ends before it starts is said, not sent", () => {
    const times = { ...choice.times, toTime: "07:00" };
    expect(areaOf({ ...choice, stretch: "chosen", times }, now, zone)).toBe("The start must be before the end.");
  });

  test("without a time is said, not sent", () => {
    const times = { ...choice.times, toTime: "" };
    expect(areaOf({ ...choice, stretch: "chosen", times }, now, zone)).toBe("Write both times.");
  });
});

test.each(["2026-03-08T07:30:00Z", "2026-03-08T08:30:00Z", "2026-07-01T05:00:00Z", "2026-11-01T08:30:00Z"])(
  "the wall clock at %s leads back to it",
  (at) => {
    const { date, time } = wallOf(new Date(at), zone);
    expect(momentOf(date, time, zone)?.toISOString()).toBe(new Date(at).toISOString());
  },
);

test("distances are said in both measures", () => {
  expect(distance(300)).toBe("300 m (about 1,000 ft)");
});

test("the drawn circle closes and has its radius to the north", () => {
  const [ring] = circle(-93.75, 32.5, 1000).geometry.coordinates;
  expect(ring![0]).toEqual(ring![72]!.map((x) => expect.closeTo(x, 9)));
  expect((ring![0]![1]! - 32.5) * 111_195).toBeCloseTo(1000, 0);
});

test("a place in the console is read from behind the #", () => {
  expect(routeOf("")).toEqual({ page: "calls" });
  expect(routeOf("#/incidents/inc_1")).toEqual({ page: "incident", id: "inc_1" });
  expect(routeOf("#/evidence")).toEqual({ page: "evidence" });
  expect(routeOf("#/evidence/evi_1")).toEqual({ page: "item", id: "evi_1" });
  expect(routeOf("#/elsewhere")).toEqual({ page: "unknown" });
});
