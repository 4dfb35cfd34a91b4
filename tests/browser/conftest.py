"""Two packages of one center with everything in them proven, and the court's page on somebody's disk."""

import hashlib

import pytest

from drills.tamper import clerk
from drills.tamper.checkers import Browser
from drills.tamper.forging import Key, Sample
from drills.tamper.running import browser
from rtcc.access.model import Action, Actor, Role
from rtcc.aws import seals
from rtcc.custody import sealing
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from tests.unit.conftest import stores, tables
from tests.unit.releasing import FILMS, PACKER, Center

__all__ = ["stores", "tables"]


def seal_all():
    sealing.seal(sorted((row.to_entity() for row in LineRow.scan()), key=lambda line: line.at))


@pytest.fixture(scope="session")
def clock_house(tmp_path_factory):
    """An authority that stamps times."""
    with clerk.stamping(tmp_path_factory.mktemp("authority") / "house"):
        yield


@pytest.fixture(scope="session")
def sample(tables, stores, clock_house):
    """A package of three items, two of them films, whose chains are all in the log, and another release's."""
    from rtcc.release import delivery

    center = Center(tables)
    center.empty()
    films = [center.item(FILMS[0], name="a b.mp4"), center.item(FILMS[1], name="c.mp4", clip=True)]
    items = [center.item(), *films]
    for badge in ("7", "8"):
        custody.note(Actor("usr_analyst", Role.ANALYST, badge=badge), Action.READ_EVIDENCE, items[0].id)
    approved, other = center.approved(*items), center.approved(center.item(b"another case"))
    seal_all()
    one, another = (delivery.pack(PACKER, release.id) for release in (approved, other))
    zipped, other_zipped = center.fetch(one.package), center.fetch(another.package)
    key = Key(seals.sign, seals.public_key())
    return Sample(one.id, zipped, other_zipped, hashlib.sha256(key.public).hexdigest(), key)


@pytest.fixture(scope="session")
def page() -> Browser:
    """The page in Chromium, without a line; no error may reach its console."""
    with browser() as opened:
        broken = []
        opened.page.on("pageerror", lambda error: broken.append(str(error)))
        opened.page.on("console", lambda said: broken.append(said.text))
        yield opened
        assert broken == []
