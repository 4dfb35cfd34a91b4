/** What a sender reads of their file later, and which refusals end a link. */
import { beforeAll, expect, test, vi } from "vitest";
import { Problem } from "../src/shared/api";
import { became } from "../src/upload/became";
import { endOf } from "../src/upload/end";

beforeAll(() => {
  vi.stubGlobal("location", { search: "" });
  vi.stubGlobal("localStorage", { getItem: () => "en" });
});

const file = { id: "sub_1", name: "porch.mp4", bytes: 1, state: "sealed" };

test.each([
  [{ state: "received" }, "It arrived and is being checked."],
  [{}, "It is checked and locked away as evidence. Nobody has looked at it yet."],
  [{ state: "quarantined" }, "It is kept, but something in it does not match. We may call you."],
  [{ verdict: "accept" as const }, "It helps. It is kept as evidence. Thank you."],
  [{ verdict: "accept" as const, used: true }, "Used in the case."],
  [{ verdict: "not_needed" as const, deleted_on: "2026-12-06" },
    "It was looked at and is not needed. Thank you all the same. It is deleted on December 6, 2026 unless the case needs it."],
  [{ verdict: "not_needed" as const, deleted_on: "2026-11-20" }, "It was looked at and is not needed. Thank you all the same. Deleted on November 20, 2026."],
])("of %j the sender reads: %s", (more, words) => {
  expect(became({ ...file, ...more }, "2026-11-22")).toBe(words);
});

test.each([
  [new Problem(410, "expired"), "expired"], [new Problem(410, "closed"), "closed"], [new Problem(404, "not-found"), "unknown"],
  [new Problem(401, "sign-in"), "unknown"], [new Problem(503, "busy"), null], [new Problem(0, "unreachable"), null],
  [new Error("broken"), null],
])("%s ends the link as: %s", (fault, how) => {
  expect(endOf(fault)).toBe(how);
});
