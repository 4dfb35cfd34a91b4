"""Files that somebody may send: good ones made here, and what becomes of them in bad hands."""

import io
import struct
import zipfile
from fractions import Fraction
from functools import cache

import av


@cache
def video(
    form="mp4", codec="libx264", frames=30, width=64, height=48, title="", colors="yuv420p", sound="", turned=0, rate=15
):
    """A small real video; if asked, with a title in its metadata, with sound, or as a telephone held upright."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        if title:
            made.metadata["title"] = title
        stream = made.add_stream(codec, rate=Fraction(rate))
        if form == "avi":
            stream.codec_context.max_b_frames = 0  # AVI has no times of its own: recorders write it in order
        stream.width, stream.height, stream.pix_fmt = width, height, colors
        if turned:
            stream.set_display_rotation(turned)
        heard = made.add_stream(sound, rate=8000) if sound else None
        for n in range(frames):
            frame = av.VideoFrame(width, height, colors)
            for plane, light in zip(frame.planes, (16 + 7 * n, 128, 128), strict=True):
                plane.update(bytes([min(light, 235)]) * plane.buffer_size)
            frame.pts = n
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
        for n in range(16 if heard else 0):
            made.mux(heard.encode(_silence(heard, n)))
        made.mux(heard.encode(None) if heard else [])
    return out.getvalue()


def _silence(heard, n):
    frame = av.AudioFrame(format=heard.format.name, layout="mono", samples=1024)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.pts = 8000, 1024 * n
    return frame


def picture(width=64, height=48, codec="mjpeg"):
    """A real JPEG, or a PNG."""
    coder = av.CodecContext.create(codec, "w")
    coder.width, coder.height, coder.pix_fmt = width, height, "rgb24" if codec == "png" else "yuvj420p"
    coder.time_base = Fraction(1, 25)
    frame = av.VideoFrame(width, height, coder.pix_fmt)
    for plane in frame.planes:
        plane.update(b"\x80" * plane.buffer_size)
    return b"".join(bytes(packet) for packet in (*coder.encode(frame), *coder.encode(None)))


def box(kind, body):
    return struct.pack(">I4s", 8 + len(body), kind) + body


def patched(data, kind, at, new):
    """The same file with some bytes changed, `at` bytes into the content of its first box of that kind."""
    start = data.index(kind) + 4 + at
    return data[:start] + new + data[start + len(new) :]


def sized(side):
    """An MP4 whose header says that its picture is a square of that side: the decoder's own header does not."""
    entry = video().index(b"avc1", video().index(b"stsd")) - 4
    whole = bytearray(video())
    struct.pack_into(">HH", whole, entry + 32, side, side)
    return bytes(whole)


def archive(inside=b"\0" * 5_000_000):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bomb", inside)
    return out.getvalue()


def with_bomb_header():
    """An archive whose header claims four gigabytes for a few bytes."""
    made = bytearray(archive())
    struct.pack_into("<I", made, 22, 2**32 - 1)
    return bytes(made)


MP4 = video()
PAGE = b"<!doctype html><script>alert(1)</script>"
LIST = b"#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data\n"
UNTIMED = 2**32 - 1

# What it is: its bytes, and a word of the reason why nobody decodes it.
HOSTILE = {
    "empty": (b"", "empty"),
    "cut off": (MP4[: len(MP4) // 2], "cut off"),
    "one byte short": (MP4[:-1], "cut off"),
    "still growing": (MP4 + b"\0" * 8, "not video"),
    "AVI cut off": (video("avi", "mpeg4")[:-100], "cut off"),
    "Matroska cut off": (video("matroska")[:-100], "cut off"),
    "page": (PAGE, "web page"),
    "drawing": (b'\xef\xbb\xbf <svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "web page or a drawing"),
    "XML": (b'<?xml version="1.0"?><a/>', "web page"),
    "MP4 and page, behind": (MP4 + PAGE, "also a web page"),
    "MP4 and page, in a free box": (MP4[:32] + box(b"free", PAGE) + MP4[32:], "also a web page"),
    "MP4 and page, in a box of its own": (MP4 + box(b"html", b"x" * 9000), "not video"),
    "MP4 and archive": (MP4 + box(b"free", archive()), "also an archive"),
    "picture and script": (picture() + b"<script>alert(1)</script>", "web page"),
    "picture and more": (picture() + b"\0" * 9000, "does not end"),
    "GIF and script": (b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)//", "own player"),
    "archive in an archive": (archive(archive()), "archive"),
    "PDF and archive": (b"%PDF-1.7\n" + archive(), "document"),
    "archive": (archive(), "archive"),
    "bomb": (with_bomb_header(), "archive"),
    "playlist": (LIST, "list of other files"),
    "playlist behind blanks": (b"\n\n  " + LIST, "list of other files"),
    "concat": (b"ffconcat version 1.0\nfile /etc/passwd\n", "list of other files"),
    "playlist in an MP4": (MP4[:32] + box(b"free", LIST) + MP4[32:], "also a web page or a document"),
    "program": (b"MZ\x90\0" + b"\0" * 500, "program"),
    "8192 by 8192": (sized(8192), "8192 by 8192"),
    "65535 by 65535": (sized(65535), "65535 by 65535"),
    "PNG of 30,000 by 30,000": (
        patched(picture(codec="png"), b"IHDR", 0, struct.pack(">II", 30_000, 30_000)),
        "30000 by 30000",
    ),
    "before its time": (patched(MP4, b"mvhd", 16, struct.pack(">I", UNTIMED)), "how long"),
    "less than nothing": (patched(MP4, b"mvhd", 16, struct.pack(">i", -1000)), "longer than a day, or less"),
    "no clock": (patched(MP4, b"mvhd", 12, b"\0" * 4), "how long"),
    "endless table": (patched(MP4, b"stts", 4, struct.pack(">I", 2**31)), "claim more"),
    "endless sizes": (patched(MP4, b"stsz", 8, struct.pack(">I", 2**24)), "claim more"),
    "huge table of contents": (MP4[:32] + struct.pack(">I4sQ", 1, b"moov", 2**40) + MP4[32:], "cut off"),
    "noise": (bytes(range(256)) * 8, "own player"),
}
