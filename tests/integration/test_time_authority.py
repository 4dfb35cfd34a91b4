"""The gate to a time-stamping authority, asked over HTTP: OpenSSL answers on loopback (RFC 3161)."""

import base64
import hashlib
import subprocess

import pytest

from rtcc.aws import authority
from rtcc.foundation import der, stamps
from rtcc.foundation.errors import Unavailable
from rtcc.release import stamping
from tests.engines import time_authority


@pytest.fixture(scope="module")
def clock_house(tmp_path_factory):
    one = time_authority.make(tmp_path_factory.mktemp("authority"), kind="P-384", digest="sha384")
    server = time_authority.serve(one)
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def told(clock_house, monkeypatch):
    """The city's settings; the authority behaves."""
    monkeypatch.setenv("TSA_URL", clock_house.url)
    roots = [base64.b64encode(one).decode() for one in der.certificates_in(clock_house.root)]
    monkeypatch.setenv("TSA_CHAIN", " ".join(roots))
    clock_house.asked, clock_house.answers, clock_house.status = 0, None, 200


def spelled(stamp):
    return f"a list that says {sorted(stamp or {})}".encode()


def test_a_stamp_is_asked_for_over_http_and_openssl_agrees_with_us(clock_house, tmp_path):
    body, files = stamping.stamped(spelled)

    stamp = stamps.stamped(files["stamp/release.tsr"], body, der.certificates_in(files["stamp/chain.pem"]))
    assert (clock_house.asked, stamp.is_rooted, len(stamp.chain)) == (1, True, 3)
    for path, content in (*files.items(), ("release.json", body)):
        (tmp_path / path.rpartition("/")[2]).write_bytes(content)
    words = ["ts", "-verify", "-data", "release.json", "-in", "release.tsr", "-CAfile", "chain.pem"]
    subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "release.json").write_bytes(body + b"\n")
    assert subprocess.run(["openssl", *words], cwd=tmp_path, check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("how", ["an error", "too much", "nobody there", "not over HTTP"])
def test_an_authority_that_does_not_answer_is_asked_three_times_and_no_more(clock_house, monkeypatch, how):
    if how == "an error":
        clock_house.status = 500
    elif how == "too much":
        clock_house.answers = b"0" * 100_000
    else:
        monkeypatch.setenv("TSA_URL", "http://127.0.0.1:9/" if how == "nobody there" else "file:///etc/hostname")

    body, files = stamping.stamped(spelled)

    assert files == {}
    assert b"missing" in body
    assert clock_house.asked == (3 if how in {"an error", "too much"} else 0)
    with pytest.raises(Unavailable):
        authority.ask(stamps.question(hashlib.sha256(b"").digest(), nonce=1))


def test_without_an_authority_nobody_is_asked(clock_house, monkeypatch):
    monkeypatch.delenv("TSA_URL")

    assert stamping.stamped(spelled) == (b"a list that says []", {})
    assert clock_house.asked == 0
