/** Computes the fingerprint of a whole file beside the page, so that the page stays quick while a long clip is read. */
import { hasher } from "@open-rtcc/shared/digest";

export type DigestNews = { read: number } | { sha256: string } | { failed: true };

const chunk = 4 * 1024 * 1024;

async function digest(file: File): Promise<void> {
  const hash = await hasher();
  for (let at = 0; at < file.size; at += chunk) {
    hash.update(new Uint8Array(await file.slice(at, at + chunk).arrayBuffer()));
    tell({ read: Math.min(file.size, at + chunk) });
  }
  tell({ sha256: hash.digest() });
}

const tell = (news: DigestNews): void => postMessage(news);

addEventListener("message", (event: MessageEvent<File>) => {
  digest(event.data).catch(() => tell({ failed: true }));
});
