/** What the pages say of a canvass, of the cameras and the coverage on the map, and of words that time has overtaken. */
import { describe, expect, test } from "vitest";
import type { Canvass } from "../src/canvass/api";
import { areaOfCanvass } from "../src/canvass/order";
import { canvassState, counts, waitingFirst, whyNotDecide, whyNotRemind } from "../src/canvass/words";
import { cameraPlaces } from "../src/incidents/camera_places";
import { coverageWords, partsOf } from "../src/incidents/coverage";
import type { Camera } from "../src/live/api";
import { stillTrue } from "../src/shared/flashes";

const canvass: Canvass = {
  id: "can_1", incident_id: "inc_1", area: { kind: "circle", lat: 32.5, lon: -93.75, radius_m: 300 },
  window: { from: "2026-11-22T14:00:00Z", to: "2026-11-22T16:00:00Z" }, purpose: "investigate",
  opened_at: "2026-11-22T16:00:00Z", opened_by: "101", state: "open", waits_for: [], found: "about 25",
  asked: "about 10", uploaded: 2, declined: 1, nothing_recorded: 3, later: 4, unsent: 5,
};

test("each state of a canvass is said in words", () => {
  expect(["waiting", "open", "denied", "closed"].map((state) => canvassState({ ...canvass, state })[1])).toEqual([
    "Waits for a second person", "Open", "Denied", "Closed with thanks",
  ]);
  const waited = { ...canvass, state: "closed", waits_for: ["It asks more than 200 registrants."] };
  expect(canvassState(waited)[1]).toBe("Withdrawn; nobody was asked");
  expect(canvassState({ ...waited, approved_by: "202" })[1]).toBe("Closed with thanks");
});

test("the counts are those of the service, and of who was asked only a band", () => {
  const shown = Object.fromEntries(counts(canvass).map(({ label, value }) => [label, value]));
  expect(shown).toEqual({
    Asked: "about 10", Uploaded: "2", Declined: "1", "Nothing recorded": "3", Later: "4", "Not yet sent": "5",
  });
  expect(counts({ ...canvass, state: "waiting" })).toEqual([
    { label: "Asked", value: "nobody" }, { label: "In the area", value: "about 25" },
  ]);
});

describe("a waiting canvass", () => {
  test("is decided by a supervisor who did not open it", () => {
    expect(whyNotDecide(canvass, "202", true)).toBe("");
  });

  test("is not decided by whoever opened it, nor by an analyst", () => {
    expect(whyNotDecide(canvass, "101", true)).toContain("Somebody else");
    expect(whyNotDecide(canvass, "202", false)).toContain("supervisor");
  });
});

test("people are reminded once, and only while the canvass is open", () => {
  expect(whyNotRemind(canvass)).toBe("");
  expect(whyNotRemind({ ...canvass, reminded_at: "2026-11-22T17:00:00Z" })).toContain("once");
  expect(whyNotRemind({ ...canvass, state: "closed" })).not.toBe("");
});

test("what waits for a decision stands before what is older news", () => {
  const all = ["2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z", "2026-11-22T11:00:00Z"].map((opened_at, index) => ({
    ...canvass, id: `can_${index}`, opened_at, state: index ? "open" : "waiting",
  }));
  expect(waitingFirst(all).map(({ id }) => id)).toEqual(["can_0", "can_1", "can_2"]);
});

test("an area is said in words", () => {
  expect(areaOfCanvass(canvass)).toBe("Circle of 300 m (about 1,000 ft)");
  expect(areaOfCanvass({ ...canvass, area: { kind: "corridor", points: [canvass.area as never, canvass.area as never], width_m: 60 } }))
    .toBe("Corridor of 2 points, 60 m wide");
});

test("cameras of one establishment stand at one place on the map", () => {
  const camera = { id: "cam_1", name: "Front door", site: "A market", lat: 32.5, lon: -93.75 } as Camera;
  const other = { ...camera, id: "cam_3", site: "A bank", lat: 32.6 };
  expect(cameraPlaces([camera, { ...camera, id: "cam_2", name: "Lot" }, other])).toEqual([
    { id: "cam_1", lat: 32.5, lon: -93.75, count: 2, words: "2 cameras of A market: Front door, Lot" },
    { id: "cam_3", lat: 32.6, lon: -93.75, count: 1, words: "Camera of A bank: Front door" },
  ]);
});

describe("coverage", () => {
  const parts = [{ lat: 32.5, lon: -93.75, about: 5 }, { lat: 32.52, lon: -93.75, about: 40 }];

  test("is drawn as parts of the grid, around their middles", () => {
    const [ring] = partsOf({ parts, height_deg: 0.01, width_deg: 0.02 }).features[0]!.geometry.coordinates;
    expect(ring![0]).toEqual([expect.closeTo(-93.76, 4), expect.closeTo(32.495, 4)]);
    expect(ring![2]).toEqual([expect.closeTo(-93.74, 4), expect.closeTo(32.505, 4)]);
  });

  test("is said in words too, and never a small count", () => {
    expect(coverageWords(parts)).toBe("2 parts of the city have from about 5 to about 40 registrants each. Parts with fewer than five are not shown.");
    expect(coverageWords(parts.slice(0, 1))).toContain("One part of the city has about 5 registrants.");
    expect(coverageWords([])).toContain("No part");
  });
});

test("words of success go when what they speak of has moved on, and only then", () => {
  const flash = { words: "The release is approved.", about: { id: "rel_1", state: "approved" } };
  expect(stillTrue(flash, { id: "rel_1", state: "approved" })).toBe(true);
  expect(stillTrue(flash, { id: "rel_1", state: "packed" })).toBe(false);
  expect(stillTrue(flash, { id: "rel_2", state: "packed" })).toBe(true);
  expect(stillTrue({ words: "Done." }, { id: "rel_1", state: "packed" })).toBe(true);
});
