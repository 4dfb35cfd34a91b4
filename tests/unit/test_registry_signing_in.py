"""Signing in by a link: it comes to the registrant alone, lasts an hour, and tells nobody who is registered."""

import re

import pytest
from botocore.client import BaseClient

from rtcc.access.model import Actor, Role
from rtcc.aws.table import transact
from rtcc.messages import sending
from rtcc.registry import contacts, membership, signing_in, store, ways_in
from rtcc.registry.leaving import leave
from rtcc.registry.ways_in import WayRow
from tests.unit.city import VISITOR


def links(city, one):
    """Tokens that reached this registrant's mailbox."""
    city.deliver()
    return [
        found for sent in city.providers.mails if sent.to == one.email for found in re.findall(r"/my#(\w+)", sent.text)
    ]


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def test_whoever_is_registered_gets_a_link_by_e_mail_that_opens_their_registration(city):
    one = city.resident()
    signing_in.ask(VISITOR, one.email)

    (token,) = links(city, one)

    assert len(token) == 26  # 130 bits
    assert signing_in.open_link(token).id == one.id
    assert signing_in.open_link(token).id == one.id  # looking changes nothing
    assert ("registration.sign_in", "done") in city.outcomes(one.id)
    assert not [text for text in city.providers.texts if "/my#" in text.text]


def test_the_address_is_theirs_however_they_spell_it(city):
    one = city.resident()

    signing_in.ask(VISITOR, "Resident1@EXAMPLE.org")

    assert len(links(city, one)) == 1


def test_the_token_rests_nowhere(city):
    one = city.resident()
    signing_in.ask(VISITOR, one.email)

    (token,) = links(city, one)

    assert token not in str(city.contents())


def test_who_paused_may_sign_in(city):
    one = city.resident()
    membership.pause(me(one), one, None)

    signing_in.ask(VISITOR, one.email)

    assert len(links(city, one)) == 1


def test_a_link_lasts_an_hour(city, later):
    one = city.resident()
    signing_in.ask(VISITOR, one.email)
    (token,) = links(city, one)

    later(minutes=59)
    assert signing_in.open_link(token) is not None
    later(minutes=2)
    assert signing_in.open_link(token) is None


@pytest.mark.parametrize("token", ["", "0" * 26, "x" * 4_000, "\u00e9"])
def test_what_is_no_link_opens_nothing(city, token):
    city.resident()

    assert signing_in.open_link(token) is None


def test_whoever_did_not_confirm_gets_no_link(city):
    one = city.sign_up()

    signing_in.ask(VISITOR, one.email)

    assert links(city, one) == []


def test_abuse_052_asking_for_somebody_who_is_not_registered_sends_nothing_and_writes_no_line(city):
    signing_in.ask(VISITOR, "nobody@example.org")
    city.deliver()

    assert (city.providers.mails, city.providers.texts, city.lines()) == ([], [], [])


def test_at_most_five_links_a_day_reach_an_address(city, later):
    one = city.resident()
    for _ in range(7):
        signing_in.ask(VISITOR, one.email)
    assert len(links(city, one)) == 5

    later(hours=24)
    signing_in.ask(VISITOR, one.email)
    assert len(links(city, one)) == 6


def calls(city, monkeypatch, email):
    """What a sign-in asks of AWS, in its order, and how many rows it writes."""
    done, keyed = [], []
    real, mac = BaseClient._make_api_call, city.keys.mac

    def counted(self, operation, told):
        done.append((operation, len(told.get("TransactItems", [])), told.get("TableName")))
        return real(self, operation, told)

    with monkeypatch.context() as watching:
        watching.setattr(BaseClient, "_make_api_call", counted)
        watching.setattr("rtcc.aws.seals.mac", lambda *words: keyed.append(words[0]) or mac(*words))
        signing_in.ask(VISITOR, email)
    return done, keyed


def test_abuse_007_as_much_is_done_for_somebody_unknown_as_for_a_registrant(city, monkeypatch):
    one = city.resident()

    known = calls(city, monkeypatch, one.email)
    unknown = calls(city, monkeypatch, "nobody@example.org")

    assert known == unknown
    assert [name for name, _, _ in known[0]] == ["UpdateItem", "Query", "GetItem", "Query", "TransactWriteItems"]


def test_what_stands_for_nobody_opens_nothing_and_is_forgotten(city):
    signing_in.ask(VISITOR, "nobody@example.org")

    rows = [row for row in WayRow.scan(WayRow.pk.startswith("my#"))]

    assert len(rows) == 3
    assert all(row.forget_at and store.find(row.owner) is None for row in rows)


def test_who_left_is_signed_out_at_once(city):
    one, token = city.member()

    leave(me(one), one)

    assert signing_in.open_link(token) is None


def test_links_to_an_old_address_open_nothing_once_there_is_a_new_one(city):
    one, token = city.member()
    asked = contacts.ask(me(one), one, channel="email", to="new@example.org")
    assert signing_in.open_link(token) is not None

    code = sending.secret.code(one.id, "email", asked.changing.issue)
    after = contacts.confirm(me(one), asked, code)

    assert signing_in.open_link(token) is None
    _, new = city.way_in(after)
    assert signing_in.open_link(new).email == "new@example.org"


def test_a_way_to_somebody_who_never_was_opens_nothing(city):
    transact(ways_in.adding("f" * 64, owner="reg_" + "1" * 26, contact="contact#x"))

    assert signing_in.open_link("f") is None
    assert ways_in.find("f" * 64) == ("reg_" + "1" * 26, "contact#x")
