"""The verifier and a ZIP that programs read in different ways: what another one would unpack is never let pass."""

import io
import re
import struct
import zipfile

import pytest

from tests.unit.verifying import judged
from tools import verify_release as tool


def directory(zipped):
    """Where the directory begins, and its entries' first bytes."""
    archive = zipfile.ZipFile(io.BytesIO(zipped))
    at, starts = archive.start_dir, []
    while zipped[at : at + 4] == b"PK\1\2":
        starts.append(at)
        at += 46 + sum(struct.unpack("<3H", zipped[at + 28 : at + 34]))
    return archive.start_dir, starts


def ended(body, start, count):
    return body + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(body) - start, start, 0)


def with_extra(zipped, extra):
    """The first file of the directory under a second name, which some programs prefer."""
    start, (first, *_) = directory(zipped)
    name, had = struct.unpack("<2H", zipped[first + 28 : first + 32])
    head = zipped[first : first + 30] + struct.pack("<H", had + len(extra)) + zipped[first + 32 : first + 46 + name]
    rest = zipped[first + 46 + name : -22]
    return ended(zipped[:first] + head + extra + rest, start, zipped[-12])


def another_name(zipped):
    other = b"other/evidence.mp4"
    return with_extra(zipped, struct.pack("<2HBL", 0x7075, 5 + len(other), 1, 0) + other)


def junk_behind(zipped):
    return zipped + b"junk"


def a_note_at_a_file(zipped):
    start, (first, *_) = directory(zipped)
    size = 46 + sum(struct.unpack("<2H", zipped[first + 28 : first + 32]))
    head = zipped[first : first + 32] + struct.pack("<H", 4) + zipped[first + 34 : first + size]
    return ended(zipped[:first] + head + b"note" + zipped[first + size : -22], start, zipped[-12])


def a_longer_file_by_the_directory(zipped):
    """A program that goes by the stored size unpacks the last file with a tail that nobody signed."""
    start, starts = directory(zipped)
    size = struct.unpack("<L", zipped[starts[-1] + 20 : starts[-1] + 24])[0]
    body = zipped[:start] + b"tail" + zipped[start:-22]
    at = starts[-1] + 4 + 20
    body = body[:at] + struct.pack("<L", size + 4) + body[at + 4 :]
    return ended(body, start + 4, zipped[-12])


def a_second_directory(zipped):
    """The longer record says one directory, the short one another: which is read depends on the program."""
    start, _ = directory(zipped)
    real = zipped[start:-22]
    fake = real.replace(b"custody.json", b"custody.html")
    count = zipped[-12]
    body = zipped[:start] + fake + real
    long_end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(real), start + len(fake))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body), 1)
    short_end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(fake), start, 0)
    return body + long_end + locator + short_end


def another_size_in_the_head(zipped):
    """A program that reads front to back goes by the head."""
    return zipped[:18] + struct.pack("<2L", 1, 1) + zipped[26:]


@pytest.mark.parametrize(
    "changed",
    [
        another_name,
        junk_behind,
        a_note_at_a_file,
        a_longer_file_by_the_directory,
        a_second_directory,
        another_size_in_the_head,
    ],
)
@pytest.mark.parametrize("is_streamed", [True, False])
def test_a_zip_that_can_be_read_in_two_ways_does_not_hold(sample, tmp_path, changed, is_streamed):
    zipped = changed(sample.zipped if is_streamed else sample.zip())

    faults = judged(zipped, sample.fingerprint, tmp_path / "p.zip")

    assert faults == [
        (sample.name + ".zip", "carries bytes that belong to none of its files, or can be read in two ways")
    ]


def test_a_package_too_large_for_short_numbers_holds(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    monkeypatch.setattr(tool, "LARGE", 1000)

    assert judged(sample.zip(), sample.fingerprint, tmp_path / "p.zip") == []
    assert judged(streamed(sample), sample.fingerprint, tmp_path / "p.zip") == []


def streamed(sample):
    """The same, written front to back as the center does it."""
    kept = io.BytesIO()

    class OneWay:
        write, flush = kept.write, kept.flush

    with zipfile.ZipFile(OneWay(), "w", zipfile.ZIP_STORED) as archive:
        for path, body in sample.files.items():
            archive.writestr(zipfile.ZipInfo(f"{sample.name}/{path}"), body)
    return as_python_writes_since_3_11_4(kept.getvalue())


def as_python_writes_since_3_11_4(zipped):
    """The long heads of a streamed package: Python before that told them in a form that the center's never writes."""
    old = re.compile(rb"(PK\x03\x04)\x14\x00(.{12})\x00{8}(.{2}\x14\x00)", re.S)
    return old.sub(lambda head: head[1] + b"\x2d\0" + head[2] + b"\xff" * 8 + head[3], zipped)
