/** What goes ahead of the lanes, what a browser remembers, and what people write: times and clocks. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { here, spelled } from "../src/before/panel";
import { isCovered } from "../src/statement/panel";
import { read, spell } from "../src/trim/span";
import { Ahead } from "../src/upload/ahead";
import { keep, partsKnown, recall } from "../src/upload/memory";
import { length, partsOf, share, type Part } from "../src/upload/plan";

vi.hoisted(() => vi.stubGlobal("document", { documentElement: {} }));
const digest = (part: Part) => Promise.resolve({ number: part.number, bytes: 10, sha256: `${part.number}` });
const urls = (parts: { number: number }[]) => parts.map(({ number }) => ({ number, url: `u${number}`, headers: {} }));

async function drain(ahead: Ahead, lanes: number): Promise<number[]> {
  const seen: number[] = [];
  const lane = async (): Promise<void> => {
    for (let one = await ahead.next(); one; one = await ahead.next()) seen.push(one.part.number);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return seen;
}

describe("what goes ahead", () => {
  test("gives every part once, in order, and signs many in one call", async () => {
    const sign = vi.fn((parts: { number: number }[]) => Promise.resolve(urls(parts)));
    const seen = await drain(new Ahead(partsOf(1000, 10), digest, sign), 4);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(sign.mock.calls.length).toBeLessThan(9);
    expect(Math.max(...sign.mock.calls.map(([parts]) => parts.length))).toBeLessThanOrEqual(20);
  });

  test("leaves out what the city holds", async () => {
    const held = (part: Part) => (part.number % 2 ? digest(part) : Promise.resolve(null));
    expect(await drain(new Ahead(partsOf(60, 10), held, (parts) => Promise.resolve(urls(parts))), 4)).toEqual([1, 3, 5]);
  });

  test("ends a lane with the fault of its signing, and loses no part by it", async () => {
    let broken = true;
    const sign = (parts: { number: number }[]) => (broken ? Promise.reject(new Error("line")) : Promise.resolve(urls(parts)));
    const ahead = new Ahead(partsOf(30, 10), digest, sign);
    await expect(ahead.next()).rejects.toThrow("line");
    broken = false;
    expect(await drain(ahead, 2)).toEqual([1, 2, 3]);
  });
});

describe("what this browser remembers", () => {
  afterEach(() => vi.unstubAllGlobals());
  const file = { name: "a.mp4", size: 30, lastModified: 7 } as File;

  function storage(): Record<string, string> {
    const held: Record<string, string> = {};
    vi.stubGlobal("localStorage", new Proxy(held, {
      get: (at, name: string) => (name === "getItem" ? (key: string) => at[key] ?? null
        : name === "setItem" ? (key: string, value: string) => void (at[key] = value) : at[name]),
    }));
    return held;
  }

  test("is the key and the parts of this very file", () => {
    storage();
    keep("req_1", file, { key: "key-00001", parts: { 1: "aa", 3: "cc" } });
    expect(recall("req_1", file)).toEqual({ key: "key-00001", parts: { 1: "aa", 3: "cc" } });
    expect(recall("req_2", file)).toMatchObject({ parts: {}, isNew: true });
    expect(recall("req_1", { ...file, lastModified: 8 } as File).parts).toEqual({});
    expect(partsKnown("req_1", { name: "a.mp4", bytes: 30 })).toBe(2);
  });

  test("is nothing where somebody else wrote it, or nothing may be written", () => {
    const held = storage();
    held["rtcc.upload.req_1.30.7.a.mp4"] = "{";
    expect(recall("req_1", file).parts).toEqual({});
    vi.unstubAllGlobals();
    expect(() => keep("req_1", file, { key: "k", parts: {} })).not.toThrow();
    expect(partsKnown("req_1", { name: "a.mp4", bytes: 30 })).toBe(0);
  });
});

test("a share is told of what arrived, never more than all", () => {
  expect(share(3, 50, 10)).toBe(60);
  expect(share(9, 50, 10)).toBe(100);
  expect(share(0, 50, 0)).toBe(0);
});

test.each([[0, "0:00"], [65.9, "1:05"], [3600, "1:00:00"], [86_399, "23:59:59"]])("%d seconds are %s", (seconds, words) => {
  expect(length(seconds)).toBe(words);
});

test.each([["1:05", 65], ["65", 65], ["1:00:05", 3605], [" 0:00 ", 0], ["", null], ["1:", null], ["-1", null], ["a:b", null]])("%j reads as %j", (words, seconds) => {
  expect(read(words)).toBe(seconds);
});

test("a length is written as it is read", () => {
  for (const seconds of [0, 59, 60, 601]) expect(read(spell(seconds))).toBe(seconds);
});

test.each([["2026-11-20T10:03", "2026-11-20T10:03:00"], ["2026-11-20T10:03:12.5", "2026-11-20T10:03:12"], ["1999-01-01T00:00:00", ""], ["2026-13-01T00:00:00", ""], ["", ""]])("a clock that shows %j is sent as %j", (shown, sent) => {
  expect(spelled(shown)).toBe(sent);
});

test("the clock's field begins with the city's time, wherever the phone believes to be", () => {
  expect(here(new Date("2026-11-22T22:34:14.500Z"), "America/Chicago")).toBe("2026-11-22T16:34:14");
});

test("a statement speaks of what had arrived when it was signed, and of no file after it", () => {
  const statement = { kind: "household", version: "1", text: { en: "", es: "" }, unreviewed: [] } as const;
  const signed = { name: "A", at: "", files: 2 };
  expect(isCovered({ ...statement, unreviewed: [] }, 1)).toBe(false);
  expect(isCovered({ ...statement, unreviewed: [], signed }, 2)).toBe(true);
  expect(isCovered({ ...statement, unreviewed: [], signed }, 3)).toBe(false);
});
