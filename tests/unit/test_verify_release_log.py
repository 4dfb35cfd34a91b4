"""What the court's checker makes of the log's proofs: not even the key's owner leaves a line out."""

import inspect
import json
import re

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.custody import checkpoint
from rtcc.foundation import canonical, merkle
from tests.unit.verifying import digest, named, resealed
from tools import verify_release as tool

CARRIED = (
    *("leaf", "node", "root_by", "chain_leaf", "map_root_by", "map_entry"),
    *("logged", "complete", "read_proof", "read_head", "_decimal", "_hash"),
)


def test_the_checks_of_the_log_are_the_very_text_of_the_foundation():
    for name in CARRIED:
        assert inspect.getsource(getattr(tool, name)) == inspect.getsource(getattr(merkle, name)), name
    for name in ("MAP", "EMPTY", "PROOF", "CHAIN_PROOF"):
        assert getattr(tool, name) == getattr(merkle, name)


def test_it_says_of_which_chains_nothing_was_left_out_and_of_which_it_cannot_say(verify_here, sample):
    size = json.loads(sample.files["release.json"])["log"]["checkpoint"].split("\n")[1]

    code, said = verify_here()

    assert code == 0
    assert f"  holds   Of 3 chains the log's first {size} entries hold these lines and no others." in said
    assert f"  open    {sample.name}: no proof that none of its lines was left out is in the package." in said


@pytest.fixture
def resigned(sample):
    """Everything signed anew, the log's head too, by whoever holds the key; and that key's fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    shape = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, shape)

    def make(change):
        record, files = json.loads(sample.files["data/custody.json"]), dict(sample.files)
        item = next(one for one in record["items"] if one["id"] in sample.proofs[0])
        old = json.loads(files["release.json"])["log"]["checkpoint"].encode()
        head, _ = checkpoint.read(old)
        note = checkpoint.note(head, signature=key.sign(head.body(), ec.ECDSA(hashes.SHA256())), public_key=public)
        files |= {path: files[path].replace(old, note) for path in sample.proofs}
        change(item, files)
        files["data/custody.json"] = canonical.spell(record)
        payload = [len(body) for path, body in files.items() if path.startswith("data/")]
        oxum = f"Payload-Oxum: {sum(payload)}.{len(payload)}".encode()
        files["bag-info.txt"] = re.sub(rb"Payload-Oxum: .*", oxum, files["bag-info.txt"])
        return sample.zip(sample.remade(files, key, head=note)), digest(public)

    return make


def line_added(item, _files):
    """One more behind the last, as for something done since."""
    last = item["chain"][-1]
    item["chain"].append(last | {"seq": last["seq"] + 1})
    resealed(item["chain"])


def line_rewritten(item, _files):
    item["chain"][0]["reason"] = "another"
    resealed(item["chain"])


def test_what_is_signed_anew_and_left_as_it_was_holds(verify_here, resigned):
    zipped, fingerprint = resigned(lambda item, files: None)

    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert code == 0
    assert "3 lines are younger than that head of the log: the chains alone vouch for them." in said


def test_a_line_written_anew_is_named_though_the_key_signed_all_of_it(verify_here, resigned, sample):
    zipped, fingerprint = resigned(line_rewritten)

    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert (code, named(said)) == (1, {sample.proofs[0]}), said
    assert "does not show that the log holds these lines and no others" in said


def test_a_line_behind_the_head_is_told_as_young(verify_here, resigned):
    zipped, fingerprint = resigned(line_added)

    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert (code, "FAILS" in said) == (0, False), said
    assert "4 lines are younger than that head of the log" in said


def test_a_proof_under_another_head_is_named(verify_here, resigned, sample):
    def other_head(_item, files):
        files[sample.proofs[0]] = files[sample.proofs[0]] + "\u2014 somebody AAAA\n".encode()

    zipped, fingerprint = resigned(other_head)
    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert (code, named(said)) == (1, {sample.proofs[0]})
    assert "another head" in said


@pytest.mark.parametrize("left", [0, 1])
def test_without_the_proof_of_an_item_not_everything_holds_though_the_key_signed_all_of_it(
    verify_here, resigned, sample, left
):
    def fewer(_item, files):
        for path in sample.proofs[left:]:
            del files[path]

    zipped, fingerprint = resigned(fewer)
    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert (code, "EVERYTHING HOLDS" in said) == (3, False)
    assert f"BUT NOT ALL IS HERE: of {3 - left} items nothing shows that no line" in said


def test_a_package_of_the_form_before_papers_and_proofs_holds_as_it_did(verify_here, resigned, sample):
    def older(_item, files):
        for path in (*sample.proofs, *sample.reports):
            del files[path]

    zipped, fingerprint = resigned(older)
    code, said = verify_here(zipped, fingerprint=fingerprint)

    assert (code, "EVERYTHING HOLDS" in said) == (0, True), said
    assert said.count("no proof that none of its lines was left out is in the package.") == 4
