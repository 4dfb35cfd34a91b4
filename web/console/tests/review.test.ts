/** A review is played for a case, turns only as the center lets it, and its bar never leads out of what is allowed. */
import { Door } from "@open-rtcc/shared/door";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LiveApi, type Camera, type View } from "../src/live/api";
import { Review } from "../src/live/review";
import { available, momentAt, share, shown, stepped } from "../src/live/time_bar";
import type { News } from "../src/live/view";
import { cameraState, unshowable } from "../src/live/words";

const minute = 60_000, hour = 60 * minute;
const now = Date.parse("2026-11-22T15:00:00Z");
const iso = (at: number): string => new Date(at).toISOString();
const camera: Camera = {
  id: "cam_1", name: "Front door", site: "Corner Store", address: "410 Alder Street", lat: 0, lon: 0, distance_m: 0,
  live: { allowed: true }, recall: { allowed: true, depth_hours: 24 }, state: "recording", watching: 0,
  available_from: iso(now - 72 * hour),
};

describe("the bar", () => {
  test("reaches no further back than the owner allows, nor than the box has footage", () => {
    expect(available(camera, now)).toEqual({ from: now - 24 * hour + minute, to: now - 5000 });
    expect(available({ ...camera, available_from: iso(now - hour) }, now)!.from).toBe(now - hour);
  });

  test("is not there without leave, or without footage", () => {
    expect(available({ ...camera, recall: { allowed: false, depth_hours: 0 } }, now)).toBeNull();
    expect(available({ ...camera, available_from: undefined }, now)).toBeNull();
    expect(available({ ...camera, available_from: iso(now) }, now)).toBeNull();
  });

  test("shows a part around the moment, and stays within all there is", () => {
    const all = { from: 0, to: 24 * hour };
    expect(shown(all, 0, hour)).toEqual(all);
    expect(shown(all, hour, 12 * hour)).toEqual({ from: 11.5 * hour, to: 12.5 * hour });
    expect(shown(all, hour, 0)).toEqual({ from: 0, to: hour });
    expect(shown(all, hour, 24 * hour)).toEqual({ from: 23 * hour, to: 24 * hour });
  });

  test("turns a place into a moment and back", () => {
    const span = { from: 1000, to: 2000 };
    expect([momentAt(0.25, span), momentAt(-1, span), momentAt(7, span)]).toEqual([1250, 1000, 2000]);
    expect([share(1250, span), share(0, span)]).toEqual([0.25, 0]);
  });

  test.each([
    ["ArrowLeft", false, -10_000], ["ArrowRight", true, 60_000], ["PageUp", false, 5 * minute], ["a", false, null],
  ])("takes %s (shift %s)", (key, isShift, step) => {
    const all = { from: 0, to: 24 * hour };
    expect(stepped(key, isShift, hour, all)).toBe(step === null ? null : hour + step);
  });

  test("does not step out of what there is", () => {
    const all = { from: 0, to: hour };
    expect([stepped("ArrowLeft", false, 5000, all), stepped("PageUp", true, hour, all)]).toEqual([0, hour]);
    expect([stepped("Home", false, 5000, all), stepped("End", false, 0, all)]).toEqual([0, hour]);
  });
});

describe("a camera", () => {
  test("of which the box noticed something is not simply recording", () => {
    expect(cameraState({ state: "recording" })).toEqual(["success", "Recording"]);
    expect(cameraState({ state: "recording", warn: "frozen" })).toEqual(["warning", "Its picture stands still"]);
    expect(cameraState({ state: "absent", warn: "clock" })[0]).toBe("error");
  });

  test("that records H.265 is named with what can be done instead", () => {
    expect(unshowable({ codec: "h265" })).toMatch(/cannot show.*order a clip/i);
    expect([unshowable({ codec: "h264" }), unshowable({})]).toEqual(["", ""]);
  });
});

const view = {
  id: "viw_1", camera_id: "cam_1", camera_name: "Front door", incident_id: "inc_1", incident_number: "26-1", purpose: "call",
  state: "open", opened_at: iso(now), lease_until: iso(now + 30_000), ends_at: iso(now + 10 * minute), kind: "review",
  from: iso(now - hour), speed: 1, is_paused: false,
} satisfies View;
const order = { key: "key-00001", camera_id: "cam_1", from: iso(now - hour), case: "26-000123" };
const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

describe("a review", () => {
  let asked: [string, unknown][];
  let answers: Record<string, (body: never) => Response>;
  let sought: number[];
  let news: News[];
  let review: Review;
  const screen = { newest: 1, isUnable: false, play: () => new Promise<void>(() => undefined), close: () => undefined, seek: (to: number) => void sought.push(to) };
  const last = (): News => news.at(-1)!;

  beforeEach(async () => {
    vi.useFakeTimers({ now });
    [asked, sought, news] = [[], [], []];
    answers = {
      "/incidents/inc_1/reviews": () => answer(201, view),
      "/views/viw_1/turn": (wish: object) => answer(200, { ...view, ...wish }),
      "/views/viw_1/renewal": () => answer(200, view),
      "/views/viw_1/end": () => answer(200, { ...view, state: "ended" }),
    };
    vi.stubGlobal("fetch", async (path: string, { body }: { body?: string }) => {
      const said = body ? JSON.parse(body) : {};
      asked.push([path, said]);
      return answers[path]!(said as never);
    });
    const door = new Door("", { token: () => "token", expired: () => undefined });
    review = new Review(new LiveApi(door), screen, async () => new ReadableStream(), (one) => news.push(one));
    await review.play("inc_1", order);
    review.shown();
    await vi.advanceTimersByTimeAsync(500);
  });
  afterEach(() => {
    review.stop("the test is over");
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("names its case before the first picture, and never says that it is live", () => {
    expect(asked[0]).toEqual(["/incidents/inc_1/reviews", order]);
    expect(last()).toMatchObject({ stage: "playing", words: "Playing the recording" });
    expect(news.map(({ words }) => words).join()).not.toMatch(/\blive\b/i);
  });

  test("jumps when the center has taken it, and only then", async () => {
    const to = iso(now - 2 * hour);
    await review.turn({ from: to });
    expect(asked.at(-1)).toEqual(["/views/viw_1/turn", { from: to }]);
    expect(sought).toEqual([Date.parse(to)]);

    answers["/views/viw_1/turn"] = () =>
      answer(409, { type: "urn:rtcc:problem:out-of-reach", status: 409, detail: "This cannot be played: it lies too far back." });
    await review.turn({ from: iso(now - 48 * hour) });
    expect(sought).toHaveLength(1);
    expect(last()).toMatchObject({ stage: "playing", words: "This cannot be played: it lies too far back." });
  });

  test("that is halted does not stall, whatever time passes", async () => {
    await review.turn({ is_paused: true });
    answers["/views/viw_1/renewal"] = () => answer(200, { ...view, is_paused: true });

    await vi.advanceTimersByTimeAsync(12_000);
    expect(last()).toMatchObject({ stage: "halted", words: "Halted" });
  });

  test("says how fast it plays, and what the box would not do", async () => {
    await review.turn({ speed: 4 });
    expect(last().words).toBe("Playing the recording at 4 times the speed");

    answers["/views/viw_1/renewal"] = () => answer(200, { ...view, refusal: "it lies before the grant began" });
    await vi.advanceTimersByTimeAsync(6000);
    review.shown();
    await vi.advanceTimersByTimeAsync(500);
    expect(last().words).toBe("The box did not turn: it lies before the grant began.");
  });
});
