/** Computes the fingerprint of a whole file beside the page, so that the page stays quick while a long clip is read. */
import { createSHA256 } from "hash-wasm";
import { Sha256 } from "@open-rtcc/shared/sha256";

interface Hasher {
  update(data: Uint8Array): void;
  digest(): string;
}
export type DigestNews = { read: number } | { sha256: string } | { failed: true };

const chunk = 4 * 1024 * 1024;

/** WebAssembly where the site's policy allows it; the same arithmetic in script where it does not. */
async function hasher(): Promise<Hasher> {
  try {
    const fast = await createSHA256();
    fast.init();
    return { update: (data) => void fast.update(data), digest: () => fast.digest("hex") };
  } catch {
    return new Sha256();
  }
}

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
