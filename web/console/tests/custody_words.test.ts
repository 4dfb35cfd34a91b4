/** A line tells from where somebody came and by whose clock, where it knows; an old line says neither. */
import { expect, test } from "vitest";
import { lineWords } from "../src/custody/words";

test("address and clock stand behind the facts", () => {
  expect(lineWords({ facts: { hold: true }, address: "192.0.2.7", clock: "lambda" })).toBe("Hold: yes; From: 192.0.2.7; Clock: of the cloud");
  expect(lineWords({ facts: {}, clock: "host" })).toBe("Clock: of another host");
});

test("a line from before says nothing of them", () => {
  expect(lineWords({ facts: {} })).toBe("");
  expect(lineWords({ facts: {}, address: "", clock: "" })).toBe("");
});
