"""What a witness keeps: every head that it signed, with both signatures, though the center lost or changed its own."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.custody import checkpoint
from rtcc.custody.checkpoint import Head
from rtcc.custody.tree import Edge
from rtcc.custody.witnesses import Witness, cosigned_at
from tests.unit.test_custody_tree import ENTRIES
from tools import witness as tool

NAME, ORIGIN = "clerk.example.gov/witness", "rtcc.example.gov/custody"


def note(edge, key, public):
    head = Head(ORIGIN, edge.size, edge.root())
    return checkpoint.note(head, signature=key.sign(head.body(), ec.ECDSA(hashes.SHA256())), public_key=public)


def test_abuse_033_every_head_that_a_witness_signed_stays_with_it(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    kind, shape = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    public, line = key.public_key().public_bytes(kind, shape), tool.make_key(tmp_path / "state", NAME)
    clerk, edge = tool.Witness(NAME, tmp_path / "state", ORIGIN, public), Edge()
    edge.append(ENTRIES[:1])
    first = note(edge, key, public)
    grown = base64.b64encode(tool.hashlib.sha256(b"\0" + ENTRIES[1]).digest()).decode()

    clerk.add_checkpoint(b"old 0\n\n" + first)
    clerk.add_checkpoint(b"old 1\n\n" + first)  # for who lost the answer
    edge.append(ENTRIES[1:2])
    second = note(edge, key, public)
    clerk.add_checkpoint(f"old 1\n{grown}\n\n".encode() + second)

    kept = (tmp_path / "state" / "heads").read_bytes().split(b"\n\n")
    notes = [b"\n\n".join(pair) + b"\n" for pair in zip(kept[::2], kept[1::2], strict=False)]
    assert [each[: len(head)] for each, head in zip(notes, (first, second), strict=True)] == [first, second]
    assert all(cosigned_at(Witness.of("https://x", line), each) for each in notes)
