/** A page learns from its API what went wrong, and that its session has ended. */
import { afterEach, expect, test, vi } from "vitest";
import { Door, Problem } from "../src/door";

afterEach(() => void vi.unstubAllGlobals());

function answering(answer: () => Promise<Response>): { door: Door; sent: RequestInit[]; expired: () => number } {
  const sent: RequestInit[] = [];
  let count = 0;
  vi.stubGlobal("fetch", (_: string, how: RequestInit) => {
    sent.push(how);
    return answer();
  });
  return { door: new Door("/api/x", { token: () => "token", expired: () => void count++ }), sent, expired: () => count };
}

const problem = (status: number, slug: string, detail: string) => async () =>
  new Response(JSON.stringify({ type: `urn:rtcc:problem:${slug}`, status, detail }), { status });

test("a problem keeps its status, its name and its words", async () => {
  const { door } = answering(problem(409, "full", "Badges 1001 and 1002 watch."));
  await expect(door.get("/views")).rejects.toEqual(new Problem(409, "full", "Badges 1001 and 1002 watch."));
});

test("a token that is no longer taken ends the session", async () => {
  const { door, expired } = answering(problem(401, "unauthorized", ""));
  await expect(door.get("/me")).rejects.toMatchObject({ status: 401 });
  expect(expired()).toBe(1);
});

test("no answer at all is a problem of its own", async () => {
  const { door } = answering(() => Promise.reject(new TypeError("no network")));
  await expect(door.post("/views")).rejects.toMatchObject({ status: 0 });
});

test("every request bears the token and is never answered from a cache", async () => {
  const { door, sent } = answering(async () => new Response("{}"));
  await door.post("/views", { camera_id: "cam_1" });
  expect(sent[0]).toMatchObject({ cache: "no-store", headers: { Authorization: "token" }, body: '{"camera_id":"cam_1"}' });
});
