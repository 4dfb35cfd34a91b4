"""Witnesses: they sign what only grew, remember it, and whatever they say, the lines stay sealed."""

import json
import shutil

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as some

from functions.seal_custody import handler
from rtcc.access.model import Action
from rtcc.custody import checkpoint, log, sealing, witnesses
from rtcc.custody import service as custody
from rtcc.custody.checkpoint import Head
from rtcc.custody.proving import Prover
from rtcc.custody.store import LineRow
from rtcc.custody.witnesses import Said
from rtcc.foundation import ed25519, merkle
from tests.unit.city import ANALYST
from tests.unit.test_functions import stream
from tools import witness as tool

URL = "https://clerk.example.gov"
NAME, ORIGIN = "clerk.example.gov/witness", "rtcc.example.gov/custody"


@pytest.fixture(scope="module")
def vkey(tmp_path_factory):
    """A witness's key, made once: its folder and the line by which others know it."""
    folder = tmp_path_factory.mktemp("witness") / "state"
    return folder, tool.make_key(folder, NAME)


@pytest.fixture
def clerk(city, vkey, tmp_path, monkeypatch):
    """A witness of this city's log, asked without a network."""
    folder = tmp_path / "state"
    shutil.copytree(vkey[0], folder)
    one = tool.Witness(NAME, folder, ORIGIN, city.keys.public_key())

    def post(_url, body):
        try:
            return 200, one.add_checkpoint(body)
        except tool.Refused as no:
            return no.status, no.said.encode()

    monkeypatch.setattr(witnesses, "_post", post)
    monkeypatch.setenv("WITNESSES", json.dumps([{"key": vkey[1], "url": URL}]))
    return one


def grow(n=1):
    for _ in range(n):
        custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")
        sealing.seal(custody.lines("evi_a"))
    return log.head()


def ask():
    (answer,) = witnesses.ask(witnesses.configured())
    return answer


def test_a_head_that_only_grew_is_cosigned_and_kept_beside_our_own_signature(clerk):
    for n in (1, 3, 300):
        head = grow(min(n, 3))
        assert ask().said is Said.SIGNED
        assert log.head() == head
        assert witnesses.cosigned_at(witnesses.configured()[0], log.note()) > 1_700_000_000
        assert clerk.last() == (head.size, head.root)
    assert log.note().count("\u2014".encode()) == 2
    assert merkle.complete(Prover().chain("evi_a"), [witnesses_entry(line) for line in custody.lines("evi_a")])


def witnesses_entry(line):
    return (
        bytes.fromhex(line.hash) + merkle.hashlib.sha256(line.subject.encode()).digest() + line.seq.to_bytes(8, "big")
    )


def test_the_same_head_is_signed_again_for_who_lost_the_answer(clerk):
    grow()
    assert ask().said is ask().said is Said.SIGNED


def forked(city, size, root):
    """A head that the log's own key signed, of another past."""
    head = Head(ORIGIN, size, root)
    return checkpoint.note(head, signature=city.keys.sign(head.body()), public_key=city.keys.public_key())


def test_abuse_034_a_fork_that_our_own_key_signed_is_refused(city, clerk):
    head = grow(2)
    ask()
    for size in (head.size, head.size + 1, head.size + 5):
        body = f"old {head.size}\n\n".encode() + forked(city, size, b"\7" * 32)
        with pytest.raises(tool.Refused) as no:
            clerk.add_checkpoint(body)
        assert no.value.status == (409 if size == head.size else 422)
    assert clerk.last() == (head.size, head.root)


def test_abuse_034_a_log_that_was_rolled_back_is_refused_and_wakes_somebody(city, clerk, capsys):
    grow()
    _, older = city.store.newest("log", "checkpoint")
    grow(2)
    assert ask().said is Said.SIGNED
    city.store.keep("log", "checkpoint", older)

    assert (ask().said, "it has signed a log of" in ask().why) == (Said.REFUSED, True)
    handler._have_witnessed()
    assert "WitnessRefused" in capsys.readouterr().out


