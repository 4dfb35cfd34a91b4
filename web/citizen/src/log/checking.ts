/** Checks the signatures of a head in the browser: the log's own, and its witnesses'. */
import { cosignedAt, fromBase64, hex, type Head, type Signature } from "./note";

type Bytes = Uint8Array<ArrayBuffer>;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

/** A witness as the center names it: its verifier key is `name+hash+base64`. */
export interface Witness {
  name: string;
  key: string;
}
/** `when` it signed; null: it did not sign this head. `holds` is null where this browser cannot check. */
export interface Watched {
  name: string;
  when: Date | null;
  holds: boolean | null;
}

/** Whether the log's own key signed the head (ECDSA P-256); the key is DER in base64. */
export async function isByLog(head: Head, der: string): Promise<boolean> {
  const [own] = head.signatures;
  if (own?.name !== head.origin) return false;
  const kind = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", fromBase64(der), kind, false, ["verify"]);
  return crypto.subtle.verify(kind, key, plain(own.bytes), utf8(head.text));
}

/** What each witness says of the head. Its signature is over the head and the time at which it signed. */
export function watched(head: Head, witnesses: Witness[]): Promise<Watched[]> {
  return Promise.all(witnesses.map(async ({ name, key }) => {
    const id = key.split("+")[1] ?? "";
    const one = head.signatures.find((found) => found.name === name && found.key === id);
    if (!one || one.bytes.length !== 72) return { name, when: null, holds: null };
    const spelled = key.slice(name.length + id.length + 2); // base64 may hold a plus, too
    return { name, when: cosignedAt(one), holds: await isByWitness(head, one, fromBase64(spelled).subarray(1)) };
  }));
}

async function isByWitness(head: Head, one: Signature, key: Bytes): Promise<boolean | null> {
  const message = utf8(`cosignature/v1\ntime ${cosignedAt(one).getTime() / 1000}\n${head.text}`);
  try {
    const known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", known, one.bytes.subarray(8), message);
  } catch {
    return null; // browsers from before 2025 know no Ed25519
  }
}

/** The two numbers of a DER signature, 32 bytes each, as browsers want them. */
function plain(der: Bytes): Bytes {
  const first = der[3] ?? 0;
  const numbers = [der.subarray(4, 4 + first), der.subarray(6 + first)];
  return fromHex(numbers.map((number) => hex(number).replace(/^0+/, "").padStart(64, "0")).join(""));
}

const fromHex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16));
