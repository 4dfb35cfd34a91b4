/** A code is read however it is typed, and nothing that cannot be one is asked about. */
import { expect, test } from "vitest";
import { codeOf } from "../src/real/code";

test.each(["K7Q-2M9", "k7q2m9", " K7Q 2M9 ", "k7q–2m9"])("%s is the code K7Q-2M9", (typed) => {
  expect(codeOf(typed)).toBe("K7Q-2M9");
});

test.each(["", "K7Q", "K7Q-2M", "K7Q-2M9X", "K0Q-2M9", "K7O-2M9", "K7I-2M9", "K7L-2M9", "K71-2M9"])("%s is no code", (typed) => {
  expect(codeOf(typed)).toBe("");
});