def test_what_the_log_did_not_sign_is_not_cosigned(city, clerk):
    grow()
    note = log.note()
    spoiled = {
        403: note.replace(b"\n2\n", b"\n3\n"),
        404: note.replace(b"rtcc.example", b"evil.example"),
        400: b"nothing\n\n" + note.partition(b"\n\n")[2],
    }
    for status, text in spoiled.items():
        with pytest.raises(tool.Refused) as no:
            clerk.add_checkpoint(b"old 0\n\n" + text)
        assert no.value.status == status
    assert clerk.last() == (0, tool.EMPTY)


@settings(max_examples=200)
@given(some.binary(max_size=300) | some.text(alphabet="old 0123456789\n=A+/\u2014", max_size=120).map(str.encode))
def test_whatever_is_sent_is_answered(vkey, body):
    one = tool.Witness.__new__(tool.Witness)
    one.origin, one.name = ORIGIN, NAME
    with pytest.raises(tool.Refused):
        one.add_checkpoint(body)


def test_a_witness_that_starts_again_remembers(clerk, city, tmp_path):
    head = grow()
    ask()
    clerk._alone.close()

    again = tool.Witness(NAME, clerk.state, ORIGIN, city.keys.public_key())

    assert again.last() == (head.size, head.root)
    with pytest.raises(BlockingIOError):
        tool.Witness(NAME, clerk.state, ORIGIN, city.keys.public_key())


@pytest.mark.parametrize(
    "answer",
    [
        OSError("no way there"),
        (500, b""),
        (200, b"nothing"),
        (200, b"\xff\xff"),
        (200, b"\xe2\x80\x94 a b\n"),
        (429, b""),
    ],
)
def test_a_witness_that_is_silent_or_mumbles_stops_nothing(clerk, monkeypatch, answer):
    def post(*_):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(witnesses, "_post", post)
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    handler.handle(stream(LineRow.scan()), None)

    assert log.head().size == 2
    assert ask().said is Said.SILENT
    assert log.note().count("\u2014".encode()) == 1


def test_the_handler_has_its_head_cosigned(clerk):
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    handler.handle(stream(LineRow.scan()), None)

    assert witnesses.cosigned_at(witnesses.configured()[0], log.note())


def test_a_setting_that_makes_no_sense_stops_nothing(city, monkeypatch, capsys):
    monkeypatch.setenv("WITNESSES", json.dumps([{"key": "a+00000000+AAAA", "url": URL}]))
    custody.note(ANALYST, Action.READ_EVIDENCE, "evi_a")

    handler.handle(stream(LineRow.scan()), None)

    assert log.head().size == 2
    assert "WitnessSilent" in capsys.readouterr().out


def test_none_is_asked_by_default_and_only_over_https(city, clerk, monkeypatch):
    monkeypatch.undo()
    assert witnesses.configured() == []
    for url in ("http://clerk.example.gov", "file:///etc/passwd", "ftp://x"):
        with pytest.raises(ValueError, match="https"):
            witnesses._post(url, b"")


def test_the_witness_s_check_is_the_very_text_of_the_foundation():
    import inspect

    for name in ("node", "only_grew"):
        assert inspect.getsource(getattr(tool, name)) == inspect.getsource(getattr(merkle, name))


# RFC 8032, 7.1: the first three tests.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_hold(key, message, signature):
    assert ed25519.is_cosigned(bytes.fromhex(message), bytes.fromhex(signature), bytes.fromhex(key))


@settings(max_examples=30)
@given(some.binary(max_size=200), some.binary(min_size=32, max_size=32), some.integers(0, 511))
def test_the_check_in_plain_code_says_what_cryptography_says(message, secret, bit):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8

    assert ed25519.is_cosigned(message, signature, public)
    assert not ed25519.is_cosigned(message + b"x", signature, public)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(changed), message)
    assert not ed25519.is_cosigned(message, bytes(changed), public)
