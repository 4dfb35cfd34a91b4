"""The verifier, run as a court runs it: alone, without our packages. Whatever is changed is named."""

import ast
import base64
import hashlib
import inspect
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from rtcc.custody import log
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.foundation import canonical, p256
from rtcc.release import package as packing
from tests.unit.releasing import BODIES, Center, opened
from tools import verify_release as tool

TOOL = Path(tool.__file__)
SHARED = ("is_signed", "_point", "_pair", "_number", "_add", "_times")


class Sample:
    """One package that the service made, and ways to make another of it."""

    def __init__(self, zipped, name, fingerprint):
        self.zipped, self.name, self.fingerprint = zipped, name, fingerprint
        self.files = opened(zipped)
        self.evidence = [path for path in self.files if path.startswith("data/evi_")]

    def zip(self, files=None, *, root=None, more=()):
        """The files as the center would zip them; `more` are entries under names of their own."""
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
            named = ((f"{root or self.name}/{path}", body) for path, body in (files or self.files).items())
            for path, body in (*named, *more):
                archive.writestr(zipfile.ZipInfo(path), body)
        return kept.getvalue()

    def remade(self, files, key):
        """The files with lists and a signature that fit them, made by somebody else."""
        key_der = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        files = dict(files) | {"key.der.b64": base64.b64encode(key_der) + b"\n"}
        own = ("release.json", "release.json.sig", "tagmanifest-sha256.txt")
        payload = sorted(path for path in files if path.startswith("data/"))
        files["manifest-sha256.txt"] = lines(files, payload)
        told = json.loads(files["release.json"])
        told["files"] = [
            {"path": path, "bytes": len(files[path]), "sha256": digest(files[path])}
            for path in sorted(set(files) - set(own))
        ]
        told["key"]["fingerprint"] = digest(key_der)
        told["log"]["checkpoint"] = ""
        files["release.json"] = canonical.spell(told)
        signature = key.sign(packing.message(files["release.json"]), ec.ECDSA(hashes.SHA256()))
        files["release.json.sig"] = base64.b64encode(signature) + b"\n"
        files["tagmanifest-sha256.txt"] = lines(files, sorted(set(files) - set(payload) - set(own[2:])))
        return files


def digest(body):
    return hashlib.sha256(body).hexdigest()


def lines(files, paths):
    return "".join(f"{digest(files[path])}  {path}\n" for path in paths).encode()


@pytest.fixture(scope="session")
def sample(tables, stores):
    """A package of three items, one of them a clip, with a head of the log in it."""
    center = Center(tables)
    center.empty()
    items = [center.item(), center.item(BODIES[2], name="a b.mp4"), center.item(b"clip", name="c.mp4", clip=True)]
    log.seal([entry(line) for line in custody.lines(items[0].id)])
    one = center.packed(*items)
    return Sample(center.fetch(one.package), one.id, packing.fingerprint(packing.seals.public_key()))


@pytest.fixture
def verify(sample, tmp_path):
    """Run the tool as a court does; its exit code, and what it said."""

    def run(zipped=None, *, fingerprint=sample.fingerprint, path=None):
        place = path or tmp_path / "package.zip"
        if path is None:
            place.write_bytes(sample.zipped if zipped is None else zipped)
        pinned = ["--fingerprint", fingerprint] if fingerprint is not None else []
        command = [sys.executable, "-I", "-S", str(TOOL), str(place), *pinned]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout

    return run


def named(said):
    """The files that the last sentence names."""
    return set(said.strip().splitlines()[-1].removeprefix("THIS PACKAGE DOES NOT HOLD. Look at: ").split(", "))


def judged(zipped, fingerprint, tmp):
    """The same in this process: exit code and faults."""
    tmp.write_bytes(zipped)
    verdict = tool.Verdict()
    try:
        tool.judge(tool.read(tmp, verdict), fingerprint, verdict)
    except tool.Unreadable as error:
        return str(error)
    return verdict.faults


def resealed(chain):
    previous = tool.FIRST
    for line in chain:
        line["previous"] = previous
        line["hash"] = previous = canonical.digest({name: line[name] for name in line if name != "hash"})


def flipped(body, at, bit=0):
    return body[:at] + bytes([body[at] ^ 1 << bit]) + body[at + 1 :]


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
def test_what_is_no_fingerprint_is_not_passed_over(verify, wrong):
    assert verify(fingerprint=wrong)[0] == 2


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


def paths():
    """The files of a package by the part of their name that is the same in each."""
    tags = ("bagit.txt", "bag-info.txt", "README.txt", "key.der.b64", "manifest-sha256.txt", "tagmanifest-sha256.txt")
    return [*tags, "release.json", "release.json.sig", "data/custody.json", "evidence 0", "evidence 1", "evidence 2"]


def path_in(sample, name):
    return sample.evidence[int(name[-1])] if name.startswith("evidence") else name


def test_every_file_of_the_package_is_tried(sample):
    assert {path_in(sample, name) for name in paths()} == set(sample.files)


