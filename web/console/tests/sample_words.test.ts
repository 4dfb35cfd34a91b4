/** How a drawn look is told to an auditor. */
import { describe, expect, it } from "vitest";
import { after, askedWords, distance, lookWords, whyNotJudge } from "../src/sample/words";

const opened = "2026-11-20T10:00:00.00Z";
const at = (time: string) => after({ at: `2026-11-${time}.00Z`, call_opened_at: opened });

describe("a look", () => {
  it("is told by what was done", () => {
    expect(lookWords("clip.order")).toBe("Ordered a clip");
    expect(lookWords("some.thing")).toBe("Some thing");
  });

  it("lies so far into its call", () => {
    expect(at("20T09:59:59")).toBe("before the call was opened");
    expect(at("20T10:00:30")).toBe("as the call came in");
    expect(at("20T10:25:00")).toBe("25 min into the call");
    expect(at("20T12:05:00")).toBe("2 h 5 min into the call");
    expect(at("23T10:00:00")).toBe("3 days into the call");
    expect(after({ at: opened })).toBe("");
  });

  it("is so far from it", () => {
    expect(distance(999)).toBe("999 m from the call");
    expect(distance(1240)).toBe("1.2 km from the call");
  });

  it("says what was asked for", () => {
    expect(askedWords({ purpose: "call", radius_m: "300" }, "UTC")).toEqual(["Purpose: call", "Radius: 300 m"]);
    expect(askedWords({ from: opened }, "UTC")).toEqual(["From Nov 20, 2026, 10:00:00"]);
  });

  it("is judged by an auditor, one's own by somebody else, an auditor's by a supervisor too", () => {
    const me = { badge: "90", role: "auditor" };
    const look = { badge: "7", role: "analyst" };
    expect(whyNotJudge(look, me)).toBe("");
    expect(whyNotJudge({ ...look, badge: "90" }, me)).toContain("somebody else");
    expect(whyNotJudge(look, { badge: "1", role: "supervisor" })).toContain("auditor");
    expect(whyNotJudge({ badge: "90", role: "auditor" }, { badge: "1", role: "supervisor" })).toBe("");
  });
});
