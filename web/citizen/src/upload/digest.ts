/** SHA-256 of a whole file (in a worker) and of one part (by the browser). */
import type { DigestNews } from "./digest.worker";

/** The file could not be read any more: it was moved, changed, or its stick was pulled. */
export class Unreadable extends Error {}

export function digestFile(file: File, read: (bytes: number) => void): Promise<string> {
  const worker = new Worker(new URL("./digest.worker.ts", import.meta.url), { type: "module" });
  const answer = new Promise<string>((resolve, reject) => {
    worker.addEventListener("error", () => reject(new Unreadable()));
    worker.addEventListener("message", ({ data }: MessageEvent<DigestNews>) => {
      if ("read" in data) read(data.read);
      else if ("sha256" in data) resolve(data.sha256);
      else reject(new Unreadable());
    });
    worker.postMessage(file);
  });
  return answer.finally(() => worker.terminate());
}

export async function digestPart(part: Blob): Promise<string> {
  const bytes = await part.arrayBuffer().catch(() => {
    throw new Unreadable();
  });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
