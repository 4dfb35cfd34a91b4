"""What the public is told of the log: its name, its key, who watches it; and in the small city, its heads and tiles."""

import base64
import hashlib
import json

import pytest
from botocore.exceptions import ClientError

from local import aws, public_log

URL = "https://clerk.example.gov"


def a_line(name="clerk.example.gov/witness", key=b"\7" * 32):
    """A witness's verifier key, as its `make-key` prints it."""
    hashed = hashlib.sha256(name.encode() + b"\n\4" + key).hexdigest()[:8]
    return f"{name}+{hashed}+{base64.b64encode(bytes([4]) + key).decode()}"


def test_the_public_learns_who_watches_and_by_which_line_they_are_known(at, monkeypatch):
    monkeypatch.setenv("WITNESSES", json.dumps([{"key": a_line(), "url": URL}]))

    said = at("citizen:GET:/seal-key").body

    assert said["origin"] == "rtcc.example.gov/custody"
    assert said["witnesses"] == [{"name": "clerk.example.gov/witness", "key": a_line()}]


@pytest.fixture
def asked(monkeypatch):
    """The keys that the small city's door asked the log's bucket for; it holds one of them."""
    keys = []

    class Store:
        def get_object(self, *, Bucket, Key):
            keys.append((Bucket, Key))
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")

    monkeypatch.setattr(aws, "client", lambda service, endpoint: Store())
    return keys


def test_the_small_city_shows_of_the_log_what_cloudfront_shows(asked):
    read = public_log.reader("http://engine", "log")
    seen = ["/log/checkpoint", "/log/tile/0/x001/067.p/5"]
    unseen = ["/log", "/log/", "/log/checkpoint/", "/log/batch/000000000000", "/log/tile/entries/000", "/log/map/aa"]

    assert [read(path) for path in (*seen, *unseen, "/log/last/7", "/checkpoint")] == [None] * 10
    assert asked == [("log", "checkpoint"), ("log", "tile/0/x001/067.p/5")]
