/** How the console says how long evidence is kept, how it goes, and what a wish still lacks. */
import { describe, expect, it } from "vitest";
import { questionLacks } from "../src/inquiries/words";
import { timeLeft } from "../src/release/words";
import type { Release } from "../src/release/api";
import { changes, disposalState, itemIds, kindLack, lasting, leftOf, named, orderLacks } from "../src/retention/words";
import { everything, holdLacks, keptUntil, passes, wayOut } from "../src/vault/words";

const kind = (name: string, days: number) => ({ kind: name, title: name, days, authority: "a rule" });
const id = `evi_${"0".repeat(26)}`;

describe("a schedule", () => {
  it("counts years where they are whole", () => {
    expect([365, 730, 2192, 1, 36500].map(lasting)).toEqual(["1 year", "2 years", "2,192 days", "1 day", "never let go"]);
  });

  it("is told by what changes, and what gets shorter is marked", () => {
    const told = changes([kind("a", 365), kind("b", 365), kind("c", 365)], [kind("a", 365), kind("b", 730), kind("d", 10)]);
    expect(told.map(({ kind: name, words, shorter }) => [name, words, shorter])).toEqual([
      ["a", "", false], ["b", "1 year → 2 years", false], ["d", "New: 10 days", false], ["c", "Taken out: kept until somebody says", false],
    ]);
    expect(changes([kind("a", 730)], [kind("a", 365)])[0]?.shorter).toBe(true);
  });

  it("names what was written anew, each differently", () => {
    const fresh = [{ ...kind("", 10), title: "Traffic stop!" }, { ...kind("", 10), title: "Traffic stop" }, kind("felony", 10)];
    expect(named(fresh).map(({ kind: name }) => name)).toEqual(["traffic_stop", "traffic_stop_b", "felony"]);
  });

  it("is not proposed without a rule or with days that are none", () => {
    expect(kindLack([kind("a", 0)])).not.toBe("");
    expect(kindLack([{ ...kind("a", 10), authority: " " }])).not.toBe("");
    expect(kindLack([kind("a", 10)])).toBe("");
  });
});

describe("an end of evidence", () => {
  it("says that an expunging holds from the moment of the second person", () => {
    expect(disposalState({ kind: "disposal", state: "cooling" })[1]).toBe("Approved; can still be stopped");
    expect(disposalState({ kind: "expunging", state: "cooling" })[1]).toBe("Not readable anymore");
  });

  it("reads ids out of what was pasted, and nothing else passes", () => {
    expect(itemIds(`${id}\n${id.toUpperCase()}, x`)).toEqual([id]);
    const order = { items: id, court: "a court", order_number: "1", why: "so it is" };
    expect(orderLacks(order)).toEqual({});
    expect(Object.keys(orderLacks({ ...order, items: `${id} evi_1` }))).toEqual(["items"]);
  });

  it("tells what is left of each item, however it is sent", () => {
    expect(leftOf({ item_ids: [id], left: { [id]: "a lock" } })).toEqual([{ id, why: "a lock" }]);
    expect(leftOf({ item_ids: [id] })).toEqual([{ id, why: "" }]);
  });
});

describe("an item", () => {
  const one = { state: "sealed", standing: "released", held: true, keep_until: "2026-01-01T00:00:00Z" };
  const now = Date.parse("2026-06-01T00:00:00Z");

  it("passes the filters that it fits", () => {
    expect(passes(one, everything, now)).toBe(true);
    expect(passes(one, { ...everything, state: "released" }, now)).toBe(true);
    expect(passes(one, { ...everything, state: "sealed" }, now)).toBe(false);
    expect(passes(one, { ...everything, held: "no" }, now)).toBe(false);
    expect(["over", "running", "none"].map((kept) => passes(one, { ...everything, kept }, now))).toEqual([true, false, false]);
    expect(passes({ state: "sealed" }, { ...everything, kept: "none" }, now)).toBe(true);
  });

  it("is kept without an end while nobody said the kind of case", () => {
    expect(keptUntil({}, String)).toBe("until somebody says the kind of case");
    expect(keptUntil({ kind: "homicide" }, String)).toBe("without an end");
  });

  it("tells to whom it went by the furthest step of each release", () => {
    const step = (event: string, more = {}) => ({ event, outcome: "done", at: event, facts: { release: "rel_1", ...more } });
    const lines = [step("release.ask", { ori: "TX1", recipient: "4411" }), step("release.pack"), { ...step("share.receipt"), outcome: "refused" }];
    expect(wayOut(lines)).toEqual([{ release: "rel_1", words: "Packed: TX1, badge 4411", at: "release.pack" }]);
  });

  it("is held only with a reason, an authority and a case", () => {
    expect(Object.keys(holdLacks({ reason: "", authority: "", case: "" }))).toEqual(["reason", "authority", "case"]);
    expect(holdLacks({ reason: "a", authority: "b", case: "26-1" })).toEqual({});
  });
});

describe("a recipient's time", () => {
  const release = (more: Partial<Release>) => ({ expires_at: "2026-01-01T00:00:00Z", ...more }) as Release;
  const now = Date.parse("2026-06-01T00:00:00Z");

  it("is over, asked for, or there", () => {
    expect(timeLeft(release({}), now)).toBe("over");
    expect(timeLeft(release({ renewal_asked_at: "2026-02-01T00:00:00Z" }), now)).toBe("asked");
    expect(timeLeft(release({ renewal_asked_at: "2026-02-01T00:00:00Z", renewed_at: "2026-02-02T00:00:00Z", expires_at: "2027-01-01T00:00:00Z" }), now)).toBe("");
  });
});

describe("an inquiry", () => {
  it("says what it lacks, and that its end follows its beginning", () => {
    const asked = { case: "26-1", place: "Alder St", words: "a van", from: new Date(2), to: new Date(1) };
    expect(Object.keys(questionLacks(asked))).toEqual(["to"]);
    expect(questionLacks({ ...asked, to: new Date(3) })).toEqual({});
    expect(Object.keys(questionLacks({ case: "", place: "", words: "", from: null, to: null }))).toHaveLength(5);
  });
});
