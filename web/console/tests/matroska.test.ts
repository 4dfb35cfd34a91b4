/** The live stream is read the same however the line cuts it, and what is not a live stream is refused. */
import { describe, expect, test } from "vitest";
import { Matroska, Unreadable, type Frame } from "../src/live/matroska";
import { codecOf } from "../src/live/player";

const bytes = (...parts: (number | Uint8Array | string)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) =>
    typeof part === "number" ? [part] : typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part]));
const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g)!, (two) => parseInt(two, 16));
const big = (value: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => Math.floor(value / 256 ** (length - 1 - at)) % 256);

/** An element with its size in eight bytes, as a producer that does not know better writes it. */
const element = (id: string, ...body: (number | Uint8Array | string)[]): Uint8Array => {
  const inside = bytes(...body);
  return bytes(hex(id), 0x01, big(inside.length, 7), inside);
};
const endless = (id: string): Uint8Array => bytes(hex(id), hex("01ffffffffffffff"));
const tags = element("1254c367", element("7373", element("67c8", element("45a3", "AWS_KINESISVIDEO_FRAGMENT_NUMBER"))));
const avcc = hex("0142c01effe1000567420a1e00");
const block = (relative: number, flags: number, picture: Uint8Array): Uint8Array =>
  element("a3", 0x81, big(relative & 0xffff, 2), flags, picture);
const t0 = 1_795_000_000_000;
const head = (codec = "V_MPEG4/ISO/AVC"): Uint8Array =>
  bytes(
    element("1a45dfa3", element("4282", "matroska")),
    endless("18538067"),
    element("1549a966", element("2ad7b1", big(1_000_000, 3))),
    element("1654ae6b", element("ae", element("d7", 1), element("86", codec), element("63a2", avcc))),
  );
const stream = bytes(
  head(), tags,
  endless("1f43b675"), element("e7", big(t0, 8)), block(0, 0x80, hex("aa01")), block(66, 0, hex("aa02")),
  tags,
  endless("1f43b675"), element("e7", big(t0 + 1000, 8)), block(0, 0x80, new Uint8Array(70_000).fill(7)), block(-5, 0, hex("aa04")),
);

function readIn(pieces: Iterable<Uint8Array>): { frames: Frame[]; descriptions: Uint8Array[] } {
  const frames: Frame[] = [], descriptions: Uint8Array[] = [];
  const reader = new Matroska({ track: (track) => descriptions.push(track.description), frame: (frame) => frames.push(frame) });
  for (const piece of pieces) reader.push(piece);
  return { frames, descriptions };
}

function* cut(whole: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < whole.length; at += length) yield whole.subarray(at, at + length);
}

describe("a live stream", () => {
  test.each([1, 3, 7, 1000, 1 << 20])("cut into pieces of %i gives every picture once, with its time", (length) => {
    const { frames, descriptions } = readIn(cut(length === 1 ? stream.slice(0, 900) : stream, length));

    const known = [
      [t0, true, 2],
      [t0 + 66, false, 2],
      [t0 + 1000, true, 70_000],
      [t0 + 995, false, 2],
    ].slice(0, length === 1 ? 2 : 4);
    expect(frames.map(({ at, isKey, data }) => [at, isKey, data.length])).toEqual(known);
    expect(descriptions).toEqual([avcc]);
  });

  test("byte by byte gives the bytes of each picture unchanged", () => {
    const { frames } = readIn(cut(stream.slice(0, 900), 1));

    expect(frames.map(({ data }) => [...data])).toEqual([[0xaa, 1], [0xaa, 2]]);
  });

  test("of a review says when each picture was taken, at whatever speed it plays, fragment by fragment", () => {
    const said = (name: string, value: string): Uint8Array => element("67c8", element("45a3", name), element("4487", value));
    const about = (...pairs: Uint8Array[]): Uint8Array => element("1254c367", element("7373", ...pairs));
    const one = bytes(
      head(), about(said("RTCC_AT", String(t0)), said("RTCC_SPEED", "4")), tags,
      endless("1f43b675"), element("e7", big(0, 8)), block(0, 0x80, hex("aa01")), block(250, 0, hex("aa02")),
      about(said("RTCC_AT", String(t0 - 60_000)), said("RTCC_SPEED", "1")),
      endless("1f43b675"), element("e7", big(1000, 8)), block(0, 0x80, hex("aa03")), block(-40, 0, hex("aa04")),
    );

    const { frames } = readIn(cut(one, 3));

    expect(frames.map(({ at, taken }) => [at, taken])).toEqual([
      [0, t0], [250, t0 + 1000], [1000, t0 - 60_000], [960, t0 - 60_040],
    ]);
    expect(readIn([stream]).frames.every(({ at, taken }) => at === taken)).toBe(true);
  });

  test("tells a picture as soon as its last byte is there, not with the next one", () => {
    const seen: number[] = [];
    const reader = new Matroska({ track: () => undefined, frame: ({ data }) => seen.push(data.length) });
    const until = bytes(head(), endless("1f43b675"), element("e7", big(t0, 8)), block(0, 0x80, hex("aa01")));

    reader.push(until.subarray(0, -1));
    expect(seen).toEqual([]);
    reader.push(until.subarray(-1));
    expect(seen).toEqual([2]);
  });

  test("that begins anew with another description says so", () => {
    const { descriptions } = readIn([bytes(stream, head())]);

    expect(descriptions).toHaveLength(2);
  });

  test("keeps nothing of a tag, however large", () => {
    const large = element("1254c367", new Uint8Array(100_000));

    expect(readIn(cut(bytes(head(), large, stream), 999)).frames).toHaveLength(4);
  });
});

describe("is refused", () => {
  test.each([
    ["what is no Matroska", bytes(0, 0, 0, 0, 0)],
    ["another codec", head("V_MPEGH/ISO/HEVC")],
    ["a picture beyond measure", bytes(head(), hex("a3"), 0x01, big(1 << 30, 7))],
    ["a picture without an end", bytes(head(), endless("a3"))],
    ["laced pictures", bytes(head(), block(0, 0x86, hex("aa01")))],
    ["a picture cut short", bytes(head(), element("a3", 0x81, 0))],
  ])("%s", (_, whole) => {
    expect(() => readIn([whole])).toThrow(Unreadable);
  });
});

test("the decoder is told the profile that the stream itself names", () => {
  expect(codecOf(avcc)).toBe("avc1.42c01e");
});
