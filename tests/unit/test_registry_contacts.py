"""A new e-mail address or telephone: proved before it counts, and the old one is told at once."""

import pytest

from rtcc.access.model import Actor, Role
from rtcc.foundation.errors import Conflict, Invalid, TooMany
from rtcc.messages import secret
from rtcc.registry import contacts, store
from rtcc.registry import service as registry
from tests.unit.city import VISITOR

NEW = {"email": "new@example.org", "phone": "+13182220199"}
VIA = {"email": "email", "phone": "text"}


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def asked(one, channel="email", to=None):
    return contacts.ask(me(one), one, channel=channel, to=to or NEW[channel])


def code(one):
    return secret.code(one.id, VIA[one.changing.channel], one.changing.issue)


def wrong(one):
    return f"{(int(code(one)) + 1) % 1_000_000:06d}"


def sent(city):
    """What went out since the last look: to whom, and the words."""
    city.providers.mails.clear()
    city.providers.texts.clear()
    city.deliver()
    return [(one.to, one.text) for one in [*city.providers.mails, *city.providers.texts]]


@pytest.mark.parametrize("channel", ["email", "phone"])
def test_a_code_goes_to_the_new_address_and_a_word_to_the_old_one(city, channel):
    one = city.resident()
    city.deliver()

    after = asked(one, channel)

    told = dict(sent(city))
    assert code(after) in told[NEW[channel]]
    assert "We were asked to" in told[getattr(one, channel)]
    assert code(after) not in told[getattr(one, channel)]
    assert getattr(store.find(one.id), channel) == getattr(one, channel)


@pytest.mark.parametrize("channel", ["email", "phone"])
def test_the_new_address_counts_once_its_code_came_back(city, channel):
    one = asked(city.resident(), channel)

    after = contacts.confirm(me(one), one, code(one))

    assert (getattr(after, channel), after.changing) == (NEW[channel], None)
    assert store.find(one.id) == after
    assert store.holder(NEW[channel]).id == one.id
    assert store.holder(getattr(one, channel)) is None
    assert city.lines()[-1].facts.get("changed") == channel or channel in str(city.lines())


def test_an_old_address_may_be_registered_again_by_anybody(city):
    one = asked(city.resident(1))
    contacts.confirm(me(one), one, code(one))

    other = city.resident(2, email="resident1@example.org")

    assert other.email == "resident1@example.org"


def test_the_same_address_spelled_anew_is_still_one_s_own(city):
    one = asked(city.resident(), to="Resident1@example.org")

    after = contacts.confirm(me(one), one, code(one))

    assert after.email == "Resident1@example.org"
    assert store.holder("resident1@EXAMPLE.org").id == one.id


def test_what_is_the_same_is_named(city):
    one = city.resident()

    with pytest.raises(Invalid) as refused:
        asked(one, to=one.email)

    assert [field.name for field in refused.value.fields] == ["to"]


def test_abuse_007_an_address_of_somebody_else_is_answered_alike_and_tells_only_them(city):
    one, holder = city.resident(1), city.resident(2)
    city.deliver()

    after = asked(one, to=holder.email)

    told = dict(sent(city))
    assert (after.changing.to, after.changing.tries) == (holder.email, 0)
    assert "signed up again" in told[holder.email]
    assert not any(code(after) in words for words in told.values())


def test_an_address_that_somebody_else_proved_meanwhile_is_theirs(city):
    one = asked(city.resident(1))
    city.resident(2, email=NEW["email"])

    with pytest.raises(Conflict) as refused:
        contacts.confirm(me(one), one, code(one))

    assert refused.value.slug == "already-registered"
    assert store.find(one.id).email == one.email


def test_wrong_codes_are_counted_and_after_six_the_right_one_is_refused_too(city):
    one = asked(city.resident())
    for n in range(6):
        with pytest.raises(Invalid):
            contacts.confirm(me(one), store.find(one.id), wrong(one))
        assert store.find(one.id).changing.tries == n + 1

    with pytest.raises(TooMany):
        contacts.confirm(me(one), store.find(one.id), code(one))

    assert [outcome for _, outcome in city.outcomes(one.id)][-7:] == ["refused"] * 7
    assert store.find(one.id).email == one.email


def test_of_guesses_at_one_moment_one_is_heard(city):
    one = asked(city.resident())
    with pytest.raises(Invalid):
        contacts.confirm(me(one), one, wrong(one))

    with pytest.raises(Conflict):
        contacts.confirm(me(one), one, code(one))  # as it was read before the other guess was counted

    assert store.find(one.id).email == one.email


def test_the_code_of_one_change_does_not_prove_the_next(city):
    first = asked(city.resident())
    second = contacts.ask(me(first), first, channel="email", to="third@example.org")

    with pytest.raises(Invalid):
        contacts.confirm(me(first), second, code(first))


def test_the_code_of_the_sign_up_proves_nothing_later(city):
    one = asked(city.resident())

    with pytest.raises(Invalid):
        contacts.confirm(me(one), one, secret.code(one.id, "email", 1))


def test_a_code_is_good_for_an_hour(city, later):
    one = asked(city.resident())
    later(minutes=61)

    with pytest.raises(Invalid):
        contacts.confirm(me(one), one, code(one))


def test_a_code_that_nobody_asked_for_is_wrong(city):
    with pytest.raises(Invalid) as refused:
        contacts.confirm(me(one := city.resident()), one, "123456")

    assert refused.value.slug == "wrong-code"


def test_abuse_078_nobody_sends_codes_around_the_world_from_here(city):
    one = city.resident()
    for n in range(3):
        one = contacts.ask(me(one), one, channel="phone", to=f"+1318222019{n}")
    before = city.contents()

    with pytest.raises(TooMany):
        contacts.ask(me(one), one, channel="phone", to="+13182220198")

    assert city.contents() == before


def test_abuse_096_an_address_that_looks_like_another_s_is_theirs_to_sign_up_and_to_change_to(city):
    holder, one = city.resident(1), city.resident(2)
    alike = "resident1@ex\u0430mple.org"  # a Cyrillic a in the domain
    city.deliver()

    asked(one, to=alike)
    assert [to for to, words in sent(city) if "signed up again" in words] == [holder.email]

    registry.register(VISITOR, city.form(3, email=alike))
    mails = [to for to, _ in sent(city) if "@" in to]
    assert mails == [holder.email]
