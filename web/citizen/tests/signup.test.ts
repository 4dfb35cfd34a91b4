/** What sign-up makes of what was typed, and what it says is missing. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import { blankGroup, camerasOf, faultsOfGroups, groupOf, keepGroup } from "../src/cameras/draft";
import { askedIn, blank, faultsOf, registrationOf, type Draft } from "../src/signup/draft";

beforeAll(() => {
  vi.stubGlobal("location", { search: "" });
  vi.stubGlobal("localStorage", { getItem: () => "en" });
});

const groups = () => [{ ...blankGroup(), covers: ["street"] }];
const typed = (more: Partial<Draft> = {}): Draft => ({
  ...blank("en"), kind: "resident", name: " Dana Whitlock ", email: "dana@example.org", phone: "318-555-0142",
  address: "417 Alder St", safe_word: "porch swing", consent: "yes", ...more,
});
const chosen = { consent: "2026-11", consent_language: "en" as const };

describe("sign-up", () => {
  test("finds nothing wrong with what is complete", () => {
    expect([...faultsOf(typed(), groups())]).toEqual([]);
  });

  test("names every question of an empty form, in the order of the page", () => {
    expect([...faultsOf(blank("en"), [blankGroup()]).keys()]).toEqual([
      "kind", "name", "email", "phone", "address", "cameras.0.covers", "safe_word", "consent",
    ]);
  });

  test("asks only those who speak for others whether they may", () => {
    expect([...faultsOf(typed({ kind: "business" }), groups()).keys()]).toEqual(["authorized_name", "authorized_title"]);
    expect(registrationOf(typed({ authorized_name: "Dana" }), groups(), chosen)).not.toHaveProperty("authorized");
    const business = typed({ kind: "business", authorized_name: "Dana", authorized_title: "Owner " });
    expect(registrationOf(business, groups(), chosen).authorized).toEqual({ name: "Dana", title: "Owner" });
  });

  test("says where it was asked what the door refuses", () => {
    expect(askedIn("authorized.name")).toBe("authorized_name");
    expect(askedIn("point.lat")).toBe("address");
    expect(askedIn("authorized")).toBe("authorized_name");
    expect(askedIn("cameras.1.covers.0")).toBe("cameras.1.covers");
    expect(askedIn("cameras")).toBe("cameras.0.count");
    expect(askedIn("email")).toBe("email");
  });
});

describe("groups of cameras", () => {
  test("are sent as numbers, and days that nobody knows as 0", () => {
    expect(camerasOf([{ ...blankGroup(), count: "3", covers: ["street", "alley"] }])).toEqual([
      { count: 3, facing: "unknown", covers: ["street", "alley"], recording: "unknown", days_kept: 0, clock_checked: false },
    ]);
  });

  test("come back as they were typed", () => {
    const told = { ...blankGroup(), count: "2", covers: ["lot"], days_kept: "14", facing: "sw", clock_checked: true };
    expect(groupOf(camerasOf([told])[0]!)).toEqual(told);
  });

  test.each([["count", "0"], ["count", "65"], ["count", "two"], ["days_kept", "366"], ["days_kept", "-1"]])("refuse %s of %s", (name, value) => {
    const group = { ...groups()[0]!, [name]: value };
    expect(faultsOfGroups([groups()[0]!, group]).map(([field]) => field)).toEqual([`cameras.1.${name}`]);
  });

  test("keep what is ticked once, and only in their own group", () => {
    const kept = [blankGroup(), blankGroup()];
    const tick = { name: "cameras.1.covers", value: "alley", checked: true };
    keepGroup(kept, tick);
    keepGroup(kept, tick);
    expect(kept.map(({ covers }) => covers)).toEqual([[], ["alley"]]);
    keepGroup(kept, { ...tick, checked: false });
    expect(kept[1]!.covers).toEqual([]);
    expect(keepGroup(kept, { name: "email", value: "x", checked: false })).toBe(false);
  });
});
