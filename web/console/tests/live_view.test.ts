/** A live view is bound before its first picture, lives by its lease, and leaves nothing when it ends. */
import { Door } from "@open-rtcc/shared/door";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LiveApi, type Media, type View } from "../src/live/api";
import { LiveView, renewEvery, type News } from "../src/live/view";

const media: Media = {
  stream: "rtcc-rtcc-box-1-cam_1", region: "us-east-1", endpoint: "http://127.0.0.1:1",
  credentials: { access_key_id: "AKIA", secret_access_key: "secret", session_token: "token", expires_at: "2026-11-22T15:14:00Z" },
};
const view = {
  id: "viw_1", camera_id: "cam_1", camera_name: "Front door", incident_id: "inc_1", incident_number: "26-1", purpose: "call",
  state: "open", opened_at: "2026-11-22T15:00:00Z", lease_until: "2026-11-22T15:00:30Z", ends_at: "2026-11-22T15:10:00Z", media,
} satisfies View;

const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
const problem = (status: number, slug: string, detail: string): Response =>
  answer(status, { type: `urn:rtcc:problem:${slug}`, status, detail });

let asked: string[];
let answers: Record<string, () => Response | Promise<Response>>;
let opened: Media[];
let screen: { newest: number; isUnable: boolean; isClosed: boolean; play: () => Promise<void>; close: () => void };
let news: News[];
let live: LiveView;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  opened = [];
  news = [];
  answers = {
    "/incidents/inc_1/views": () => answer(201, view),
    "/views/viw_1/renewal": () => answer(200, { ...view, media: undefined }),
    "/views/viw_1/end": () => answer(200, { ...view, state: "ended" }),
  };
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return answers[path]!();
  });
  screen = { newest: 0, isUnable: false, isClosed: false, play: () => new Promise(() => undefined), close: () => void (screen.isClosed = true) };
  const door = new Door("", { token: () => "token", expired: () => undefined });
  const open = async (from: Media): Promise<ReadableStream<Uint8Array>> => {
    opened.push(from);
    return new ReadableStream();
  };
  live = new LiveView(new LiveApi(door), screen, open, (one) => news.push(one));
});
afterEach(() => {
  live.stop("the test is over");
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const picture = (): void => {
  screen.newest = Date.now();
  live.shown();
};
const last = (): News => news.at(-1)!;
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe("a view", () => {
  test("asks for nothing of the picture before it is bound to its call and purpose", async () => {
    let bind = (): void => undefined;
    answers["/incidents/inc_1/views"] = () => new Promise((go) => (bind = () => go(answer(201, view))));
    void live.start("inc_1", "cam_1", "call");
    await pass(1000);
    expect(opened).toEqual([]);

    bind();
    await pass(0);
    expect(opened).toEqual([media]);
  });

  test("says that it waits, that it is live, and for how long nothing has come", async () => {
    await live.start("inc_1", "cam_1", "call");
    expect(last().stage).toBe("waiting");

    picture();
    await pass(500);
    expect(last()).toMatchObject({ stage: "playing", words: "Live" });

    await pass(4000);
    expect(last()).toMatchObject({ stage: "stalled", words: expect.stringContaining("No new picture for 4 s") });
  });

  test("renews its lease every five seconds", async () => {
    await live.start("inc_1", "cam_1", "call");

    await pass(3 * renewEvery);

    expect(asked.filter((path) => path.endsWith("/renewal"))).toHaveLength(3);
  });

  test("that the center ended says why, and its picture is gone at once", async () => {
    await live.start("inc_1", "cam_1", "call");
    picture();
    answers["/views/viw_1/renewal"] = () => problem(410, "ended", "The owner switched the camera off.");

    await pass(renewEvery);

    expect(last()).toMatchObject({ stage: "ended", words: "The owner switched the camera off." });
    expect(screen.isClosed).toBe(true);
    const count = asked.length;
    await pass(60_000);
    expect(asked).toHaveLength(count);
  });

  test("survives a line that is down for a moment, and ends with its lease when it stays down", async () => {
    await live.start("inc_1", "cam_1", "call");
    answers["/views/viw_1/renewal"] = () => Promise.reject(new TypeError("no network"));

    await pass(25_000);
    expect(screen.isClosed).toBe(false);
    await pass(15_000);
    expect(last()).toMatchObject({ stage: "ended", words: "The center could not be reached, so the view ended." });
    expect(screen.isClosed).toBe(true);
  });

  test("takes new credentials for its next connection", async () => {
    const fresh = { ...media, credentials: { ...media.credentials, session_token: "newer" } };
    answers["/views/viw_1/renewal"] = () => answer(200, { ...view, media: fresh });
    let broke = (): void => undefined;
    screen.play = () => new Promise((go) => (broke = go));
    await live.start("inc_1", "cam_1", "call");
    await pass(renewEvery);

    broke();
    await pass(1000);

    expect(opened.map(({ credentials }) => credentials.session_token)).toEqual(["token", "newer"]);
  });

  test("that is full says who watches", async () => {
    answers["/incidents/inc_1/views"] = () => problem(409, "full", "Badges 1001, 1002 and 1003 watch this camera already.");

    await live.start("inc_1", "cam_1", "call");

    expect(last()).toMatchObject({ stage: "ended", words: "Badges 1001, 1002 and 1003 watch this camera already." });
    expect(opened).toEqual([]);
  });

  test("that is not allowed says no more than that", async () => {
    answers["/incidents/inc_1/views"] = () => problem(404, "not-found", "There is no such camera.");

    await live.start("inc_1", "cam_1", "call");

    expect(last()).toMatchObject({ stage: "ended", words: "This camera may not be watched for this call now." });
  });

  test("stopped by hand is ended in the center too", async () => {
    await live.start("inc_1", "cam_1", "call");

    live.stop("You stopped the view.");
    await pass(0);

    expect(asked).toContain("/views/viw_1/end");
    expect(last()).toMatchObject({ stage: "ended", words: "You stopped the view." });
    expect(screen.isClosed).toBe(true);
  });

  test("stopped while it was being opened is ended as soon as it is known", async () => {
    const starting = live.start("inc_1", "cam_1", "call");
    live.stop("You stopped the view.");

    await starting;

    expect(asked).toContain("/views/viw_1/end");
    expect(opened).toEqual([]);
  });
});
