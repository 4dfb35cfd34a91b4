/** Takes a package in as it comes: every byte goes to the disk and through the digest, in the same order. Pure. */
import type { Hasher } from "@open-rtcc/shared/digest";

export interface Sink {
  write: (data: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}
export interface Arrived {
  sha256: string;
  bytes: number;
}

/** Rejects when the line breaks or the disk is full; then nothing is left behind that looks whole. */
export async function arrive(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  sink: Sink,
  hash: Hasher,
  came: (bytes: number) => void,
): Promise<Arrived> {
  const reader = stream.getReader();
  let bytes = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      hash.update(part.value);
      await sink.write(part.value);
      came((bytes += part.value.length));
    }
    await sink.close();
  } catch (fault) {
    await sink.abort().catch(() => undefined);
    throw fault;
  }
  return { sha256: hash.digest(), bytes };
}