@pytest.mark.parametrize("name", paths())
@pytest.mark.parametrize("pinned", [True, False])
def test_one_flipped_byte_names_its_file_and_no_other(verify, sample, name, pinned):
    path = path_in(sample, name)
    body = sample.files[path]

    code, said = verify(
        sample.zip(sample.files | {path: flipped(body, len(body) // 2)}),
        fingerprint=sample.fingerprint if pinned else None,
    )

    assert (code, named(said)) == (1, {path})


@pytest.mark.parametrize("name", paths())
def test_one_flipped_byte_names_its_file_wherever_it_is(sample, name, tmp_path):
    path, place = path_in(sample, name), tmp_path / "package.zip"
    body, chance = sample.files[path], random.Random(7)
    spots = {0, len(body) - 1, *(chance.randrange(len(body)) for _ in range(12))}

    for at in spots:
        changed = sample.zip(sample.files | {path: flipped(body, at, chance.randrange(8))})
        assert {file for file, _ in judged(changed, sample.fingerprint, place)} == {path}, at


@pytest.mark.parametrize("name", paths())
def test_a_byte_flipped_in_the_zip_itself_names_its_file(verify, sample, name):
    path = path_in(sample, name)
    at = sample.zipped.index(sample.files[path][:200]) + len(sample.files[path][:200]) // 2

    code, said = verify(flipped(sample.zipped, at))

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
def test_a_file_taken_out_is_named(verify, sample, name):
    path = path_in(sample, name)

    code, said = verify(sample.zip({kept: body for kept, body in sample.files.items() if kept != path}))

    assert code == 1
    assert path in named(said)
    assert "is missing" in said


@pytest.mark.parametrize("path", ["data/extra.mp4", "extra.txt", "data/evi_0/other.mp4", "release.json.bak"])
def test_a_file_put_in_is_named(verify, sample, path):
    code, said = verify(sample.zip(sample.files | {path: b"more"}))

    assert (code, named(said)) == (1, {path})
    assert "was added" in said


def test_a_renamed_file_is_named_by_both_its_names(verify, sample):
    old = sample.evidence[0]
    files = {("data/other.mp4" if path == old else path): body for path, body in sample.files.items()}

    code, said = verify(sample.zip(files))

    assert code == 1
    assert {old, "data/other.mp4"} <= named(said)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["evidence 0", "release.json", "data/custody.json"])
def test_a_file_that_stands_in_the_zip_twice_is_named(verify, sample, name):
    path = path_in(sample, name)

    code, said = verify(sample.zip(more=[(f"{sample.name}/{path}", b"the other one")]))

    assert (code, named(said)) == (1, {path})


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
def test_bytes_that_belong_to_no_file_are_noticed(verify, sample, where):
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

    code, said = verify(bytes(changed))

    assert (code, named(said)) == (1, {f"{sample.name}.zip"})


@pytest.mark.parametrize("body", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_cannot_be_read(verify, body):
    code, _ = verify(body)

    assert code == (1 if body.startswith(b"PK") else 2)


def test_a_package_that_is_not_there_cannot_be_read(verify, tmp_path):
    assert verify(path=tmp_path / "nothing.zip")[0] == 2


def test_a_package_made_anew_and_signed_with_another_key_fails_by_its_key(verify, sample):
    forged = sample.files | {sample.evidence[0]: sample.files[sample.evidence[0]][::-1]}
    record = json.loads(forged["data/custody.json"])
    item = next(one for one in record["items"] if one["file"] == sample.evidence[0])
    item["sha256"] = digest(forged[sample.evidence[0]])
    for line in item["chain"]:
        if "sha256" in line["facts"]:
            line["facts"]["sha256"] = item["sha256"]
    resealed(item["chain"])
    forged["data/custody.json"] = canonical.spell(record)
    zipped = sample.zip(sample.remade(forged, ec.generate_private_key(ec.SECP256R1())))

    assert verify(zipped, fingerprint=None)[0] == 3  # it contradicts itself nowhere: only the fingerprint tells
    code, said = verify(zipped)

    assert (code, named(said)) == (1, {"key.der.b64"})
    assert "is another key" in said


def test_another_key_put_beside_the_old_signature_is_named(verify, sample):
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    code, said = verify(sample.zip(sample.files | {"key.der.b64": base64.b64encode(der) + b"\n"}))

    assert (code, named(said)) == (1, {"key.der.b64"})


def test_a_signature_of_something_else_is_named(verify, sample):
    key = ec.generate_private_key(ec.SECP256R1())
    signature = base64.b64encode(key.sign(b"x", ec.ECDSA(hashes.SHA256()))) + b"\n"
    files = sample.files | {"release.json.sig": signature}
    payload = [path for path in files if path.startswith("data/")]
    tags = sorted(set(files) - set(payload) - {"tagmanifest-sha256.txt"})

    code, said = verify(sample.zip(files | {"tagmanifest-sha256.txt": lines(files, tags)}))

    assert (code, named(said)) == (1, {"release.json.sig"})


def rewritten(sample, change):
    """The package signed anew after its record of custody was changed; the key says that it is the right one."""
    key = ec.generate_private_key(ec.SECP256R1())
    record = json.loads(sample.files["data/custody.json"])
    change(record)
    files = sample.remade(sample.files | {"data/custody.json": canonical.spell(record)}, key)
    return sample.zip(files), digest(base64.b64decode(files["key.der.b64"]))


def change_a_line(record):
    record["items"][0]["chain"][0]["reason"] = "another"


def take_out_a_line(record):
    del record["items"][1]["chain"][0]


def swap_lines(record):
    record["release"]["chain"].reverse()


def admit_other_bytes(record):
    record["items"][0]["chain"][0]["facts"]["sha256"] = "0" * 64
    resealed(record["items"][0]["chain"])


def never_admit(record):
    del record["items"][0]["chain"][0]
    record["items"][0]["chain"][0]["seq"] = 1
    resealed(record["items"][0]["chain"])


def approve_alone(record):
    asked, approved = record["release"]["chain"]
    approved |= {"actor": asked["actor"]}
    resealed(record["release"]["chain"])


def approve_for_another(record):
    record["release"]["chain"][1]["facts"]["recipient"] = "1"
    resealed(record["release"]["chain"])


def never_approve(record):
    del record["release"]["chain"][1]


def leave_out_an_item(record):
    del record["items"][0]


def be_nonsense(record):
    record["items"] = [{"chain": 7}]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (change_a_line, "line 1: was changed after it was written"),
        (take_out_a_line, "a line is missing"),
        (swap_lines, "a line is missing"),
        (admit_other_bytes, "gives another digest than the item's"),
        (never_admit, "no line says that this item was admitted"),
        (approve_alone, "does not show that one person asked and another approved"),
        (never_approve, "does not show that one person asked and another approved"),
        (approve_for_another, "shows that another recipient was approved"),
        (leave_out_an_item, "does not speak of"),
        (be_nonsense, "cannot be read as a record"),
    ],
)
def test_a_record_of_custody_that_does_not_hold_is_named_though_it_is_signed(verify, sample, change, says):
    zipped, fingerprint = rewritten(sample, change)

    code, said = verify(zipped, fingerprint=fingerprint)

    assert code == 1
    assert says in said


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
    st.sampled_from(["release", "case", "files", "from", "to", "log", "key", "made_at", "format"]),
)
def test_a_signed_list_of_any_shape_does_not_make_it_crash(sample, tmp_path_factory, value, name):
    key = ec.derive_private_key(7, ec.SECP256R1())
    files = sample.remade(sample.files, key)
    told = json.loads(files["release.json"]) | {name: value}
    files["release.json"] = canonical.spell(told)
    signature = key.sign(packing.message(files["release.json"]), ec.ECDSA(hashes.SHA256()))
    files["release.json.sig"] = base64.b64encode(signature) + b"\n"

    assert judged(sample.zip(files), None, tmp_path_factory.getbasetemp() / "shape.zip")


