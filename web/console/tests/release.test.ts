/** A release is asked for whole or not at all, and its states are said in words. */
import { describe, expect, test } from "vitest";
import { lacks, releaseState } from "../src/release/words";
import { routeOf } from "../src/shared/route";

const wish = { item_ids: ["evi_1"], ori: "LA0090000", recipient: "7731", case: "26-1", reason: "Charging decision" };

describe("a wish for a release", () => {
  test("that is whole lacks nothing", () => {
    expect(lacks(wish, 50)).toEqual({});
  });

  test.each(["ori", "recipient", "case", "reason"] as const)("without its %s is not sent", (name) => {
    expect(Object.keys(lacks({ ...wish, [name]: "" }, 50))).toEqual([name]);
  });

  test("holds at least one item, and no more than a release carries", () => {
    expect(lacks({ ...wish, item_ids: [] }, 50).items).toBe("Choose at least one sealed item.");
    expect(lacks({ ...wish, item_ids: ["a", "b", "c"] }, 2).items).toBe("Choose at most 2 items.");
  });
});

test("each state of a release is said in words", () => {
  expect(["asked", "approved", "packed", "transferred", "denied", "failed"].map((state) => releaseState(state)[1])).toEqual([
    "Waits for approval", "Approved; being packed", "Ready for the agency", "Custody transferred", "Denied", "Failed",
  ]);
});

test("releases have their places in the console", () => {
  expect(routeOf("#/releases")).toEqual({ page: "releases" });
  expect(routeOf("#/releases/new")).toEqual({ page: "askRelease" });
  expect(routeOf("#/releases/rel_1")).toEqual({ page: "release", id: "rel_1" });
});
