/** A fingerprint is read aloud in groups of four, and nothing of it is lost. */
import { expect, test } from "vitest";
import { groups } from "../src/key/groups";

test("64 digits are 16 groups of four", () => {
  const fingerprint = "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a";

  expect(groups(fingerprint)).toHaveLength(16);
  expect(groups(fingerprint).slice(0, 2)).toEqual(["8254", "C329"]);
  expect(groups(fingerprint).join("").toLowerCase()).toBe(fingerprint);
});
