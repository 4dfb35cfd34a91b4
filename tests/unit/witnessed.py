"""Who signed the head of the log in a package, or seems to have; whom somebody then names; what they must be told."""

import base64
import hashlib

from tests.unit import test_verify_release_witnesses as program
from tests.unit.verifying import flipped
from tools import verify_release as tool

LATEST = 67_767_976_233_532_799  # the last second that a calendar tells


class Changed:
    """A witness whose signature somebody had in hand, or who signed at another time."""

    def __init__(self, witness, change=lambda sealed: sealed, at=program.AT):
        self.witness, self.line, self.change, self.at = witness, witness.line, change, at

    def cosign(self, text):
        start, _, sealed = self.witness.cosign(text, self.at).rstrip(b"\n").rpartition(b" ")
        return start + b" " + base64.b64encode(self.change(base64.b64decode(sealed))) + b"\n"


def line_of(name, key, kind=4):
    """The line of a witness, whose hash fits it whatever it says."""
    public = bytes([kind]) + key
    hashed = hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]
    return f"{name}+{hashed}+{base64.b64encode(public).decode()}"


class Nobody:
    """A witness with a key of no weight, which makes one signature fit any message."""

    def __init__(self, point, r=b"\x58" + b"\x66" * 31, s=1):
        self.line = line_of("nobody", point.to_bytes(32, "little"))
        self.id = bytes.fromhex(self.line.split("+")[1])
        self.signature = r + s.to_bytes(32, "little")

    def cosign(self, text, at=program.AT):
        return f"\u2014 nobody {base64.b64encode(self.id + at.to_bytes(8, 'big') + self.signature).decode()}\n".encode()


def of_another_head(one):
    """The witness, who signed something else."""
    other = Changed(one)
    other.cosign = lambda text: one.cosign(text + b"more\n")
    return other


def beyond_the_order(sealed):
    s = int.from_bytes(sealed[44:], "little") + tool._ORDER
    return sealed[:44] + s.to_bytes(32, "little")


CLERK, BOARD, FALSE = (program.Outside(name) for name in (program.CLERK, program.BOARD, program.CLERK))
NAME, HASH, KEY = CLERK.line.split("+", 2)
SIGNED, NOT_ITS, NONE = "signed this head of the log at 2027-01-15 08:00:00Z.", "not a signature of", "not the line of"
DID_NOT = "A WITNESS THAT YOU NAMED DID NOT SIGN THE HEAD OF ITS LOG"

CASES = {
    "all who were named signed": ([CLERK, BOARD], [CLERK.line, BOARD.line], SIGNED),
    "one who was named did not sign": ([CLERK], [CLERK.line, BOARD.line], DID_NOT),
    "two who were named did not sign": ([], [CLERK.line, BOARD.line], f"{CLERK.name}, {BOARD.name}. It may"),
    "another key under the name": ([FALSE], [CLERK.line], DID_NOT),
    "another key under the name, and theirs": ([FALSE, CLERK], [CLERK.line], SIGNED),
    "nobody was named": ([CLERK], [], "EVERYTHING HOLDS"),
    "a bit of the signature": ([Changed(CLERK, lambda sealed: flipped(sealed, 75))], [CLERK.line], NOT_ITS),
    "half of the signature": ([Changed(CLERK, lambda sealed: sealed[:40])], [CLERK.line], NOT_ITS),
    "no more than the key's number": ([Changed(CLERK, lambda sealed: sealed[:4])], [CLERK.line], NOT_ITS),
    "another time": ([Changed(CLERK, lambda sealed: flipped(sealed, 11))], [CLERK.line], NOT_ITS),
    "another head": ([of_another_head(CLERK)], [CLERK.line], NOT_ITS),
    "a true one and a false one": ([CLERK, of_another_head(CLERK)], [CLERK.line], NOT_ITS),
    "twice, and the earlier time counts": ([CLERK, Changed(CLERK, at=0)], [CLERK.line], "at 1970-01-01 00:00:00Z."),
    "at the end of time": ([Changed(CLERK, at=LATEST)], [CLERK.line], "at 2147483647-12-31 23:59:59Z."),
    "a leap day of another age": ([Changed(CLERK, at=951_782_400 + 12_622_780_800)], [CLERK.line], "at 2400-02-29"),
    "a word": ([CLERK], ["clerk"], NONE),
    "no key": ([CLERK], [f"{NAME}+{HASH}"], NONE),
    "another hash": ([CLERK], [f"{NAME}+00000000+{KEY}"], NONE),
    "another name": ([CLERK], [f"other+{HASH}+{KEY}"], NONE),
    "a key that is spelled otherwise": ([CLERK], [CLERK.line + "="], NONE),
    "a key of another kind": ([CLERK], [line_of("clerk", bytes(32), kind=1)], NONE),
    "a key that is too short": ([CLERK], [line_of("clerk", bytes(31))], NONE),
    "a name with a space": ([CLERK], [line_of("the clerk", bytes(32))], NONE),
    "a name with nothing in it": ([CLERK], [line_of("", bytes(32))], NONE),
    "a good line and one that is none": ([CLERK], [CLERK.line, "clerk\u202e" + "x" * 200], NONE),
}

# What the program refuses before it counts: browsers differ in it, or take it.
FORMS = {
    "a number beyond the order": Changed(CLERK, beyond_the_order),
    "a byte too few": Changed(CLERK, lambda sealed: sealed[:-1]),
    "a byte too many": Changed(CLERK, lambda sealed: sealed + b"\0"),
    "a key with the field's size added": Nobody(tool._FIELD + 1),
    "a key of minus nothing": Nobody(1 + 2**255),
    "a key of minus nothing, below": Nobody(tool._FIELD - 1 + 2**255),
    "a point with the field's size added": Nobody(1, r=(tool._FIELD + 1).to_bytes(32, "little"), s=0),
}
