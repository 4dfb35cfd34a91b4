"""One's own registration: changed, moved, paused, resumed; what the center asks follows at once."""

import pytest

from rtcc.access.model import Actor, Role, system
from rtcc.foundation.errors import Conflict, Invalid
from rtcc.foundation.shapes import Circle
from rtcc.registry import consent, membership, store
from rtcc.registry import service as registry
from rtcc.registry.atlas import CountRow, PlaceRow
from rtcc.registry.membership import Changes
from rtcc.registry.particulars import Cameras, Channels, Cover, Facing, Quiet, Recording
from tests.unit.city import CENTER

CAMERAS = (Cameras(3, Facing.UNKNOWN, (Cover.LOT, Cover.ALLEY), Recording.CONTINUOUS, 0, False),)
SELF = system("wake_registrants")


def me(one):
    return Actor(one.id, Role.MEMBER, how="link")


def near(at=CENTER, meters=50):
    return [one.id for one in registry.askable_within(Circle(at, meters))], registry.count_within(Circle(at, meters))


def on_the_map():
    places = [row for row in PlaceRow.scan(PlaceRow.pk.startswith("@"))]
    counts = [int(row.n) for row in CountRow.scan(CountRow.pk.startswith("#"))]
    return len(places), sum(counts), [n for n in counts if n < 0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Anna R\u00fcda \U0001f989"),
        ("language", "es"),
        ("safe_word", "porch swing"),
        ("cameras", CAMERAS),
        ("channels", Channels(text=False, email=True)),
        ("quiet", Quiet(22 * 60, 7 * 60)),
    ],
)
def test_what_is_changed_is_changed_and_nothing_else(city, name, value):
    one = city.resident()

    after = membership.change(me(one), one, Changes(**{name: value}))

    kept = store.find(one.id)
    assert kept == after
    assert getattr(kept, name) == value
    assert {
        field
        for field in store.RegistrantRow.entity.__dataclass_fields__
        if getattr(kept, field) != getattr(one, field)
    } == {
        name,
        "version",
    }
    assert city.lines()[-1].facts["changed"] == name


def test_a_change_is_written_down_without_what_it_says(city):
    one = city.resident()

    membership.change(me(one), one, Changes(name="Somebody Else", safe_word="porch swing"))

    line = next(line for line in city.lines() if line.event == "registration.change")
    assert (line.facts["changed"], line.actor, line.subject) == ("name safe_word", one.id, one.id)
    assert "Somebody" not in str(line.facts)
    assert "porch" not in str(line.facts)


def test_a_new_safe_word_is_told_to_the_address_that_we_know(city):
    one = city.resident()

    membership.change(me(one), one, Changes(safe_word="porch swing"))
    city.deliver()

    assert "Your safe word is another now" in city.providers.mails[-1].text
    assert city.providers.mails[-1].to == one.email


def test_a_change_to_what_it_is_already_changes_nothing(city):
    one = city.resident()
    before = city.contents()

    assert membership.change(me(one), one, Changes(name=one.name)) == one
    assert city.contents() == before


def test_a_change_that_names_nothing_is_refused(city):
    with pytest.raises(Invalid):
        membership.change(me(one := city.resident()), one, Changes())


def test_quiet_hours_can_be_taken_away_again(city):
    one = city.resident()
    one = membership.change(me(one), one, Changes(quiet=Quiet(22 * 60, 7 * 60)))

    membership.change(me(one), one, Changes(no_quiet=True))

    assert store.find(one.id).quiet is None


def test_consent_is_renewed_in_the_words_of_today(city, monkeypatch):
    one = city.resident()
    monkeypatch.setattr(consent, "VERSION", "2027-01")
    monkeypatch.setattr(consent, "TEXTS", {"en": "New words.", "es": "Palabras nuevas."})

    membership.change(me(one), one, Changes(consent="2027-01", language="es"))

    kept = store.find(one.id)
    assert (kept.consent, kept.consent_language, kept.consent_text) == ("2027-01", "es", "Palabras nuevas.")
    assert kept.agreed_at >= one.agreed_at


def test_consent_to_another_text_than_today_s_is_refused(city):
    one = city.resident()

    with pytest.raises(Invalid) as refused:
        membership.change(me(one), one, Changes(consent="2020-01"))

    assert refused.value.slug == "consent-renewed"


def test_abuse_091_of_two_changes_at_one_moment_one_wins(city):
    one = city.resident()
    membership.change(me(one), one, Changes(name="First"))

    with pytest.raises(Conflict):
        membership.change(me(one), one, Changes(name="Second"))

    assert store.find(one.id).name == "First"


@pytest.mark.parametrize("name", ["Rivermark Police Department", "R\u0456verm\u0430rk P\u043elice Department"])
def test_abuse_096_nobody_calls_themselves_the_agency(city, name):
    one = city.resident()

    with pytest.raises(Invalid) as refused:
        membership.change(me(one), one, Changes(name=name))
    assert [field.name for field in refused.value.fields] == ["name"]

    with pytest.raises(Invalid):
        city.sign_up(2, name=name)
