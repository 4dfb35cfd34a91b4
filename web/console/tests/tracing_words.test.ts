/** How the console says what lies in the stores, and who did what. */
import { describe, expect, it } from "vitest";
import { eventWords, factWords } from "../src/custody/words";
import { digestLack, digestOf, ending, peopleFirst, times, whoIs } from "../src/inventory/words";
import type { Did, Person } from "../src/inventory/api";

const sha = "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea";
const did = (count: number, ...outcomes: string[]): Did => ({ event: "evidence.read", count, first_at: "", last_at: "", outcomes });
const person = (badge: string, role: string): Person => ({ actor: "usr_1", badge, role, ori: "", acts: [] });

describe("a digest as somebody pastes it", () => {
  it.each([
    sha, ` ${sha}\n`, sha.toUpperCase(), `SHA-256: ${sha}`, `sha256=${sha}`, sha.replace(/(.{8})/g, "$1 "), sha.replace(/(.{2})/g, "$1:"),
  ])("is read from %j", (pasted) => {
    expect(digestOf(pasted)).toBe(sha);
    expect(digestLack(pasted)).toBe("");
  });

  it.each(["", "abc", sha.slice(1), `${sha}0`, sha.replace("3f", "3g")])("is none in %j", (pasted) => {
    expect(digestOf(pasted)).toBe("");
    expect(digestLack(pasted)).not.toBe("");
  });
});

describe("who touched an item", () => {
  it("is a badge for a person, and a kind for everything else", () => {
    expect(whoIs(person("7", "analyst"))).toBe("Badge 7, analyst");
    expect(whoIs(person("", "registrant"))).toBe("Sender, by their link (usr_1)");
    expect(peopleFirst([person("", "system"), person("7", "analyst")]).staff).toHaveLength(1);
  });

  it("is told how often, and how it ended when it did not end well", () => {
    expect([times(did(1)), times(did(2)), times(did(3))]).toEqual(["once", "twice", "3 times"]);
    expect(ending(did(1, "done"))).toBe("");
    expect(ending(did(2, "done", "refused"))).toBe("some refused");
    expect(ending(did(1, "refused"))).toBe("refused");
  });
});

describe("a custody line in plain words", () => {
  it("knows what the vault does, and spells what it does not know", () => {
    expect(eventWords("evidence.admit")).toBe("Taken into the vault, locked and held");
    expect(eventWords("box.enroll")).toBe("Box enroll");
  });

  it("leaves out what only machines read, and what says nothing", () => {
    expect(factWords({ sha256: sha, hold: true, bytes_in: 9, version: "x", why: "" })).toBe(`Sha256: ${sha}; Hold: yes`);
  });
});
