"""A camera's challenge is answered as the RFCs compute it, with the strongest way it offers."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.recorder import digest
from edge_greengrass.recorder.digest import Login

NONCE = 'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"'
HEADER = f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={{}}, {NONCE}, opaque="FQhe/qaU925k"'
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def one(header):
    (found,) = digest.read(header)
    return found


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_answers_are_those_of_rfc_7616(algorithm, response):
    login = Login("Mufasa", "Circle of Life")
    login.meet(one(HEADER.format(algorithm)))
    answer = one(login.answer("GET", "/dir/index.html", cnonce=CNONCE))
    assert answer.parameters["response"] == response
    assert answer.parameters["nc"] == "00000001"
    assert answer.parameters["opaque"] == "FQhe/qaU925k"


def test_without_qop_the_answer_is_that_of_rfc_2069():
    login = Login("Mufasa", "CircleOfLife")
    login.meet(one('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'))
    answer = one(login.answer("GET", "/dir/index.html"))
    assert answer.parameters["response"] == "1949323746fe6a43ef61f9606e7febea"  # its errata 749
    assert "nc" not in answer.parameters


def test_each_request_counts_up():
    login = Login("u", "p")
    login.meet(one(HEADER.format("MD5")))
    first, second = (one(login.answer("OPTIONS", "rtsp://c/")).parameters for _ in range(2))
    assert (first["nc"], second["nc"]) == ("00000001", "00000002")
    assert first["response"] != second["response"]


def test_basic_is_answered_when_nothing_better_is_offered():
    login = Login("user", "pass:word")
    login.meet(digest.strongest(['Basic realm="x"']))
    assert login.answer("OPTIONS", "*") == "Basic " + base64.b64encode(b"user:pass:word").decode()


def test_the_strongest_challenge_is_chosen():
    offered = ['Basic realm="x"', HEADER.format("MD5"), HEADER.format("SHA-512-256"), HEADER.format("SHA-256")]
    assert digest.strongest(offered).kind == "sha-256"
    assert digest.strongest(offered[:3]).kind == "md5"
    assert digest.strongest(offered[2:3]) is None


@pytest.mark.parametrize("first", ['Basic realm="a, b"', "NTLM", "Negotiate", 'Bearer realm="x"'])
def test_several_challenges_in_one_line_are_told_apart(first):
    md5 = 'Digest realm="Basic x=", nonce="n, m",algorithm=MD5,qop="auth,auth-int"'
    chosen = digest.strongest([f"{first}, {md5}"])
    assert (chosen.kind, chosen.parameters["nonce"], chosen.parameters["realm"]) == ("md5", "n, m", "Basic x=")
    assert digest.strongest([f'{md5}, Digest realm="r", nonce="s", algorithm=SHA-256, {first}']).kind == "sha-256"


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_header_is_read(header):
    if found := digest.strongest([header, "Digest " + header]):
        login = Login("u", "p")
        login.meet(found)
        assert login.answer("OPTIONS", "rtsp://c/")


def test_quotes_in_a_name_cannot_break_out():
    login = Login('a", uri="x', "p")
    login.meet(one(HEADER.format("MD5")))
    assert one(login.answer("GET", "/y")).parameters["uri"] == "/y"


def test_a_password_is_never_shown():
    assert "secret" not in repr(Login("user", "secret"))
