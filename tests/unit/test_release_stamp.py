"""A time stamp by somebody outside over the signed list: OpenSSL is the authority, and judges too (RFC 3161)."""

import base64
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
from tests.unit.verifying import Sample, digest, judged, named
from tools import verify_release as tool

TOKEN, ABOVE, TAGS = "stamp/release.tsr", "stamp/chain.pem", "tagmanifest-sha256.txt"
OPEN = "  open    It bears no time stamp: when the list of files was signed, the center alone says."


@pytest.fixture(scope="session")
def clock_house(tmp_path_factory):
    """An authority that nobody needs a line to."""
    return time_authority.make(tmp_path_factory.mktemp("authority"), kind="P-256")


@pytest.fixture
def asked(center, clock_house, monkeypatch):
    """The center's setting for it, and how often it was asked."""
    monkeypatch.setenv("TSA_URL", "http://clock.example.gov/")
    roots = [base64.b64encode(one).decode() for one in der.certificates_in(clock_house.root)]
    monkeypatch.setenv("TSA_CHAIN", " ".join(roots))
    questions = []
    monkeypatch.setattr(authority, "ask", lambda question: questions.append(question) or clock_house.stamp(question))
    return questions


@pytest.fixture
def package(center, asked):
    """A package with a stamp."""
    one = center.packed()
    zipped = center.fetch(one.package)
    key = base64.b64decode(opened(zipped)["key.der.b64"])
    return Sample(zipped, one.id, digest(key))


def bagged_anew(sample, changed):
    """The package with these files, and a tag manifest that fits them: nothing but the stamp itself can tell."""
    files = {path: body for path, body in (sample.files | changed).items() if body is not None}
    tags = sorted(path for path in files if not path.startswith("data/") and path != TAGS)
    files[TAGS] = "".join(f"{digest(files[path])}  {path}\n" for path in tags).encode()
    return sample.zip(files)


def test_openssl_and_our_verifier_agree_that_the_stamp_holds(package, verify, clock_house, tmp_path):
    for path in ("release.json", TOKEN, ABOVE):
        (tmp_path / path.rpartition("/")[2]).write_bytes(package.files[path])

    words = ["ts", "-verify", "-data", "release.json", "-in", "release.tsr", "-CAfile", "chain.pem"]
    judge = subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    code, said = verify(package.zipped, fingerprint=package.fingerprint)

    assert (judge.returncode, "Verification: OK" in judge.stdout) == (0, True), judge.stderr
    assert code == 0
    assert ": so says Clock House signer P-256." in said
    assert (
        f"its root's certificate has SHA-256 {hashlib.sha256(der.certificates_in(clock_house.root)[0]).hexdigest()}."
        in said
    )


def test_sha256sum_agrees_with_our_verifier(package, tmp_path):
    for path, body in package.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(body)

    for name in ("manifest-sha256.txt", TAGS):
        subprocess.run(["sha256sum", "-c", "--strict", "--quiet", name], cwd=tmp_path, check=True)
    (tmp_path / "report/custody.pdf").write_bytes(b"%PDF-1.7\n")
    failed = subprocess.run(["sha256sum", "-c", TAGS], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert failed.returncode == 1
    assert "report/custody.pdf: FAILED" in failed.stdout


def test_the_signed_list_says_whose_stamp_it_is_and_the_question_bears_its_digest(package, asked, clock_house):
    told = json.loads(package.files["release.json"])

    root = hashlib.sha256(der.certificates_in(clock_house.root)[0]).hexdigest()
    assert told["stamp"] == {"authority": "http://clock.example.gov/", "root": root}
    assert hashlib.sha256(package.files["release.json"]).digest() in asked[0]


def test_without_an_authority_the_package_says_so(center, verify):
    one = center.packed()

    _, said = verify(center.fetch(one.package), fingerprint=None)

    assert OPEN in said
    assert "stamp" not in json.loads(opened(center.fetch(one.package))["release.json"])


@pytest.mark.parametrize("how", ["silent", "nonsense", "another root", "an old answer"])
def test_an_authority_that_fails_delays_no_evidence_and_the_signed_list_says_so(
    center, asked, verify, monkeypatch, tmp_path, how
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
    assert "The authority that was asked gave no time stamp" in verify(zipped)[1]


SPOILS = {
    "its token, a byte": ({TOKEN: lambda body: body[:900] + bytes([body[900] ^ 1]) + body[901:]}, TOKEN),
    "its token, cut": ({TOKEN: lambda body: body[:-1]}, TOKEN),
    "its token, nothing": ({TOKEN: lambda _: b""}, TOKEN),
    "its token, taken out": ({TOKEN: lambda _: None}, TOKEN),
    "its certificates, a byte": ({ABOVE: lambda body: body.replace(b"MII", b"MIJ", 1)}, ABOVE),
    "its certificates, a line more": ({ABOVE: lambda body: body + b"\n"}, ABOVE),
    "its certificates, one less": ({ABOVE: lambda body: body[: body.rindex(b"-----BEGIN")]}, ABOVE),
    "its certificates, taken out": ({ABOVE: lambda _: None}, ABOVE),
    "its signature, taken out": ({f"{TOKEN}.sig": lambda _: None}, f"{TOKEN}.sig"),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_abuse_039_an_edited_time_stamp_is_named_though_the_bag_s_own_lists_were_made_anew(
    package, verify, tmp_path, spoil
):
    changes, at_fault = SPOILS[spoil]

    zipped = bagged_anew(package, {path: change(package.files[path]) for path, change in changes.items()})

    code, said = verify(zipped, fingerprint=package.fingerprint)
    assert (code, named(said)) == (1, {at_fault})
    plain = package.zip({path: body for path, body in package.files.items() if path != "-"} | {
        path: change(package.files[path]) or b"-" for path, change in changes.items()
    })  # fmt: skip
    assert {file for file, _ in judged(plain, package.fingerprint, tmp_path / "a.zip")} == {at_fault}


def test_a_stamp_of_another_list_is_none(package, clock_house, verify):
    other = clock_house.stamp(stamps.question(hashlib.sha256(b"another list").digest(), nonce=1))

    _, said = verify(bagged_anew(package, {TOKEN: other}), fingerprint=package.fingerprint)

    assert (
        "FAILS   stamp/release.tsr is not a time stamp of release.json that holds: it is a stamp of something else."
        in said
    )


def test_a_stamp_by_another_authority_is_not_the_one_that_was_promised(package, verify, tmp_path):
    other = time_authority.make(tmp_path / "other", kind="P-256")
    token = other.stamp(stamps.question(hashlib.sha256(package.files["release.json"]).digest(), nonce=1))
    chain = stamps.stamped(token, package.files["release.json"], der.certificates_in(other.root)).chain

    code, said = verify(bagged_anew(package, {TOKEN: token, ABOVE: der.pem(chain)}), fingerprint=package.fingerprint)

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