def test_the_signature_check_is_the_very_text_of_the_foundation():
    for name in SHARED:
        assert inspect.getsource(getattr(tool, name)) == inspect.getsource(getattr(p256, name)), name
    for name in ("_P", "_N", "_B", "_G", "_HEAD"):
        assert getattr(tool, name) == getattr(p256, name)


@settings(max_examples=40)
@given(st.binary(max_size=200), st.integers(1, 2**200), st.integers(0, 71), st.integers(0, 7))
def test_the_signature_check_says_what_cryptography_says(message, secret, at, bit):
    key = ec.derive_private_key(secret, ec.SECP256R1())
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    signature = key.sign(message, ec.ECDSA(hashes.SHA256()))

    assert tool.is_signed(message, signature, der)
    assert not tool.is_signed(message + b"x", signature, der)
    assert not tool.is_signed(message, flipped(signature, at % len(signature), bit), der)


def test_the_hash_of_a_line_is_the_record_s_own(sample):
    record = json.loads(sample.files["data/custody.json"])

    for line in record["release"]["chain"]:
        facts = {name: value for name, value in line.items() if name != "hash"}
        assert hashlib.sha256(tool.spell(facts)).hexdigest() == canonical.digest(facts) == line["hash"]


def test_the_readme_tells_the_truth_about_other_tools(sample, tmp_path):
    zipfile.ZipFile(io.BytesIO(sample.zipped)).extractall(tmp_path)
    place = tmp_path / sample.name
    script = """
        set -e
        sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt
        base64 -d key.der.b64 > ../key.der
        base64 -d release.json.sig > ../sig
        printf 'open-rtcc release v1\\n%s\\n' "$(sha256sum release.json | cut -d' ' -f1)" > ../message
        openssl dgst -sha256 -keyform DER -verify ../key.der -signature ../sig ../message
    """
    done = subprocess.run(["sh", "-c", script], cwd=place, capture_output=True, text=True, check=False, env=os.environ)

    assert (done.returncode, done.stdout) == (0, "Verified OK\n"), done.stderr
