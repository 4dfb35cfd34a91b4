"""The verifier and C2PA sidecars: counted, held against their videos, the rest left to readers of C2PA."""

import pytest

from tests.unit.sidecars import SPOILS, signed_anew
from tests.unit.verifying import digest, judged, named
from tools import verify_release as tool

HOLDS = "  holds   2 C2PA sidecars are in c2pa/, as the center signed the list, and each names the bytes of its video."
OPEN = "  open    What else they say, and whether their signer is to be believed, a reader of C2PA judges."


def test_sidecars_are_counted_and_a_reader_of_c2pa_judges_them(verify_here, sample):
    code, said = verify_here()

    assert code == 0
    assert {HOLDS, OPEN} <= set(said.splitlines())


def test_a_package_without_a_video_says_nothing_of_sidecars(center, verify_here):
    _, said = verify_here(center.fetch(center.packed().package), fingerprint=None)

    assert "C2PA" not in said


@pytest.mark.parametrize("spoil", SPOILS)
def test_abuse_039_sidecars_spoiled_by_whoever_signs_anew_are_named(sample, tmp_path, spoil):
    change, at_fault, words = SPOILS[spoil]
    zipped, fingerprint = signed_anew(sample, change(sample))

    faults = [
        (file, what) for file, what in judged(zipped, fingerprint, tmp_path / "a.zip") if file.startswith("c2pa/")
    ]

    assert [file for file, _ in faults] == sorted(at_fault(sample))
    assert all(words in what for _, what in faults)


def test_abuse_039_sidecars_that_change_places_are_named_by_the_signed_list(verify_here, sample):
    one, two = sample.sidecars

    code, said = verify_here(sample.zip(sample.files | {one: sample.files[two], two: sample.files[one]}))

    assert (code, named(said)) == (1, {one, two})
    assert OPEN not in said


def test_the_digest_that_a_sidecar_names_is_its_video_s(sample):
    for path in sample.sidecars:
        (video,) = [one for one in sample.evidence if path[len("c2pa/") : -len(".c2pa")] in one]
        assert tool.bound_to(sample.files[path]) == digest(sample.files[video])


@pytest.mark.parametrize("told", [b"", b"\0\0\0\7jumb", b"\0\0\0\x08jumb", b"\0\0\0\x10jumb\0\0\0\x08jumd", b"x" * 99])
def test_what_is_no_sidecar_names_no_digest(told):
    assert tool.bound_to(told) == ""
