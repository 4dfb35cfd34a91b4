"""C2PA sidecars: c2pa-python, which knows nothing of us, reads back what we wrote beside an MP4 (C2PA 2.4)."""

import base64
import hashlib
import io
import json
import logging
import subprocess

import pytest
from c2pa import Context, Reader
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.aws import seals
from rtcc.foundation import cbor, clock, der, issuing
from rtcc.release import sidecar
from tests.unit.releasing import BODIES, opened
from tests.unit.verifying import flipped

QUIET = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
OTHERS = {
    "a picture that begins like one": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "sound that begins like one": b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42",
    "Matroska": b"\x1a\x45\xdf\xa3" + bytes(40),
    "its first bytes alone": b"\0\0\0\x18ftyp",
    "nothing": b"",
}


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    """A real MP4, one second of it."""
    path = tmp_path_factory.mktemp("movie") / "street.mp4"
    words = [
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=64x48:r=5",
        "-t",
        "1",
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
        str(path),
    ]
    subprocess.run(["ffmpeg", "-v", "error", *words], check=True)
    return path.read_bytes()


def read(body, told, *, anchor="", kind="video/mp4"):
    """What c2pa-python says: its state, the codes of what fails, and the manifest."""
    trust = {"trust": {"trust_anchors": anchor}} if anchor else {}
    with Context.from_dict(QUIET | trust) as context, Reader(kind, io.BytesIO(body), told, context) as reader:
        found = json.loads(reader.json())
        state = reader.get_validation_state()
    failed = {one["code"] for one in found.get("validation_status", [])}
    return state, failed, found["manifests"][found["active_manifest"]]


def account(body):
    """What custody.json says of one item."""
    item = {"id": "evi_1", "file": "data/evi_1/a.mp4", "bytes": len(body), "received_at": "2026-11-23T08:00:00.00Z"}
    told = {"sha256": hashlib.sha256(body).hexdigest(), "chain": [{"hash": "ab" * 32}]}
    return {"release": {"id": "rel_1"}, "items": [item | told]}


def sidecars(files):
    return [path for path in files if path.startswith("c2pa/") and path.endswith(".c2pa")]


def test_a_reader_of_c2pa_finds_that_the_center_handed_on_these_very_bytes(center, movie):
    item = center.item(movie, name="street.mp4")
    one = center.packed(item)
    files = opened(center.fetch(one.package))

    state, failed, manifest = read(files[f"data/{item.id}/street.mp4"], files[f"c2pa/{item.id}.c2pa"])

    assert files[f"data/{item.id}/street.mp4"] == movie
    assert (state, failed) == ("Valid", {"signingCredential.untrusted"})  # it holds, and whose it is nobody told them
    assert manifest["signature_info"]["issuer"] == "Rivermark Police Department"
    told = {part["label"]: part["data"] for part in manifest["assertions"]}
    actions = told["c2pa.actions.v2"]
    assert [part["action"] for part in actions["actions"]] == ["c2pa.opened"]
    assert actions["allActionsIncluded"] is True
    (record,) = json.loads(files["data/custody.json"])["items"]
    assert told["org.open-rtcc.custody"] == {
        "release": one.id,
        "item": item.id,
        "sha256": hashlib.sha256(movie).hexdigest(),
        "bytes": len(movie),
        "received_at": clock.spell(item.received_at),
        "custody_lines": len(record["chain"]),
        "custody_head": record["chain"][-1]["hash"],
        "packed_by": {"agency": "Rivermark Police Department", "ori": "LA0"},
        "packed_at": json.loads(files["release.json"])["made_at"],
    }


def test_whoever_trusts_the_key_gives_a_reader_the_root_that_is_in_the_package(center, movie, tmp_path):
    item = center.item(movie)
    files = opened(center.fetch(center.packed(item).package))
    leaf, root = der.certificates_in(files["c2pa/chain.pem"])

    state, failed, _ = read(movie, files[f"c2pa/{item.id}.c2pa"], anchor=der.pem([root]).decode())

    assert (state, failed) == ("Trusted", set())
    assert {der.certificate_of(one).key for one in (leaf, root)} == {base64.b64decode(files["key.der.b64"])}
    (tmp_path / "leaf.pem").write_bytes(der.pem([leaf]))
    (tmp_path / "root.pem").write_bytes(der.pem([root]))
    words = ["openssl", "verify", "-x509_strict", "-CAfile", str(tmp_path / "root.pem"), str(tmp_path / "leaf.pem")]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("where", ["its first box", "the middle", "its last byte"])
