"""Requests are signed as AWS's own library signs them, with credentials that are fetched again in time."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as TheirCredentials

from edge_greengrass.kit import signing, web
from edge_greengrass.kit.credentials import Wallet
from edge_greengrass.kit.signing import EMPTY, UNSIGNED, Credentials, Signer
from rtcc.foundation import clock
from tests.edge.answering import answering

AT = datetime(2026, 11, 22, 12, 0, 7, tzinfo=UTC)
OURS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", "token//==", AT)


KVS = "https://kinesisvideo.us-east-1.amazonaws.com/getDataEndpoint"
NEAR = "http://127.0.0.1:4566/some%20path/putMedia"
CLIP = "https://b.s3.us-east-1.amazonaws.com/clips/rtcc-box-1/ord%20%281%29.mp4"
QUERY = "http://127.0.0.1:9000/bucket/key?versionId=1&a=%2F&b"


def theirs(method, to, headers, *, payload, service, token, monkeypatch):
    """The signature that botocore computes over the same request."""
    way = S3SigV4Auth if service == "s3" else SigV4Auth
    auth = way(TheirCredentials("AKIDEXAMPLE", OURS.secret_access_key, token), service, "us-east-1")
    headers = {**headers, "x-amz-content-sha256": payload}
    request = AWSRequest(method, f"{to.scheme}://{to.netloc}{to.path}", headers=headers)
    monkeypatch.setattr(auth, "payload", lambda _: payload)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: AT.replace(tzinfo=None))
    auth.add_auth(request)
    return request.headers["Authorization"]


@pytest.mark.parametrize("token", ["token//==", ""])
@pytest.mark.parametrize(
    ("service", "method", "where", "headers", "payload"),
    [
        ("kinesisvideo", "POST", KVS, {"content-type": "application/json"}, EMPTY),
        ("kinesisvideo", "POST", NEAR, {"x-amzn-stream-name": "rtcc-a-cam_1", "x": "a  b"}, UNSIGNED),
        ("s3", "PUT", CLIP, {"if-none-match": "*"}, hashlib.sha256(b"x").hexdigest()),
        ("s3", "GET", QUERY, {}, EMPTY),
    ],
)
def test_our_signature_is_the_one_that_botocore_computes(service, method, where, headers, payload, token, monkeypatch):
    to = web.url(where)
    credentials = Credentials(OURS.access_key_id, OURS.secret_access_key, token, AT)
    signed = Signer(credentials, "us-east-1", service).headers(method, to, headers, payload=payload, at=AT)
    said = theirs(method, to, headers, payload=payload, service=service, token=token, monkeypatch=monkeypatch)
    assert signed["authorization"] == said


def test_services_are_where_the_environment_says_else_at_their_public_names(monkeypatch):
    monkeypatch.delenv("AWS_ENDPOINT_URL_KINESIS_VIDEO", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)
    assert signing.endpoint("kinesis-video", "us-west-2").netloc == "kinesisvideo.us-west-2.amazonaws.com"
    assert signing.object_url("b", "c/d e.mp4", "us-west-2").path == "/c/d%20e.mp4"
    monkeypatch.setenv("AWS_ENDPOINT_URL_KINESIS_VIDEO", "http://127.0.0.1:7001")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:7002")
    assert signing.endpoint("kinesis-video", "us-west-2").netloc == "127.0.0.1:7001"
    assert signing.object_url("b", "c/d.mp4", "us-west-2") == web.Url("http", "127.0.0.1", 7002, "/b/c/d.mp4")


def role(key, minutes):
    ends = clock.spell(datetime.now(UTC) + timedelta(minutes=minutes))
    return json.dumps({"AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": ends}).encode()


@pytest.mark.parametrize(("minutes", "wanted"), [(60, ["k1", "k1"]), (4, ["k1", "k2"])])
def test_credentials_are_fetched_again_before_they_end(monkeypatch, minutes, wanted):
    async def go():
        async with answering(lambda number, _: (200, role(f"k{number}", minutes))) as (port, asked):
            monkeypatch.setenv(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{port}/2016-11-01/credentialprovider/"
            )
            monkeypatch.setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "let me")
            wallet = Wallet()
            found = [(await wallet.credentials()).access_key_id for _ in range(2)]
            assert all(one.headers["authorization"] == "let me" for one in asked)
            return found

    assert asyncio.run(go()) == wanted


@pytest.mark.parametrize("answer", [(500, b""), (200, b"{}"), (200, b"junk"), (200, b'{"AccessKeyId":1}')])
def test_without_credentials_there_is_an_error_that_can_be_tried_again(monkeypatch, answer):
    async def go():
        async with answering(lambda *_: answer) as (port, _):
            monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{port}/")
            await Wallet().credentials()

    with pytest.raises(OSError, match="credentials"):
        asyncio.run(go())


@pytest.mark.parametrize(
    "reply",
    ids=["not HTTP", "endless head", "negative", "cut", "bad chunk", "negative chunk"],
    argvalues=[
        b"SSH-2.0-x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 10_000,
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
    ],
)
def test_answers_that_are_none_are_errors(reply):
    async def go():
        async with answering(lambda *_: reply) as (port, _):
            await web.ask("GET", web.url(f"http://127.0.0.1:{port}/"), {"host": "x"})

    with pytest.raises(web.Unanswered):
        asyncio.run(go())


def test_a_header_cannot_carry_another():
    async def go():
        async with answering(lambda *_: (200, b"")) as (port, _):
            await web.ask("GET", web.url(f"http://127.0.0.1:{port}/"), {"x": "a\r\nb: c"})

    with pytest.raises(ValueError, match="one line"):
        asyncio.run(go())
