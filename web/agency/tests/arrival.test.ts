/** What arrives goes to the disk and through the digest alike; what breaks off leaves nothing that looks whole. */
import { hasher } from "@open-rtcc/shared/digest";
import { Sha256 } from "@open-rtcc/shared/sha256";
import { beforeEach, describe, expect, test } from "vitest";
import { arrive, type Sink } from "../src/arrival";

const sent = Uint8Array.from({ length: 100_003 }, (_, at) => (at * 7919) & 255);
let kept: number[];
let end: string;
let sink: Sink;
beforeEach(() => {
  kept = [];
  end = "";
  sink = {
    write: async (data) => void kept.push(...data),
    close: async () => void (end = "closed"),
    abort: async () => void (end = "aborted"),
  };
});

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const line = (bytes: Uint8Array<ArrayBuffer>, breaksAt = Infinity): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let at = 0;
  return new ReadableStream({
    pull: (control) => {
      if (at >= breaksAt) return control.error(new TypeError("the line broke"));
      if (at >= bytes.length) return control.close();
      control.enqueue(bytes.slice(at, (at += 4999)));
    },
  });
};

describe("a package", () => {
  test("is kept byte for byte, counted, and digested while it comes", async () => {
    const seen: number[] = [];
    const arrived = await arrive(line(sent), sink, await hasher(), (bytes) => seen.push(bytes));

    expect(arrived).toEqual({ sha256: await digestOf(sent), bytes: sent.length });
    expect(kept).toEqual([...sent]);
    expect(end).toBe("closed");
    expect(seen.at(-1)).toBe(sent.length);
  });

  test("that differs in one bit has another digest", async () => {
    const touched = sent.slice();
    touched[70_000]! ^= 1;

    const { sha256 } = await arrive(line(touched), sink, new Sha256(), () => undefined);

    expect(sha256).not.toBe(await digestOf(sent));
    expect(sha256).toBe(await digestOf(touched));
  });

  test("that breaks off is not kept, and has no digest", async () => {
    await expect(arrive(line(sent, 50_000), sink, await hasher(), () => undefined)).rejects.toThrow("the line broke");
    expect(end).toBe("aborted");
  });

  test("for which the disk is full is not kept", async () => {
    sink.write = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    await expect(arrive(line(sent), sink, await hasher(), () => undefined)).rejects.toThrow("full");
    expect(end).toBe("aborted");
  });
});