def test_abuse_039_a_reader_of_c2pa_names_evidence_that_was_changed(center, movie, where):
    item = center.item(movie)
    told = opened(center.fetch(center.packed(item).package))[f"c2pa/{item.id}.c2pa"]
    at = {"its first box": 12, "the middle": len(movie) // 2, "its last byte": len(movie) - 1}[where]

    state, failed, _ = read(flipped(movie, at), told)

    assert (state, "assertion.dataHash.mismatch" in failed) == ("Invalid", True)


def test_a_sidecar_that_was_changed_is_named_by_a_reader_of_c2pa(center, movie):
    item = center.item(movie)
    told = opened(center.fetch(center.packed(item).package))[f"c2pa/{item.id}.c2pa"]
    at = told.index(item.id.encode())

    state, failed, _ = read(movie, flipped(told, at))

    assert (state, "assertion.hashedURI.mismatch" in failed) == ("Invalid", True)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_video_of_that_kind_is_not_taken_for_one(kind):
    glance = sidecar.Glance()

    assert b"".join(glance.over([OTHERS[kind][:5], OTHERS[kind][5:]])) == OTHERS[kind]
    assert glance.format == ""


def test_without_a_video_there_are_no_sidecars_whatever_its_name(center):
    files = opened(center.fetch(center.packed(center.item(name="street.mp4")).package))

    assert [path for path in files if path.startswith("c2pa/")] == []


def test_the_bytes_decide_and_not_the_name(center, movie):
    video, clip, text = center.item(movie, name="notes.txt"), center.item(movie, clip=True), center.item(BODIES[2])

    files = opened(center.fetch(center.packed(video, clip, text).package))

    assert sorted(sidecars(files)) == sorted(f"c2pa/{item.id}.c2pa" for item in (video, clip))


def test_a_telephone_s_quicktime_gets_one_too(center, movie):
    body = movie.replace(b"ftypisom", b"ftypqt  ", 1)
    item = center.item(body, name="street.mov")

    state, _, manifest = read(
        body, opened(center.fetch(center.packed(item).package))[f"c2pa/{item.id}.c2pa"], kind="video/quicktime"
    )

    assert (state, manifest["ingredients"][0]["format"]) == ("Valid", "video/quicktime")


def test_the_same_facts_give_the_same_bytes_but_for_the_signatures(center):
    at = clock.now()

    def made():
        (path, told), (_, known) = sidecar.files(account(b""), {"evi_1": "video/mp4"}, at=at)
        said = told[told.index(b"c2pa.assertions\0") : told.rindex(b"c2pa.signature\0") - 33]  # and before them sizes
        return path, said, [der.certificate_of(one).signed for one in der.certificates_in(known)]

    assert made() == made()


def test_a_city_s_own_certificate_is_used_when_it_is_the_seal_key_s(center, movie, monkeypatch):
    monkeypatch.setenv("C2PA_CHAIN", " ".join(base64.b64encode(one).decode() for one in _issued()))
    item = center.item(movie)

    files = opened(center.fetch(center.packed(item).package))

    leaf, root = der.certificates_in(files["c2pa/chain.pem"])
    assert "O=The County" in x509.load_der_x509_certificate(leaf).issuer.rfc4514_string()
    told = files[f"c2pa/{item.id}.c2pa"]
    assert read(movie, told, anchor=der.pem([root]).decode())[0] == "Trusted"


@pytest.mark.parametrize("what", ["another key's", "no certificate", "no base64", "one that is none behind it"])
def test_a_certificate_that_is_not_the_seal_key_s_is_not_used_and_delays_nothing(
    center, movie, monkeypatch, caplog, what
):
    other = issuing.chain("Elsewhere", _public(), at=clock.now(), sign=lambda _: b"0")[0]
    given = {"another key's": [other], "no certificate": [b"hello"], "one that is none behind it": [_issued()[0], b"1"]}
    chain = " ".join(base64.b64encode(one).decode() for one in given.get(what, []))
    monkeypatch.setenv("C2PA_CHAIN", chain or "*")

    with caplog.at_level(logging.ERROR):
        (_, told), _ = sidecar.files(account(movie), {"evi_1": "video/mp4"}, at=clock.now())

    assert read(movie, told)[0] == "Valid"
    assert "does not begin with a certificate for the seal key" in caplog.text


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (0, "00"), (23, "17"), (24, "1818"), (500, "1901f4"), (2**32, "1b0000000100000000"), (-7, "26"),
        (-500, "3901f3"), ("ü", "62c3bc"), (b"\1", "4101"), ([1, [2]], "82018102"), (None, "f6"),
        ([True, False], "82f5f4"), ({"b": 1, "aa": 2, 10: 3, -1: 4}, "a40a03200461620162616102"),
    ],
)  # fmt: skip
def test_cbor_is_spelled_in_its_one_way(value, spelled):
    """By hand from RFC 8949, appendix A and section 4.2.1."""
    assert cbor.spell(value).hex() == spelled


def _public():
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _issued():
    """The seal key's certificate by somebody else, and theirs."""
    return issuing.chain("The County", seals.public_key(), at=clock.now(), sign=seals.sign)
