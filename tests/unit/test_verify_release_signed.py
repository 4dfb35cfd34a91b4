"""The verifier and what was signed anew: another key, another record, another shape."""

import base64
import hashlib
import inspect
import io
import json
import os
import subprocess
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from rtcc.foundation import canonical, p256
from rtcc.release import package as packing
from tests.unit.verifying import digest, flipped, judged, lines, named, resealed
from tools import verify_release as tool

SHARED = ("is_signed", "_point", "_pair", "_number", "_add", "_times", "_twice", "_plus")


def test_a_package_made_anew_and_signed_with_another_key_fails_by_its_key(verify_here, sample):
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

    assert verify_here(zipped, fingerprint=None)[0] == 3  # it contradicts itself nowhere: only the fingerprint tells
    code, said = verify_here(zipped)

    assert (code, named(said)) == (1, {"key.der.b64"})
    assert "is another key" in said


def test_another_key_put_beside_the_old_signature_is_named(verify_here, sample):
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = other.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    code, said = verify_here(sample.zip(sample.files | {"key.der.b64": base64.b64encode(der) + b"\n"}))

    assert (code, named(said)) == (1, {"key.der.b64"})


def test_a_signature_of_something_else_is_named(verify_here, sample):
    key = ec.generate_private_key(ec.SECP256R1())
    signature = base64.b64encode(key.sign(b"x", ec.ECDSA(hashes.SHA256()))) + b"\n"
    files = sample.files | {"release.json.sig": signature}
    payload = [path for path in files if path.startswith("data/")]
    tags = sorted(set(files) - set(payload) - {"tagmanifest-sha256.txt"})

    code, said = verify_here(sample.zip(files | {"tagmanifest-sha256.txt": lines(files, tags)}))

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
def test_a_record_of_custody_that_does_not_hold_is_named_though_it_is_signed(verify_here, sample, change, says):
    zipped, fingerprint = rewritten(sample, change)

    code, said = verify_here(zipped, fingerprint=fingerprint)

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
