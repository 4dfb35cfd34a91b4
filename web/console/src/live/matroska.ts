/** Reads a Matroska stream as it arrives: one H.264 track, clusters of unknown size, the tags of a review. Pure. */

export interface Track {
  /** `avcC`: what a decoder must know before the first picture (ISO/IEC 14496-15). */
  description: Uint8Array;
}
export interface Frame {
  /** Its place on the stream's own time, in milliseconds: in the order in which pictures are shown, not sent. */
  at: number;
  /** When the picture was taken: milliseconds since the epoch. Of a live stream that is its own time. */
  taken: number;
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
const TAGS = 0x1254c367, TAG = 0x7373, SIMPLE_TAG = 0x67c8, TAG_NAME = 0x45a3, TAG_TEXT = 0x4487;
/** What is opened; everything else is read whole or passed over. Where they end need not be known. */
const opened = new Set([SEGMENT, INFO, TRACKS, TRACK, CLUSTER, GROUP, TAGS, TAG, SIMPLE_TAG]);
const read = new Set([SCALE, CODEC, DESCRIPTION, TIMECODE, SIMPLE_BLOCK, TAG_NAME, TAG_TEXT]);
const unknown = -1;
const mostBytes = 16 << 20, mostTags = 8 << 10;

export class Unreadable extends Error {}

export class Matroska {
  private held = new Uint8Array(0);
  private passing = 0;
  private scale = 1; // milliseconds a tick
  private cluster = 0;
  private tag = "";
  /** What a box says of the fragment that comes: when its first picture was taken, and how fast it plays. */
  private said: Record<string, number> = {};
  private review: { from: number; speed: number } | null = null;

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
    // A tag that is larger than anything a box says is none of ours, and is passed over unread.
    if (opened.has(id.value) && (id.value !== TAGS || size.value <= mostTags)) return head;
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
    else if (id === TIMECODE) this.open(whole(body) * this.scale);
    else if (id === TAG_NAME) this.tag = text(body);
    else if (id === TAG_TEXT) this.said[this.tag] = Number(text(body));
    else if (id === DESCRIPTION) this.tell.track({ description: body });
    else if (id === SIMPLE_BLOCK) this.block(body);
    else if (text(body) !== "V_MPEG4/ISO/AVC") throw new Unreadable("another codec than H.264");
  }

  private open(at: number): void {
    const { RTCC_AT: from, RTCC_SPEED: speed } = this.said;
    this.cluster = at;
    this.review = from ? { from, speed: speed || 1 } : null;
    this.said = {};
  }

  private block(body: Uint8Array): void {
    const from = number(body, 0, true)?.bytes ?? 0; // the track's number
    if (body.length < from + 3) throw new Unreadable("a picture cut short");
    const view = new DataView(body.buffer, body.byteOffset);
    const flags = body[from + 2] ?? 0;
    if (flags & 0x06) throw new Unreadable("pictures laced together");
    const since = view.getInt16(from) * this.scale;
    const at = this.cluster + since;
    const taken = this.review ? this.review.from + since * this.review.speed : at;
    this.tell.frame({ at, taken, isKey: Boolean(flags & 0x80), data: body.subarray(from + 3) });
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

const text = (body: Uint8Array): string => String.fromCharCode(...body.subarray(0, 256));
const whole = (body: Uint8Array): number => body.reduce((sum, byte) => sum * 256 + byte, 0);

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
