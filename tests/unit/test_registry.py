"""The registry: nobody is on it who did not prove both channels, and nobody learns from it who is."""

import pytest

from rtcc.foundation.errors import Conflict, Invalid, TooMany
from rtcc.foundation.shapes import Circle
from rtcc.messages import secret
from rtcc.registry import service as registry
from rtcc.registry import store
from rtcc.registry.model import State
from tests.unit.city import CENTER, VISITOR


def entered(one, channel, code=None):
    via = "email" if channel == "email" else "text"
    return registry.confirm(VISITOR, one.id, channel=channel, code=code or secret.code(one.id, via, 1))


def wrong(one, channel="email"):
    """A code that is not this one's."""
    right = secret.code(one.id, "email" if channel == "email" else "text", 1)
    return f"{(int(right) + 1) % 1_000_000:06d}"


def test_who_signed_up_is_pending_and_cannot_be_asked(city):
    one = city.sign_up()

    assert one.state is State.PENDING
    assert registry.count_within(Circle(CENTER, 2_000)) == 0
    assert registry.askable_within(Circle(CENTER, 2_000)) == []


@pytest.mark.parametrize("first", ["email", "phone"])
def test_one_channel_is_not_enough_and_both_are(city, first):
    one = city.sign_up()
    other = {"email": "phone", "phone": "email"}[first]

    assert entered(one, first).state is State.PENDING
    assert registry.count_within(Circle(CENTER, 2_000)) == 0

    after = entered(one, other)
    assert (after.state, set(after.confirmed)) == (State.ACTIVE, {"email", "phone"})
    assert [found.id for found in registry.askable_within(Circle(CENTER, 50))] == [one.id]
    assert store.find(one.id).forget_at is None


def test_every_step_is_written_down(city):
    one = city.resident()

    assert city.outcomes(one.id) == [("registration.make", "done")] + [("registration.confirm", "done")] * 2


def test_the_code_of_one_channel_does_not_prove_the_other(city):
    one = city.sign_up()

    with pytest.raises(Invalid):
        entered(one, "phone", secret.code(one.id, "email", 1))


def test_the_right_code_again_confirms_nothing_more(city):
    one = city.sign_up()
    entered(one, "email")
    lines = city.outcomes(one.id)

    assert entered(one, "email").confirmed == ("email",)
    assert city.outcomes(one.id) == lines


def test_wrong_codes_are_counted_written_down_and_after_six_the_right_one_is_refused_too(city):
    one = city.sign_up()
    for n in range(6):
        with pytest.raises(Invalid) as refused:
            entered(one, "email", wrong(one))
        assert refused.value.slug == "wrong-code"
        assert store.find(one.id).tries == n + 1

    with pytest.raises(TooMany):
        entered(one, "email")

    assert city.outcomes(one.id)[1:] == [("registration.confirm", "refused")] * 7
    assert store.find(one.id).confirmed == ()


def test_tries_of_both_channels_are_counted_together(city):
    one = city.sign_up()
    for channel in ("email", "phone") * 3:
        with pytest.raises(Invalid):
            entered(one, channel, wrong(one, channel))

    with pytest.raises(TooMany):
        entered(one, "phone")


def test_guesses_at_the_same_moment_are_all_counted_and_written_down(city, monkeypatch):
    one = city.sign_up()
    stale = store.find(one.id)
    monkeypatch.setattr(store, "find", lambda _: stale)  # whoever guesses in a burst was read before any was counted
    for _ in range(6):
        with pytest.raises(Invalid):
            entered(one, "email", wrong(one))

    with pytest.raises(TooMany):
        entered(one, "email")

    assert city.outcomes(one.id)[1:] == [("registration.confirm", "refused")] * 7


def test_both_channels_confirmed_at_the_same_moment_do_not_leave_somebody_half_registered(city, monkeypatch):
    one = city.sign_up()
    stale = store.find(one.id)
    entered(one, "email")
    with monkeypatch.context() as racing:
        racing.setattr(store, "find", lambda _: stale)
        with pytest.raises(Conflict):
            entered(one, "phone")

    assert entered(one, "phone").state is State.ACTIVE


def test_a_registration_that_does_not_exist_answers_like_a_wrong_code(city):
    one = city.sign_up()
    with pytest.raises(Invalid) as known:
        entered(one, "email", wrong(one))

    with pytest.raises(Invalid) as unknown:
        registry.confirm(VISITOR, "reg_" + "0" * 26, channel="email", code="000000")

    assert (unknown.value.detail, unknown.value.slug) == (known.value.detail, known.value.slug)


def test_a_sign_up_that_nobody_confirmed_in_a_day_is_over(city, later):
    one = city.sign_up()
    later(hours=25)

    with pytest.raises(Invalid):
        entered(one, "email")


@pytest.mark.parametrize("known_by", [("email",), ("phone",), ("email", "phone")])
def test_a_duplicate_gets_the_same_answer_and_its_holder_a_word(city, known_by):
    holder = city.resident(1)
    new = city.sign_up(2)
    city.deliver()
    city.providers.mails.clear()
    city.providers.texts.clear()

    one = city.sign_up(3, **{name: getattr(holder, name) for name in known_by})
    city.deliver()

    assert (one.state, one.confirmed, one.tries) == (new.state, new.confirmed, new.tries)
    already = [mail.to for mail in city.providers.mails if "already" in mail.subject]
    assert already == [holder.email]
    # A channel that belongs to nobody gets its code as ever: its silence would tell who the other one belongs to.
    assert [text.to for text in city.providers.texts] == ([] if "phone" in known_by else [one.phone])
    codes = [mail.to for mail in city.providers.mails if "already" not in mail.subject]
    assert codes == ([] if "email" in known_by else [one.email])


def test_an_address_in_capitals_is_the_same_address(city):
    city.resident(1)

    city.sign_up(2, email="Resident1@example.org")
    city.deliver()

    assert "already" in city.providers.mails[-1].subject


def test_a_channel_belongs_to_whoever_proved_it_first(city):
    first, second = city.sign_up(1), city.sign_up(2, email="resident1@example.org")
    for channel in ("email", "phone"):
        entered(first, channel)
    entered(second, "email")

    with pytest.raises(Conflict) as refused:
        entered(second, "phone")

    assert refused.value.slug == "already-registered"
    assert registry.count_within(Circle(CENTER, 2_000)) == 1
