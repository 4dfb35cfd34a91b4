/** What an analyst asks for becomes the exact stretch of UTC, whatever the city's clock does. */
import { describe, expect, test } from "vitest";
import { aroundCall, distance, timesOf, whereOf, windowOf, type Moment, type Stretch } from "../src/canvass/order";
import { circle } from "../src/incidents/circle";
import { routeOf } from "../src/shared/route";
import { momentOf, wallOf } from "../src/shared/zone";

const zone = "America/Chicago";
const now = new Date("2026-11-22T16:00:00Z");
const fresh: Moment = { openedAt: "2026-11-22T15:58:00Z", now, zone };
const times = timesOf({ from: new Date("2026-11-22T14:00:00Z"), to: now }, zone);
const window = { from: "2026-11-22T14:00:00Z", to: "2026-11-22T16:00:00Z" };
const of = (stretch: Stretch, part: Partial<typeof times> = {}) => windowOf({ stretch, times: { ...times, ...part } }, fresh);

describe("the stretch of time", () => {
  test("of a fresh call is the two hours until now, for nobody has recorded the future", () => {
    expect(of("call")).toEqual(window);
  });

  test("of an older call is an hour to either side of it", () => {
    expect(windowOf({ stretch: "call", times }, { ...fresh, openedAt: "2026-11-21T03:10:00Z" })).toEqual({
      from: "2026-11-21T02:10:00Z", to: "2026-11-21T04:10:00Z",
    });
    expect(aroundCall("2026-11-21T03:10:00Z", now).to.toISOString()).toBe("2026-11-21T04:10:00.000Z");
  });

  test("counts back from now", () => {
    expect(of("30")).toEqual({ from: "2026-11-22T15:30:00Z", to: window.to });
  });

  test("typed by hand in the city's clock is the same", () => {
    expect(of("chosen")).toEqual(of("120"));
  });

  test("that ends before it starts, lies ahead, or lacks a time is said, not sent", () => {
    expect(of("chosen", { toTime: "07:00" })).toBe("The start must be before the end.");
    expect(of("chosen", { toTime: "" })).toBe("Write both times.");
    expect(of("chosen", { fromTime: "11:00", toTime: "12:00" })).toBe("Nobody has recorded that yet: the start lies in the future.");
  });
});

test("what is sent is the circle around the call, or the area that was drawn, never both", () => {
  const area = { kind: "circle", lat: 32.5, lon: -93.75, radius_m: 120 } as const;
  expect(whereOf(null, 300, window)).toEqual({ radius_m: 300, ...window });
  expect(whereOf(area, 300, window)).toEqual({ area, ...window });
  expect(whereOf("A polygon needs more.", 300, window)).toBe("A polygon needs more.");
  expect(whereOf(area, 300, "Write both times.")).toBe("Write both times.");
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
  expect(routeOf("#/canvasses")).toEqual({ page: "reviews" });
  expect(routeOf("#/evidence")).toEqual({ page: "evidence" });
  expect(routeOf("#/evidence/evi_1")).toEqual({ page: "item", id: "evi_1" });
  expect(routeOf("#/elsewhere")).toEqual({ page: "unknown" });
});
