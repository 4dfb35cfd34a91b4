/** What an owner reads is what is in force, in both languages, and nothing is said to be allowed that is not. */
import { only } from "@open-rtcc/shared/language";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Camera } from "../src/api";
import { healthLines, Names } from "../src/cameras";
import { en, type Key } from "../src/strings.en";
import { es } from "../src/strings.es";
import { looked } from "../src/tables";
import { grantLines, isNothing, length, sayCode } from "../src/words";

const zone = "America/Chicago";
beforeEach(() => {
  vi.stubGlobal("document", { documentElement: {} });
  only("en");
});

describe("a grant", () => {
  test("that says nothing allows nothing", () => {
    expect(isNothing({})).toBe(true);
    expect(grantLines({}, zone)).toEqual(["Off: the center may not see anything of this camera."]);
  });

  test.each([
    [{ live: "always" }, "Live: on any open call, however far"],
    [{ live: "any_call", radius_m: 2000 }, "Live: on any open call within 2,000 m"],
    [{ live: "priority_1", radius_m: 500 }, "Live: on a priority-1 call within 500 m"],
    [{ live: "approved" }, "Live: only when you approve, each time"],
    [{ recall: "case", depth_hours: 72 }, "Recorded footage: on a case number, up to 72 hours back"],
    [{ live: "always", directed: true }, "Looking for crime without a call: allowed"],
    [{ emergency: true }, "In a declared civil emergency: allowed"],
    [{ live: "always", hours: [1320, 360] }, "Only from 10:00 PM to 6:00 AM, every day"],
  ] as const)("%o says: %s", (grant, line) => {
    expect(grantLines(grant as never, zone).map((said) => said.replace(/\u202f/g, " "))).toContain(line);
  });

  test("names each of live, footage, directed monitoring and emergency, also what is not allowed", () => {
    const lines = grantLines({ emergency: true }, zone);

    expect(lines).toEqual(expect.arrayContaining(["Live: never", "Recorded footage: never", "Looking for crime without a call: not allowed"]));
  });

  test("is said in Spanish to those who read Spanish", () => {
    only("es");
    expect(grantLines({ live: "any_call", radius_m: 500 }, zone)[0]).toBe("En vivo: en cualquier llamada abierta a no más de 500 m");
  });
});

test("a camera that the center has forgotten keeps the name that this page has seen", () => {
  const camera: Camera = { id: "cam_1", name: "Front door", grant: {}, in_force_at: "", is_held: false };
  const names = new Names();
  names.fill([camera]);

  expect(names.fill([{ ...camera, name: "", is_held: true }]).map(({ name }) => name)).toEqual(["Front door"]);
  expect(new Names().fill([{ ...camera, name: "" }])[0]!.name).toBe("A camera that is off");
});

test("a code that this page does not know is shown as it is", () => {
  expect(sayCode("clip", "admitted")).toBe("In the vault");
  expect(sayCode("clip", "elsewhere")).toBe("elsewhere");
});

test("lengths", () => {
  expect([length(59), length(301)]).toEqual(["59 s", "5 min 1 s"]);
});

const blanks = (words: string): string[] => [...words.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();

test.each(Object.keys(en) as Key[])("%s has the same blanks in both languages", (key) => {
  expect(Object.keys(es)).toContain(key);
  expect(blanks(es[key])).toEqual(blanks(en[key]));
});

describe("a review on the list", () => {
  const review = {
    id: "viw_1", camera_name: "Till", opened_at: "2026-11-22T15:00:00Z", seconds: 60, badge: "7", incident_number: "26-1",
    purpose: "call", kind: "review", case: "26-000123",
  } as const;

  test("names its case, and the stretch that was played as soon as the box has said it", () => {
    expect(looked(review, "UTC")).toBe("Reviewed for case 26-000123");
    const shown = { ...review, shown_from: "2026-11-22T14:00:00Z", shown_to: "2026-11-22T14:03:00Z" };
    expect(looked(shown, "UTC")).toMatch(/^Reviewed for case 26-000123: footage of Nov 22, 2026, 2:00:00\sPM\s–\s2:03:00\sPM$/);
    expect(looked({ ...review, kind: "live" }, "UTC")).toBe("Answering the call");
  });
});

test("how a box does is said in words, and nothing of what is not known", () => {
  expect(healthLines({})).toEqual([]);
  expect(healthLines({ disk: "ok", clock_ahead_ms: 900 })).toEqual(["Disk fine"]);
  expect(healthLines({ disk: "filling", free_percent: 14, temperature_c: 58, clock_ahead_ms: -7000 })).toEqual([
    "Disk filling: 14% free. Nothing is lost; the oldest footage goes first.", "58 °C",
    "Its clock is 7 s off; clips carry the difference.",
  ]);
});
