"""The log, its map and its proofs on a real S3 server, under the eyes of a real witness, a process of its own."""

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from rtcc.access.model import Action, Actor, Role
from rtcc.aws import seals
from rtcc.custody import log, sealing, witnesses
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.custody.proving import Prover
from rtcc.custody.witnesses import Said
from rtcc.foundation import merkle
from tests.conformance.locks import bucket_with_lock
from tests.unit.fakes import Keys
from tools import witness as tool

ORIGIN, NAME = "rtcc.example.gov/custody", "clerk.example.gov/witness"
ANALYST = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0", how="cognito+totp")


@pytest.fixture
def keys(real_s3, monkeypatch):
    """A log bucket of this test's own, and a seal key."""
    one = Keys()
    for name in ("sign", "is_signed", "public_key"):
        monkeypatch.setattr(seals, name, getattr(one, name))
    monkeypatch.setenv("BUCKET_LOG", bucket_with_lock(real_s3.client("s3"), f"log-{uuid4().hex}"))
    monkeypatch.setenv("LOG_ORIGIN", ORIGIN)
    return one


@pytest.fixture
def clerk(keys, tmp_path, monkeypatch):
    """A witness as its operator starts it."""
    (tmp_path / "key.der.b64").write_bytes(base64.b64encode(keys.public_key()) + b"\n")
    own = ["--name", NAME, "--state", str(tmp_path / "state")]
    place = [sys.executable, "-I", "-S", str(Path(tool.__file__))]
    vkey = subprocess.run([*place, "make-key", *own], check=True, capture_output=True, text=True).stdout.strip()
    more = ["--origin", ORIGIN, "--log-key", str(tmp_path / "key.der.b64"), "--port", "0"]
    with subprocess.Popen([*place, "watch", *own, *more], stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        monkeypatch.setenv("WITNESSES", json.dumps([{"url": url, "key": vkey}]))
        yield process
        process.kill()


class Chains:
    """Lines as a table would hold them."""

    def __init__(self):
        self.of = {}

    def write(self, *subjects):
        lines = []
        for subject in subjects:
            chain = self.of.setdefault(subject, [])
            draft = custody.line(ANALYST, Action.READ_EVIDENCE, subject)
            chain.append(draft.after(chain[-1] if chain else None))
            lines.append(chain[-1])
        return lines


def test_what_is_sealed_on_a_real_store_is_proven_whole_and_cosigned(clerk, real_s3):
    chains, s3, bucket = Chains(), real_s3.client("s3"), log.settings.need("BUCKET_LOG")
    for batch in range(4):
        sealing.seal(chains.write("evi_a", *(f"evi_{batch}_{n}" for n in range(150))))
        (answer,) = witnesses.ask(witnesses.configured())
        assert (answer.said, answer.why) == (Said.SIGNED, "")
    prover = Prover()

    for subject in ("evi_a", "evi_0_7", "evi_3_149"):
        entries = [entry(line) for line in chains.of[subject]]
        assert merkle.complete(prover.chain(subject), entries) == (len(entries), log.note())
    for line in (*chains.of["evi_a"], chains.of["evi_2_99"][0]):
        assert merkle.logged(prover.line(line), entry(line)) == log.note()
    assert witnesses.cosigned_at(witnesses.configured()[0], log.note())
    for one in s3.list_objects_v2(Bucket=bucket, Prefix="map/")["Contents"]:
        lock = s3.get_object_retention(Bucket=bucket, Key=one["Key"])["Retention"]
        assert lock["Mode"] == "COMPLIANCE"
        assert (lock["RetainUntilDate"] - datetime.now(UTC)).days == 29


def test_a_witness_that_is_gone_stops_nothing(clerk):
    chains = Chains()
    clerk.kill()
    clerk.wait()

    sealing.seal(chains.write("evi_a"))

    (answer,) = witnesses.ask(witnesses.configured())
    assert answer.said is Said.SILENT
    assert log.head().size == 2
