"""What the court's checker makes of witnesses: who signed the head, who did not, and who is made to seem so."""

import base64
import hashlib
import inspect
import json

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rtcc.custody import checkpoint, witnesses
from rtcc.foundation import ed25519
from tests.unit.verifying import digest
from tools import verify_release as tool

CLERK, BOARD = "clerk.example.gov/witness", "board.example.org/oversight"
AT = 1_800_000_000


class Outside:
    """A witness with a key of its own."""

    def __init__(self, name):
        self.name, self.key = name, Ed25519PrivateKey.generate()
        public = bytes([4]) + self.key.public_key().public_bytes_raw()
        self.id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.line = f"{name}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def cosign(self, text, at=AT):
        sealed = self.id + at.to_bytes(8, "big") + self.key.sign(b"cosignature/v1\ntime %d\n" % at + text)
        return f"\u2014 {self.name} {base64.b64encode(sealed).decode()}\n".encode()


@pytest.fixture
def packed(sample):
    """The package under a head with these lines behind the log's own, signed anew; and its key's fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    shape = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, shape)

    def make(*signers, spoil=lambda line: line):
        files = dict(sample.files)
        old = json.loads(files["release.json"])["log"]["checkpoint"].encode()
        head, _ = checkpoint.read(old)
        own = checkpoint.note(head, signature=key.sign(head.body(), ec.ECDSA(hashes.SHA256())), public_key=public)
        note = own + b"".join(spoil(one.cosign(head.body())) for one in signers)
        files |= {path: files[path].replace(old, note) for path in sample.proofs}
        return sample.zip(sample.remade(files, key, head=note)), digest(public)

    return make


def asked(verify_here, made, *named):
    zipped, fingerprint = made
    return verify_here(zipped, fingerprint=fingerprint, more=[word for line in named for word in ("--witness", line)])


def test_who_signed_is_said_with_the_time(verify_here, packed):
    clerk, board = Outside(CLERK), Outside(BOARD)

    code, said = asked(verify_here, packed(clerk, board), clerk.line, board.line)

    assert code == 0, said
    for name in (CLERK, BOARD):
        assert f"  holds   The witness {name} signed this head of the log at 2027-01-15 08:00:00Z." in said


def test_a_package_that_a_named_witness_did_not_sign_is_not_vouched_for(verify_here, packed):
    clerk, board = Outside(CLERK), Outside(BOARD)

    code, said = asked(verify_here, packed(clerk), clerk.line, board.line)

    assert (code, "EVERYTHING HOLDS" in said, "FAILS" in said) == (3, False, False), said
    assert f"  open    The witness {BOARD} did not sign the head of the log in this package." in said
    assert "A WITNESS THAT YOU NAMED DID NOT SIGN" in said


def test_abuse_034_another_witness_s_key_under_the_name_vouches_for_nothing(verify_here, packed):
    true, false = Outside(CLERK), Outside(CLERK)

    assert asked(verify_here, packed(false), true.line)[0] == 3
    assert asked(verify_here, packed(false, true), true.line)[0] == 0


@pytest.mark.parametrize("cut", [lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]), lambda sealed: sealed[:40]])
def test_abuse_034_what_is_not_the_witness_s_signature_is_named(verify_here, packed, cut):
    clerk = Outside(CLERK)

    def spoil(line):
        start, _, sealed = line.rstrip(b"\n").rpartition(b" ")
        return start + b" " + base64.b64encode(cut(base64.b64decode(sealed))) + b"\n"

    code, said = asked(verify_here, packed(clerk, spoil=spoil), clerk.line)

    assert code == 1, said
    assert f"FAILS   release.json carries what is not a signature of the witness {CLERK}." in said


def test_nobody_is_asked_for_who_was_not_named(verify_here, packed):
    code, said = asked(verify_here, packed(Outside(CLERK)))

    assert (code, "witness" in said) == (0, False)


def test_the_line_of_a_witness_is_read_in_its_one_form(verify_here, packed):
    good = Outside(CLERK).line
    name, hashed, key = good.split("+", 2)

    for line in ("", name, f"{name}+{hashed}", f"{name}+00000000+{key}", f"other+{hashed}+{key}", good + "="):
        code, said = asked(verify_here, packed(), line)
        assert (code, "not the line of a witness" in said) == (2, True), line


def test_the_check_is_the_very_text_of_the_foundation_and_agrees_with_what_asks_the_witnesses(packed):
    for name in ("is_cosigned", "_unpacked", "_sum", "_multiple"):
        assert inspect.getsource(getattr(tool, name)) == inspect.getsource(getattr(ed25519, name)), name
    for name in ("_FIELD", "_ORDER", "_CURVE", "_ROOT", "_BASE"):
        assert getattr(tool, name) == getattr(ed25519, name)

    clerk, text = Outside(CLERK), b"rtcc.example.gov/custody\n7\nAAAA\n"
    note = text + b"\n" + clerk.cosign(text)
    assert witnesses.cosigned_at(witnesses.Witness.of("https://x", clerk.line), note) == AT
    assert tool.is_by(tool.read_witness(clerk.line), text, base64.b64decode(clerk.cosign(text).split(b" ")[2]))
