/** Reads a live Matroska stream as it arrives: one H.264 track, clusters of unknown size, tags passed over. Pure. */

export interface Track {
  /** `avcC`: what a decoder must know before the first picture (ISO/IEC 14496-15). */
  description: Uint8Array;
}
export interface Frame {
  /** When the picture was taken: milliseconds since the epoch. */
  at: number;
  isKey: boolean;
  /** The picture, each part with its length before it. */
  data: Uint8Array;
}
interface Listener {
  track: (track: Track) => void;
  frame: (frame: Frame) => void;
}

const SEGMENT = 0x18538067, INFO = 0x1549a966, SCALE = 0x2ad7b1;
const TRACKS = 0x1654ae6b, TRACK = 0xae, CODEC = 0x86, DESCRIPTION = 0x63a2;
const CLUSTER = 0x1f43b675, TIMECODE = 0xe7, GROUP = 0xa0, SIMPLE_BLOCK = 0xa3;
/** What is opened; everything else is read whole or passed over. Where they end need not be known. */
const opened = new Set([SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP]);
const read = new Set([SCALE, CODEC, DESCRIPTION, TIMECODE, SIMPLE_BLOCK]);
const unknown = -1;
const mostBytes = 16 << 20;

export class Unreadable extends Error {}

export class Matroska {
  private held = new Uint8Array(0);
  private passing = 0;
  private scale = 1; // milliseconds a tick
  private cluster = 0;

  constructor(private readonly tell: Listener) {}

  /** Take the next bytes, however few. Throws Unreadable when they cannot be Matroska, or hold another codec. */
  push(bytes: Uint8Array): void {
    const passed = Math.min(this.passing, bytes.length);
    this.passing -= passed;
    this.held = join(this.held, bytes.subarray(passed));
    let at = 0;
    for (let took = this.element(0); took > 0; took = this.element(at)) at += took;
    this.held = this.held.slice(at);
  }

  /** Handle the element at a place; how many bytes that took, 0 while it has not all arrived. */
  private element(at: number): number {
    const id = number(this.held, at, false);
    const size = id && number(this.held, at + id.bytes, true);
    if (!id || !size) return 0;
    const head = id.bytes + size.bytes;
    if (opened.has(id.value)) return head;
    if (size.value === unknown) throw new Unreadable("an element without an end");
    const ready = this.held.length - at - head;
    if (!read.has(id.value)) {
      this.passing = Math.max(0, size.value - ready);
      return head + size.value - this.passing;
    }
    if (size.value > mostBytes) throw new Unreadable("a picture beyond measure");
    if (ready < size.value) return 0;
    this.take(id.value, this.held.slice(at + head, at + head + size.value));
    return head + size.value;
  }

  private take(id: number, body: Uint8Array): void {
    if (id === SCALE) this.scale = whole(body) / 1e6;
    else if (id === TIMECODE) this.cluster = whole(body) * this.scale;
    else if (id === DESCRIPTION) this.tell.track({ description: body });
    else if (id === SIMPLE_BLOCK) this.block(body);
    else if (String.fromCharCode(...body) !== "V_MPEG4/ISO/AVC") throw new Unreadable("another codec than H.264");
  }

  private block(body: Uint8Array): void {
    const from = number(body, 0, true)?.bytes ?? 0; // the track's number
    if (body.length < from + 3) throw new Unreadable("a picture cut short");
    const view = new DataView(body.buffer, body.byteOffset);
    const flags = body[from + 2] ?? 0;
    if (flags & 0x06) throw new Unreadable("pictures laced together");
    const at = this.cluster + view.getInt16(from) * this.scale;
    this.tell.frame({ at, isKey: Boolean(flags & 0x80), data: body.subarray(from + 3) });
  }
}

/** An EBML number; ids keep their length mark. Null while it has not all arrived; a size of all ones is unknown. */
function number(bytes: Uint8Array, at: number, isSize: boolean): { value: number; bytes: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const length = Math.clz32(first) - 23;
  if (length > (isSize ? 8 : 4)) throw new Unreadable("this is no Matroska");
  if (bytes.length < at + length) return null;
  const mark = 0x80 >> (length - 1);
  let value = isSize ? first & (mark - 1) : first;
  let ones = (first & (mark - 1)) === mark - 1;
  for (let i = 1; i < length; i++) {
    value = value * 256 + bytes[at + i]!;
    ones &&= bytes[at + i] === 0xff;
  }
  return { value: isSize && ones ? unknown : value, bytes: length };
}

const whole = (body: Uint8Array): number => body.reduce((sum, byte) => sum * 256 + byte, 0);

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
