"""A time stamp by somebody outside over the signed list: OpenSSL is the authority, and judges too (RFC 3161)."""

import hashlib
import inspect
import json
import subprocess

import pytest

from rtcc.aws import authority
from rtcc.foundation import der, stamps
from rtcc.foundation.errors import Unavailable
from rtcc.release import stamping
from tests.engines import time_authority
from tests.unit.releasing import opened
from tests.unit.stamped import ABOVE, SPOILS, TAGS, TOKEN, bagged_anew
from tests.unit.verifying import judged, named
from tools import verify_release as tool

OPEN = "  open    It bears no time stamp: when the list of files was signed, the center alone says."


def test_openssl_and_our_verifier_agree_that_the_stamp_holds(stamped, verify, clock_house, tmp_path):
    for path in ("release.json", TOKEN, ABOVE):
        (tmp_path / path.rpartition("/")[2]).write_bytes(stamped.files[path])

    words = ["ts", "-verify", "-data", "release.json", "-in", "release.tsr", "-CAfile", "chain.pem"]
    judge = subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    code, said = verify(stamped.zipped, fingerprint=stamped.fingerprint)

    assert (judge.returncode, "Verification: OK" in judge.stdout) == (0, True), judge.stderr
    assert code == 0
    assert ": so says Clock House signer P-256." in said
    assert (
        f"its root's certificate has SHA-256 {hashlib.sha256(der.certificates_in(clock_house.root)[0]).hexdigest()}."
        in said
    )


def test_sha256sum_agrees_with_our_verifier(stamped, tmp_path):
    for path, body in stamped.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)

    for name in ("manifest-sha256.txt", TAGS):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", name], cwd=tmp_path, check=True)
    (tmp_path / "report/custody.pdf").write_bytes(b"%PDF-1.7\n")
    failed = subprocess.run(["sha256sum", "-c", TAGS], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert failed.returncode == 1
    assert "report/custody.pdf: FAILED" in failed.stdout


def test_the_signed_list_says_whose_stamp_it_is_and_the_question_bears_its_digest(stamped, clock_house):
    told = json.loads(stamped.files["release.json"])

    root = hashlib.sha256(der.certificates_in(clock_house.root)[0]).hexdigest()
    assert told["stamp"] == {"authority": "http://clock.example.gov/", "root": root}
    assert hashlib.sha256(stamped.files["release.json"]).digest() in stamped.questions[0]


def test_without_an_authority_the_package_says_so(center, verify_here):
    one = center.packed()

    _, said = verify_here(center.fetch(one.package), fingerprint=None)

    assert OPEN in said
    assert "stamp" not in json.loads(opened(center.fetch(one.package))["release.json"])


@pytest.mark.parametrize("how", ["silent", "nonsense", "another root", "an old answer"])
def test_an_authority_that_fails_delays_no_evidence_and_the_signed_list_says_so(
    center, asked, verify_here, monkeypatch, tmp_path, how
):
    tries = []
    other = time_authority.make(tmp_path / "other", kind="P-256") if how == "another root" else None

    def ask(question):
        tries.append(question)
        if how == "silent":
            raise Unavailable("The time-stamping authority does not answer.", slug="no-stamp")
        return other.stamp(question) if other else b"0\x03\x02\x01\x00" if how == "nonsense" else old

    old = authority.ask(stamps.question(hashlib.sha256(b"").digest(), nonce=7)) if how == "an old answer" else b""
    monkeypatch.setattr(authority, "ask", ask)

    zipped = center.fetch(center.packed().package)

    assert len(tries) == 3
    assert json.loads(opened(zipped)["release.json"])["stamp"]["missing"] == stamping._MISSING
    assert not [path for path in opened(zipped) if path.startswith("stamp/")]
    assert "The authority that was asked gave no time stamp" in verify_here(zipped)[1]


@pytest.mark.parametrize("spoil", SPOILS)
def test_abuse_039_an_edited_time_stamp_is_named_though_the_bag_s_own_lists_were_made_anew(
    stamped, verify_here, tmp_path, spoil
):
    changes, at_fault = SPOILS[spoil]

    zipped = bagged_anew(stamped, {path: change(stamped.files[path]) for path, change in changes.items()})

    code, said = verify_here(zipped, fingerprint=stamped.fingerprint)
    assert (code, named(said)) == (1, {at_fault})
    plain = stamped.zip({path: body for path, body in stamped.files.items() if path != "-"} | {
        path: change(stamped.files[path]) or b"-" for path, change in changes.items()
    })  # fmt: skip
    assert {file for file, _ in judged(plain, stamped.fingerprint, tmp_path / "a.zip")} == {at_fault}


def test_a_stamp_of_another_list_is_none(stamped, clock_house, verify_here):
    other = clock_house.stamp(stamps.question(hashlib.sha256(b"another list").digest(), nonce=1))

    _, said = verify_here(bagged_anew(stamped, {TOKEN: other}), fingerprint=stamped.fingerprint)

    assert (
        "FAILS   stamp/release.tsr is not a time stamp of release.json that holds: it is a stamp of something else."
        in said
    )


def test_a_stamp_by_another_authority_is_not_the_one_that_was_promised(stamped, verify_here, tmp_path):
    other = time_authority.make(tmp_path / "other", kind="P-256")
    token = other.stamp(stamps.question(hashlib.sha256(stamped.files["release.json"]).digest(), nonce=1))
    chain = stamps.stamped(token, stamped.files["release.json"], der.certificates_in(other.root)).chain

    code, said = verify_here(
        bagged_anew(stamped, {TOKEN: token, ABOVE: der.pem(chain)}), fingerprint=stamped.fingerprint
    )

    assert (code, named(said)) == (1, {ABOVE})
    assert "holds other certificates than those over the time stamp" in said


@pytest.mark.parametrize(
    ("kind", "hashed", "named_by"),
    [("rsa", "sha512", "sha256"), ("P-384", "sha384", "sha512"), ("P-256", "sha256", "sha1")],
)
def test_stamps_of_the_kinds_that_authorities_give_are_judged(tmp_path, kind, hashed, named_by):
    one = time_authority.make(tmp_path / "one", kind=kind, digest=hashed, named=named_by)
    response = one.stamp(stamps.question(hashlib.sha256(b"data").digest(), nonce=2**63))

    stamp = stamps.stamped(response, b"data", der.certificates_in(one.root))

    assert (stamp.authority, len(stamp.chain), stamp.is_rooted, stamp.nonce) == (
        f"Clock House signer {kind}",
        3,
        True,
        2**63,
    )
    assert not stamps.stamped(response, b"data", []).is_rooted
    with pytest.raises(stamps.Unstamped):
        stamps.stamped(response, b"other", der.certificates_in(one.root))


def test_the_checks_of_the_stamp_are_the_very_text_of_the_foundation():
    for module, names in (
        (der, "Der Certificate der_values certificate_of certificates_in pem is_issued is_signed_by _by_rsa _by_curve "
              "_curve_add _curve_times _time"),
        (stamps, "Unstamped Stamp stamped _told _signer _is_named _chain _name"),
    ):  # fmt: skip
        for name in names.split():
            assert inspect.getsource(getattr(tool, name)) == inspect.getsource(getattr(module, name)), name
    for module, names in (
        (der, "HASHES _SIGNED_BY _RSA _EC _CURVES"),
        (stamps, "_SIGNED_DATA _TIME _KIND _DIGEST _BY_OLD _BY _OLD _STAMPING _PURPOSE"),
    ):
        for name in names.split():
            assert getattr(tool, name) == getattr(module, name), name
