"""Packing: one ZIP, one bag, the bytes untouched; made once, and not at all when anything differs."""

import base64
import hashlib
import io
import json
import zipfile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.aws import seals
from rtcc.custody import log
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.foundation import canonical
from rtcc.release import delivery
from tests.unit.releasing import BODIES, PACKER, opened


def test_a_package_is_one_stored_zip_with_one_bag_in_it(center, printed):
    items = [center.item(BODIES[2], name="a b.mp4"), center.item(name="door.mkv", clip=True)]

    one = center.packed(*items)

    zipped = center.fetch(one.package)
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {name.split("/")[0] for name in archive.namelist()} == {one.id}
    assert set(opened(zipped)) == {
        f"data/{items[0].id}/a_b.mp4",
        f"data/{items[1].id}/door.mkv",
        "data/custody.json",
        *("bagit.txt", "bag-info.txt", "README.txt", "key.der.b64", "manifest-sha256.txt", "tagmanifest-sha256.txt"),
        *("release.json", "release.json.sig"),
        *("report/custody.pdf", *(f"report/certificate-902-{rule}.pdf" for rule in (11, 13, 14))),
    }
    assert opened(zipped)[f"data/{items[0].id}/a_b.mp4"] == BODIES[2]
    assert (one.package.bytes, one.package.sha256) == (len(zipped), hashlib.sha256(zipped).hexdigest())


def test_the_bag_is_one_of_rfc_8493(center):
    one = center.packed(center.item(), center.item(BODIES[2]))

    files = opened(center.fetch(one.package))

    def listed(name):
        return dict(reversed(line.split("  ")) for line in files[name].decode().splitlines())

    def digests(names):
        return {name: hashlib.sha256(files[name]).hexdigest() for name in names}

    payload = {name for name in files if name.startswith("data/")}
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert listed("manifest-sha256.txt") == digests(payload)
    assert listed("tagmanifest-sha256.txt") == digests(set(files) - payload - {"tagmanifest-sha256.txt"})
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert info["Payload-Oxum"] == f"{sum(len(files[name]) for name in payload)}.3"
    assert (info["External-Identifier"], info["Source-Organization"]) == (one.id, "Rivermark Police Department (LA0)")


def test_the_list_is_signed_by_the_seal_key_under_a_name_of_its_own(center):
    one = center.packed()

    files = opened(center.fetch(one.package))

    told = json.loads(files["release.json"])
    assert canonical.spell(told) == files["release.json"]
    assert {file["path"] for file in told["files"]} == set(files) - {
        "release.json",
        "release.json.sig",
        "tagmanifest-sha256.txt",
    }
    assert told["to"] == {"agency": "Bexley County Sheriff", "ori": "TX1", "recipient": "4411"}
    der = base64.b64decode(files["key.der.b64"])
    assert told["key"]["fingerprint"] == hashlib.sha256(der).hexdigest() == seals.fingerprint(der)
    signed = f"open-rtcc release v1\n{hashlib.sha256(files['release.json']).hexdigest()}\n".encode()
    key = serialization.load_der_public_key(der)
    key.verify(base64.b64decode(files["release.json.sig"]), signed, ec.ECDSA(hashes.SHA256()))


def test_custody_json_holds_every_line_the_refused_ones_too(center):
    item = center.item(clip=True)
    custody.refuse(PACKER, delivery.Action.DOWNLOAD_EVIDENCE, item.id, why="no reason given")
    one = center.packed(item)

    record = json.loads(opened(center.fetch(one.package))["data/custody.json"])

    assert [line["event"] for line in record["release"]["chain"]] == ["release.ask", "release.approve"]
    (told,) = record["items"]
    assert [line["outcome"] for line in told["chain"]] == ["done", "refused", "done"]
    assert (told["sha256"], told["declared"]["sha256"]) == (item.sha256, item.declared)
    assert told["declared"]["by"].startswith("the core box")
    assert told["source"] == {"kind": "clip", "clip_id": item.clip_id}
    assert told["storage"]["version_id"] == item.version_id


def test_the_newest_head_of_the_log_goes_along(center):
    item = center.item()
    log.seal([entry(line) for line in custody.lines(item.id)])

    told = json.loads(opened(center.fetch(center.packed(item).package))["release.json"])

    assert told["log"]["checkpoint"].startswith("rtcc.example.gov/custody\n")
    assert told["log"]["checkpoint"].encode() == log.note()
