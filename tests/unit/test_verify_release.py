"""The verifier, run as a court runs it: alone, without our packages, on whatever somebody hands over."""

import ast
import io
import sys
import zipfile

import pytest

from tests.unit.verifying import TOOL, named, path_in


def test_an_untouched_package_holds(verify, sample):
    code, said = verify()

    assert code == 0
    assert "EVERYTHING HOLDS" in said
    assert "to     Bexley County Sheriff (TX1), badge 4411" in said
    assert "The record of custody holds: 8 lines" in said
    assert "FAILS" not in said


def test_it_reads_only_the_standard_library_and_an_old_python_can_read_it(sample):
    tree = ast.parse(TOOL.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }

    assert imported <= sys.stdlib_module_names


def test_it_writes_nothing(verify, sample, tmp_path):
    verify()

    assert [place.name for place in tmp_path.iterdir()] == ["package.zip"]


def test_without_a_fingerprint_it_says_that_nobody_vouches_for_the_key(verify):
    code, said = verify(fingerprint=None)

    assert code == 3
    assert "NOTHING OUTSIDE THIS PACKAGE VOUCHES FOR ITS KEY" in said


def test_a_fingerprint_may_be_written_as_people_write_it(verify, sample):
    pairs = [sample.fingerprint[n : n + 2].upper() for n in range(0, 64, 2)]

    assert verify(fingerprint=":".join(pairs))[0] == 0


@pytest.mark.parametrize("wrong", ["", "abc", "z" * 64])
def test_what_is_no_fingerprint_is_not_passed_over(verify_here, wrong):
    assert verify_here(fingerprint=wrong)[0] == 2


def test_another_fingerprint_names_the_key(verify):
    code, said = verify(fingerprint="0" * 64)

    assert (code, named(said)) == (1, {"key.der.b64"})
    assert "is another key" in said


def test_the_unpacked_folder_holds_too(verify, sample, tmp_path):
    zipfile.ZipFile(io.BytesIO(sample.zipped)).extractall(tmp_path / "out")

    assert verify(path=tmp_path / "out")[0] == 0
    assert verify(path=tmp_path / "out" / sample.name)[0] == 0
    (tmp_path / "out" / sample.name / "data" / "custody.json").write_bytes(b"{}")
    code, said = verify(path=tmp_path / "out")
    assert (code, named(said)) == (1, {"data/custody.json"})


def test_a_link_in_the_folder_is_not_followed(verify, sample, tmp_path):
    zipfile.ZipFile(io.BytesIO(sample.zipped)).extractall(tmp_path / "out")
    place = tmp_path / "out" / sample.name / "README.txt"
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")

    code, said = verify(path=tmp_path / "out")

    assert (code, named(said)) == (1, {"README.txt"})


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["evidence 0", "release.json", "data/custody.json"])
@pytest.mark.parametrize("same", [True, False])
def test_a_file_that_stands_in_the_zip_twice_is_named(verify_here, sample, name, same):
    path = path_in(sample, name)
    body = sample.files[path] if same else b"the other one"

    code, said = verify_here(sample.zip(more=[(f"{sample.name}/{path}", body)]))

    assert (code, named(said)) == (1, {path})
    assert "stands in the ZIP twice" in said


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.sh",
        "/etc/passwd",
        "{}/../up.txt",
        "{}\\data\\x",
        "c:/x",
        "{}/data/./x",
        "other/x",
        "{}/data/",
        "x\x1b[2J",
    ],
)
def test_a_name_that_leads_elsewhere_is_named_and_not_followed(verify, sample, name, tmp_path):
    code, said = verify(sample.zip(more=[(name.format(sample.name), b"x")]))

    assert code == 1
    assert "does not belong into a package" in said
    assert "\x1b" not in said
    assert [place.name for place in tmp_path.iterdir()] == ["package.zip"]


def test_a_folder_of_another_name_is_named(verify, sample):
    code, said = verify(sample.zip(root="rel_other"))

    assert (code, named(said)) == (1, {"rel_other"})


def test_what_is_compressed_is_not_unfolded(verify, sample):
    kept = io.BytesIO(sample.zip())
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{sample.name}/data/bomb", b"0" * 50_000_000)

    code, said = verify(kept.getvalue())

    assert code == 2
    assert "claims to hold more" in said


def test_a_small_compressed_file_is_named(verify, sample):
    kept = io.BytesIO(sample.zip())
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{sample.name}/data/small", b"some words")

    code, said = verify(kept.getvalue())

    assert (code, named(said)) == (1, {"data/small"})


@pytest.mark.parametrize("where", ["before", "after", "between"])
def test_bytes_that_belong_to_no_file_are_noticed(verify_here, sample, where):
    hidden = b"hidden" * 50
    if where == "before":
        changed = hidden + sample.zipped
    elif where == "after":
        changed = bytearray(sample.zipped)
        changed[-2:] = len(hidden).to_bytes(2, "little")
        changed += hidden
    else:
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w") as archive:
            for path, body in sample.files.items():
                archive.writestr(zipfile.ZipInfo(f"{sample.name}/{path}"), body)
                archive.fp.write(hidden)
                archive.start_dir = archive.fp.tell()
        changed = kept.getvalue()

    code, said = verify_here(bytes(changed))

    assert (code, named(said)) == (1, {f"{sample.name}.zip"})


@pytest.mark.parametrize("body", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_cannot_be_read(verify_here, body):
    code, _ = verify_here(body)

    assert code == (1 if body.startswith(b"PK") else 2)


def test_a_package_that_is_not_there_cannot_be_read(verify, tmp_path):
    assert verify(path=tmp_path / "nothing.zip")[0] == 2
