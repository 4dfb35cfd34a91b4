"""What probes have in common: refusals by their code, waiting by a condition, plain HTTP, small functions."""

import base64
import hashlib
import io
import json
import textwrap
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import pytest
from botocore.exceptions import ClientError

from tests.engines.account import Account

T = TypeVar("T")


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@contextmanager
def refused(*codes: str) -> Iterator[pytest.ExceptionInfo[ClientError]]:
    """The call must be refused by the service with one of these codes."""
    with pytest.raises(ClientError) as caught:
        yield caught
    assert caught.value.response["Error"]["Code"] in codes, caught.value.response


def http(method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Send one request as a browser would and return the answer, whatever its status."""
    request = urllib.request.Request(url, data=body, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as answer:
        return Answer(answer.code, answer.headers, answer.read())


def eventually(ask: Callable[[], T], *, within: float = 15) -> T:
    """Ask again until the answer is true."""
    deadline = time.monotonic() + within
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"still {answer!r} after {within} s"
        time.sleep(0.05)
    return answer


def sha256(data: bytes) -> str:
    """The checksum as S3 spells it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def zipped(source: str) -> bytes:
    """A function's code: one module named probe."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("probe.py", textwrap.dedent(source))
    return packed.getvalue()


TRUST = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}


def statement(effect, actions, resource, **more):
    return {"Effect": effect, "Action": actions, "Resource": resource, **more}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def role(cloud, name, *statements):
    """Credentials of a new role that may do these things."""
    iam = cloud.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=policy(*statements))
    given = cloud.client("sts").assume_role(RoleArn=arn, RoleSessionName="probe")["Credentials"]
    return arn, Account(cloud.endpoint, given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
