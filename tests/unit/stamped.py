"""A package with a time stamp, the authority that gave it, and the ways to spoil both."""

import base64

import pytest

from rtcc.aws import authority
from rtcc.foundation import der
from tests.engines import time_authority
from tests.unit.releasing import Center, opened
from tests.unit.verifying import Sample, digest

TOKEN, ABOVE, TAGS = "stamp/release.tsr", "stamp/chain.pem", "tagmanifest-sha256.txt"


@pytest.fixture(scope="session")
def clock_house(tmp_path_factory):
    """An authority that nobody needs a line to."""
    return time_authority.make(tmp_path_factory.mktemp("authority"), kind="P-256")


def trusting(patch, house):
    """The center's setting for this authority; every question it is asked, as they come."""
    patch.setenv("TSA_URL", "http://clock.example.gov/")
    roots = [base64.b64encode(one).decode() for one in der.certificates_in(house.root)]
    patch.setenv("TSA_CHAIN", " ".join(roots))
    questions = []
    patch.setattr(authority, "ask", lambda question: questions.append(question) or house.stamp(question))
    return questions


@pytest.fixture
def asked(center, clock_house, monkeypatch):
    """The center's setting for it, and how often it was asked."""
    return trusting(monkeypatch, clock_house)


@pytest.fixture(scope="session")
def stamped(tables, stores, clock_house):
    """A package with a stamp, and what the authority was asked for it. Nobody changes it: it is packed once."""
    center = Center(tables)
    center.empty()
    with pytest.MonkeyPatch.context() as patch:
        questions = trusting(patch, clock_house)
        one = center.packed()
    zipped = center.fetch(one.package)
    sample = Sample(zipped, one.id, digest(base64.b64decode(opened(zipped)["key.der.b64"])))
    sample.questions = tuple(questions)
    return sample


def bagged_anew(sample, changed):
    """The package with these files, and a tag manifest that fits them: nothing but the stamp itself can tell."""
    files = {path: body for path, body in (sample.files | changed).items() if body is not None}
    tags = sorted(path for path in files if not path.startswith("data/") and path != TAGS)
    files[TAGS] = "".join(f"{digest(files[path])}  {path}\n" for path in tags).encode()
    return sample.zip(files)


SPOILS = {
    "its token, a byte": ({TOKEN: lambda body: body[:900] + bytes([body[900] ^ 1]) + body[901:]}, TOKEN),
    "its token, cut": ({TOKEN: lambda body: body[:-1]}, TOKEN),
    "its token, nothing": ({TOKEN: lambda _: b""}, TOKEN),
    "its token, taken out": ({TOKEN: lambda _: None}, TOKEN),
    "its certificates, a byte": ({ABOVE: lambda body: body.replace(b"MII", b"MIJ", 1)}, ABOVE),
    "its certificates, a line more": ({ABOVE: lambda body: body + b"\n"}, ABOVE),
    "its certificates, one less": ({ABOVE: lambda body: body[: body.rindex(b"-----BEGIN")]}, ABOVE),
    "its certificates, taken out": ({ABOVE: lambda _: None}, ABOVE),
    "its signature, taken out": ({f"{TOKEN}.sig": lambda _: None}, f"{TOKEN}.sig"),
}
