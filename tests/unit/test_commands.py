"""A box obeys a command once, in time, from the center alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from rtcc.commands.model import Command, Unacceptable, Verb, Window, accept
from rtcc.foundation import p256

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OURS, THEIRS = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
PUBLIC = OURS.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
COMMAND = Command("cmd_1", "rtcc-1", Verb.STOP_VIEW, 7, NOW, NOW + timedelta(seconds=30), {"view": "viw_1"})


def sent(command=COMMAND, key=OURS):
    return command.sealed(key.sign(command.message, ec.ECDSA(hashes.SHA256())))


NOTHING_SEEN = Window()


def take(data, window=NOTHING_SEEN, now=NOW, box="rtcc-1"):
    return accept(data, box=box, now=now, key=PUBLIC, window=window)


def test_a_command_is_obeyed_once():
    command, window = take(sent())
    assert command == COMMAND
    with pytest.raises(Unacceptable, match="replayed"):
        take(sent(), window)


@pytest.mark.parametrize(
    ("data", "more", "why"),
    ids=["other key", "changed", "other box", "too late", "good for too long", "large", "cut", "a list", "odd"],
    argvalues=[
        (sent(key=THEIRS), {}, "forged"),
        (sent().replace(b"viw_1", b"viw_2"), {}, "forged"),
        (sent(), {"box": "rtcc-2"}, "for another box"),
        (sent(), {"now": NOW + timedelta(seconds=31)}, "late"),
        (sent(replace(COMMAND, not_after=NOW + timedelta(days=1))), {}, "late"),
        (sent() + b" " * 4096, {}, "too large"),
        (b"{", {}, "unreadable"),
        (b"[]", {}, "unreadable"),
        (b'{"id":1.5}', {}, "unreadable"),
    ],
)
def test_what_is_not_to_be_obeyed_says_why(data, more, why):
    with pytest.raises(Unacceptable, match=why):
        take(data, **more)


def test_a_command_too_large_for_the_line_is_not_even_made():
    with pytest.raises(ValueError, match="4 KB"):
        sent(replace(COMMAND, body={"why": "x" * 4000}))


@given(st.permutations(range(1, 61)))
@settings(max_examples=30)
def test_commands_that_overtake_each_other_are_each_obeyed_once(order):
    window = Window()
    for number in order:
        window = window.taking(number)
    for number in order:
        with pytest.raises(Unacceptable):
            window.taking(number)


def test_a_number_too_far_behind_is_not_obeyed():
    with pytest.raises(Unacceptable):
        Window().taking(100).taking(36)
    assert Window().taking(100).taking(37).highest == 100


@given(st.binary(max_size=64))
@settings(max_examples=20, deadline=None)
def test_plain_python_and_the_library_agree_on_signatures(message):
    signature = OURS.sign(message, ec.ECDSA(hashes.SHA256()))
    assert p256.is_signed(message, signature, PUBLIC)
    assert not p256.is_signed(message + b".", signature, PUBLIC)
    assert not p256.is_signed(message, signature[:-1] + bytes([signature[-1] ^ 1]), PUBLIC)
    assert not p256.is_signed(message, signature + b"\0", PUBLIC)


@pytest.mark.parametrize(
    "key",
    [b"", PUBLIC[:-1], PUBLIC[:-64] + b"\1" * 64, b"\0" + PUBLIC[1:]],
    ids=["empty", "short", "off the curve", "other head"],
)
def test_a_key_that_is_none_signs_nothing(key):
    assert not p256.is_signed(b"x", OURS.sign(b"x", ec.ECDSA(hashes.SHA256())), key)
