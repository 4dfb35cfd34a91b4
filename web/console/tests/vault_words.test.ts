/** What the probe found and what became of an item is said in words, and only what is known is said. */
import { expect, test } from "vitest";
import { derivativeWords, lasting, movieLacks, noteLack, probeFacts, verdictLook, whyNoPreview } from "../src/vault/words";

test("each verdict is said in words", () => {
  expect(["accept", "not_needed", "duplicate"].map((one) => verdictLook(one)[1])).toEqual(["Accepted", "Not needed", "Duplicate"]);
});

test("only what the probe knows is shown", () => {
  const known = { state: "ready", kind: "mp4", codec: "h264", width: 1920, height: 1080, duration_s: 9.96, frames: 12_345, flags: [] } as const;
  expect(probeFacts({ ...known, flags: [] }).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    "Format: mp4", "Codec: h264", "Picture: 1920 × 1080", "Duration: 10.0 s", "Pictures: 12,345",
  ]);
  expect(probeFacts({ state: "none", width: 1920, flags: [] })).toEqual([]);
});

test.each([[9.96, "10.0 s"], [60, "1:00"], [754.2, "12:34"], [3600, "1:00:00"], [3725, "1:02:05"]])("%d seconds last %s", (seconds, words) => {
  expect(lasting(seconds)).toBe(words);
});

test("what was made of an item says how it was made", () => {
  const made = { url: "", bytes: 2_500_000, sha256: "ab12", how: "encoded" };
  expect(derivativeWords(made)).toBe("encoded again, 2.5 MB, SHA-256 ab12");
  expect(derivativeWords({ ...made, how: "copied" })).toContain("copied");
});

test("what a movie leaves out is said, and that there is none", () => {
  const movie = { url: "", bytes: 1, sha256: "ab12", how: "encoded" };
  expect(movieLacks({ state: "ready", flags: [] }, movie)).toBe("");
  expect(movieLacks({ state: "ready", why: "it shows the first 300 seconds only", flags: [] }, movie)).toContain("first 300 seconds only");
  expect(movieLacks({ state: "ready", flags: [] }, null)).toContain("No movie");
});

test("why there is nothing to look at is said", () => {
  expect(whyNoPreview({ state: "ready", flags: [] })).toBe("");
  expect(whyNoPreview({ state: "pending", flags: [] })).toContain("still being made");
  expect(whyNoPreview({ state: "none", why: "it is no video", flags: [] })).toBe("There is no preview: it is no video.");
});

test("a note is short, and every sign of it can be seen", () => {
  expect(noteLack("Shows the gray car; same as camera 2.")).toBe("");
  expect(noteLack("x".repeat(201))).toBe("At most 200 characters.");
  expect(noteLack("car\u202egpj.exe")).not.toBe("");
});
