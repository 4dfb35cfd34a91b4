"""How tests push into a stream and read from it: a producer that signs as the vendor's own do, and boto3 unmodified."""

import contextlib
import http.client
import json
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from edge_greengrass.kit import mkv
from edge_greengrass.kit.mkv import Frame, Track
from edge_greengrass.kit.mkv_reader import Reader
from tests.engines.account import Account

TRACK = Track(b"\1\x42\xc0\x1e\xff\xe1\0\0\1\0\0", 640, 360)
AT = 1_795_000_000_000
NAME = "rtcc-rtcc-box-1-cam_1"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


ROOT = Credentials("test", "test")


def _spoiled(value):
    """The header with another last digit, whichever it was."""
    return value[:-1] + ("1" if value.endswith("0") else "0")


class Producer:
    """One PutMedia request: sends what it is told, hears acknowledgments."""

    def __init__(
        self,
        url,
        credentials,
        *,
        name=NAME,
        payload=EMPTY,
        spoil=False,
        region="us-east-1",
        kind="ABSOLUTE",
        start=None,
    ):
        signed = AWSRequest(
            "POST", f"{url}/putMedia", headers={"x-amzn-stream-name": name, "host": urlsplit(url).netloc}
        )
        signed.headers["x-amzn-fragment-timecode-type"] = kind
        if start is not None:
            signed.headers["x-amzn-producer-start-timestamp"] = start
        auth = SigV4Auth(credentials, "kinesisvideo", region)
        auth.payload = lambda request: payload
        auth.add_auth(signed)
        self.line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        self.line.putrequest("POST", "/putMedia", skip_host=True, skip_accept_encoding=True)
        for header, value in signed.headers.items():
            self.line.putheader(header, _spoiled(value) if spoil and header == "Authorization" else value)
        self.line.putheader("transfer-encoding", "chunked")
        self.line.endheaders()
        self.answer = None

    def send(self, *pieces):
        for piece in pieces:
            self.line.send(b"%x\r\n%s\r\n" % (len(piece), piece))

    def heard(self):
        """The answer's head, then each acknowledgment until the service hangs up."""
        self.answer = self.answer or self.line.getresponse()
        return self.answer

    def acks(self, count):
        return [json.loads(self.heard().readline()) for _ in range(count)]

    def end(self):
        with contextlib.suppress(OSError):
            self.line.send(b"0\r\n\r\n")
        rest = self.heard().read()
        self.line.close()
        return [json.loads(line) for line in rest.splitlines()]


def fragment(at, *frames):
    blocks = [mkv.block(offset, offset == 0, data) for offset, data in frames]
    return [mkv.open_cluster(at), *blocks]


def reader(url, name=NAME, kind="NOW"):
    client = Account(url, "test", "test").client("kinesis-video-media")
    return client.get_media(StreamName=name, StartSelector={"StartSelectorType": kind})["Payload"]


def events(body, enough):
    """What a reader gets, until `enough` says so or the stream ends."""
    read, found = Reader(), []
    while not enough(found):
        piece = body.read(1)
        if not piece:
            break
        found += read.feed(piece)
    return found


def frames(found):
    return [event.data for event in found if isinstance(event, Frame)]
