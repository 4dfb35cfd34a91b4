/** Cuts a stretch out of a video without encoding it anew: the packets are copied. Loaded only when somebody cuts. */
import type { Trimmed } from "../shared/api";

export interface Cut {
  file: File;
  trimmed: Trimmed;
}

/** The format cannot be read, or not be written again without changing the picture. */
export class NotHere extends Error {}

/** Seconds of the video that a stretch begins and ends at. The start moves back to where a picture can begin. */
export async function cut(file: File, from: number, to: number, tell: (share: number) => void): Promise<Cut> {
  const bunny = await import("mediabunny");
  const input = new bunny.Input({ source: new bunny.BlobSource(file), formats: bunny.ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new NotHere();
    const key = await new bunny.EncodedPacketSink(video).getKeyPacket(from);
    const start = Math.max(0, key?.timestamp ?? from);
    const isWebm = /webm/i.test(await input.getMimeType());
    const format = isWebm ? new bunny.WebMOutputFormat() : new bunny.Mp4OutputFormat({ fastStart: "in-memory" });
    const target = new bunny.BufferTarget();
    const output = new bunny.Output({ format, target });
    const conversion = await bunny.Conversion.init({ input, output, trim: { start, end: to } });
    // What would have to be encoded anew, or left out, is not cut here: the file goes as it is.
    const lost = conversion.discardedTracks.some(({ reason }) => reason !== "discarded_by_user");
    if (!conversion.isValid || lost) throw new NotHere();
    conversion.onProgress = tell;
    await conversion.execute();
    if (!target.buffer) throw new NotHere();
    const name = `${file.name.replace(/\.[^.]*$/, "")} (cut)${isWebm ? ".webm" : ".mp4"}`;
    const made = new File([target.buffer], name, { type: file.type, lastModified: file.lastModified });
    const stretch = { from_ms: Math.round(start * 1000), to_ms: Math.round(to * 1000) };
    return { file: made, trimmed: { ...stretch, name: file.name, bytes: file.size } };
  } finally {
    input.dispose();
  }
}
