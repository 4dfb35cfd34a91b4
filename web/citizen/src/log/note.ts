/** Reads the signed head of the log: a C2SP tlog-checkpoint in a signed note. Pure. */
export interface Signature {
  name: string;
  /** Which key signed, four bytes in hex. */
  key: string;
  bytes: Uint8Array<ArrayBuffer>;
}
export interface Head {
  origin: string;
  /** How many entries the log has. */
  size: bigint;
  /** Over all of them, in base64. */
  root: string;
  /** What was signed. */
  text: string;
  /** The log's own comes first, then its witnesses'. */
  signatures: Signature[];
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The head inside a note, its signatures unchecked. Throws for what is no head. */
export function readHead(note: string): Head {
  const [body = "", ...rest] = note.split("\n\n");
  const [origin, size = "", root, ...more] = body.split("\n");
  if (!origin || !/^(0|[1-9]\d{0,18})$/.test(size) || !root || more.length || rest.length !== 1) throw new Error("no head");
  return { origin, size: BigInt(size), root, text: `${body}\n`, signatures: rest[0]!.split("\n").filter(Boolean).map(signature) };
}

function signature(line: string): Signature {
  const [dash, name = "", sealed = "", ...more] = line.split(" ");
  if (dash !== "\u2014" || more.length) throw new Error("no signature");
  const bytes = fromBase64(sealed);
  return { name, key: hex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

/** When a witness signed: the first eight bytes of its signature, in seconds since 1970 (tlog-cosignature). */
export const cosignedAt = (one: Signature): Date =>
  new Date(Number(new DataView(one.bytes.buffer, one.bytes.byteOffset, 8).getBigUint64(0)) * 1000);
