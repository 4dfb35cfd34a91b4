"""The ways to spoil C2PA sidecars by somebody who signs the whole list anew: only what is in them can tell."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec

from tests.unit.verifying import digest, flipped

OTHER = "does not speak of the bytes of "
STRANGER = "speaks of a piece of evidence that is not in the package"


def signed_anew(sample, changed):
    """The package with these files under a list and a key that fit them, and that key's fingerprint."""
    files = {path: body for path, body in (sample.files | changed).items() if body is not None}
    files = sample.remade(files, ec.generate_private_key(ec.SECP256R1()))
    return sample.zip(files), digest(base64.b64decode(files["key.der.b64"]))


def _both(sample):
    return {path: sample.files[path] for path in sample.sidecars}


def _swapped(sample):
    one, two = sample.sidecars
    return {one: sample.files[two], two: sample.files[one]}


def _at(sample, mark, shift=0, *, behind=b""):
    path = sample.sidecars[0]
    body = sample.files[path]
    return {path: flipped(body, body.index(mark, body.index(behind)) + shift)}


# What is changed, and who is named with which words.
SPOILS = {
    "two change places": (_swapped, lambda one: one.sidecars, OTHER),
    "another digest": (
        lambda one: _at(one, b"\x64hash\x58\x20", 9, behind=b"c2pa.hash.data\0"),
        lambda one: one.sidecars[:1],
        OTHER,
    ),
    "another label": (lambda one: _at(one, b"c2pa.hash.data\0"), lambda one: one.sidecars[:1], OTHER),
    "another size of a box": (lambda one: _at(one, b"jumb", -1), lambda one: one.sidecars[:1], OTHER),
    "nothing in it": (lambda one: {one.sidecars[0]: b""}, lambda one: one.sidecars[:1], OTHER),
    "cut in half": (
        lambda one: {one.sidecars[0]: one.files[one.sidecars[0]][:900]},
        lambda one: one.sidecars[:1],
        OTHER,
    ),
    "twice over": (lambda one: {one.sidecars[0]: one.files[one.sidecars[0]] * 2}, lambda one: one.sidecars[:1], OTHER),
    "one more, of nothing": (
        lambda one: {"c2pa/evi_other.c2pa": _both(one)[one.sidecars[0]]},
        lambda _: ["c2pa/evi_other.c2pa"],
        STRANGER,
    ),
}
