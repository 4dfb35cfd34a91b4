"""The verifier and a package's files: whichever is changed, taken out, put in or renamed, is named."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.releasing import opened
from tests.unit.verifying import flipped, judged, named, path_in, paths


def test_every_file_of_the_package_is_tried(sample):
    assert {path_in(sample, name) for name in paths()} == set(sample.files)


@pytest.mark.parametrize("name", paths())
@pytest.mark.parametrize("pinned", [True, False])
def test_one_flipped_byte_names_its_file_and_no_other(verify_here, sample, name, pinned):
    path = path_in(sample, name)
    body = sample.files[path]

    code, said = verify_here(
        sample.zip(sample.files | {path: flipped(body, len(body) // 2)}),
        fingerprint=sample.fingerprint if pinned else None,
    )

    assert (code, named(said)) == (1, {path})


@pytest.mark.parametrize("name", paths())
def test_one_flipped_byte_names_its_file_wherever_it_is(sample, name, tmp_path):
    path, place = path_in(sample, name), tmp_path / "package.zip"
    body, chance = sample.files[path], random.Random(7)
    spots = {0, len(body) - 1, *(chance.randrange(len(body)) for _ in range(5))}

    for at in spots:
        changed = sample.zip(sample.files | {path: flipped(body, at, chance.randrange(8))})
        assert {file for file, _ in judged(changed, sample.fingerprint, place)} == {path}, at


@pytest.mark.parametrize("name", paths())
def test_a_byte_flipped_in_the_zip_itself_names_its_file(verify_here, sample, name):
    path = path_in(sample, name)
    at = sample.zipped.index(sample.files[path]) + len(sample.files[path]) // 2

    code, said = verify_here(flipped(sample.zipped, at))

    assert (code, named(said)) == (1, {path})


@settings(max_examples=40)
@given(st.data())
def test_no_single_bit_of_the_zip_makes_it_crash_or_hold_with_other_bytes(sample, tmp_path_factory, data):
    at = data.draw(st.integers(0, len(sample.zipped) - 1))
    changed = flipped(sample.zipped, at, data.draw(st.integers(0, 7)))

    said = judged(changed, sample.fingerprint, tmp_path_factory.getbasetemp() / "flipped.zip")

    assert said or opened(changed) == sample.files


@pytest.mark.parametrize("name", paths())
def test_a_file_cut_short_or_made_longer_is_named(sample, name, tmp_path):
    path = path_in(sample, name)
    for body in (sample.files[path][:-1], sample.files[path] + b"\n", b""):
        faults = judged(sample.zip(sample.files | {path: body}), sample.fingerprint, tmp_path / "p.zip")
        assert path in {file for file, _ in faults}


@pytest.mark.parametrize("name", paths())
def test_a_file_taken_out_is_named(verify_here, sample, name):
    path = path_in(sample, name)

    code, said = verify_here(sample.zip({kept: body for kept, body in sample.files.items() if kept != path}))

    assert code == 1
    assert path in named(said)
    assert "is missing" in said


@pytest.mark.parametrize("path", ["data/extra.mp4", "extra.txt", "data/evi_0/other.mp4", "release.json.bak"])
def test_a_file_put_in_is_named(verify_here, sample, path):
    code, said = verify_here(sample.zip(sample.files | {path: b"more"}))

    assert (code, named(said)) == (1, {path})
    assert "was added" in said


def test_a_renamed_file_is_named_by_both_its_names(verify_here, sample):
    old = sample.evidence[0]
    files = {("data/other.mp4" if path == old else path): body for path, body in sample.files.items()}

    code, said = verify_here(sample.zip(files))

    assert code == 1
    assert {old, "data/other.mp4"} <= named(said)
