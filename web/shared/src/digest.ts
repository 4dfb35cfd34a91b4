/** SHA-256 over bytes as they come: WebAssembly where the site's policy allows it, the same arithmetic where not. */
import { createSHA256 } from "hash-wasm";
import { Sha256 } from "./sha256";

export interface Hasher {
  update(data: Uint8Array): void;
  digest(): string;
}

export async function hasher(): Promise<Hasher> {
  try {
    const fast = await createSHA256();
    fast.init();
    return { update: (data) => void fast.update(data), digest: () => fast.digest("hex") };
  } catch {
    return new Sha256();
  }
}
