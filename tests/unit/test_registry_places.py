"""Who is on the map of the registry: the city, the circle, the block; and what is kept of a person."""

import pytest

from rtcc.aws.places import Place
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle
from rtcc.registry import service as registry
from rtcc.registry.model import State, block_of
from rtcc.registry.rows import RegistrantRow
from tests.unit.city import CENTER, VISITOR


def test_a_registrant_of_years_is_not_forgotten(city, later):
    one = city.resident()
    later(days=800)

    assert [found.id for found in registry.askable_within(Circle(CENTER, 50))] == [one.id]


def test_who_lives_outside_the_city_is_told_kindly_and_kept_nowhere(city):
    before = city.contents()

    with pytest.raises(Invalid, match="Thank you") as refused:
        city.sign_up(at=Point(33, -93.7))

    assert (refused.value.slug, [field.name for field in refused.value.fields]) == ("outside-city", ["address"])
    assert city.contents() == before


def test_an_address_that_nobody_finds_is_named(city, monkeypatch):
    monkeypatch.setattr("rtcc.aws.places.find", lambda _: None)

    with pytest.raises(Invalid) as refused:
        city.sign_up()

    assert refused.value.slug == "address-not-found"


def test_the_address_is_kept_as_the_geocoder_spells_it(city):
    form = city.form()
    city.geocoder.places[form.address] = Place("401 Alder St, Rivermark, LA", CENTER)

    assert registry.register(VISITOR, form).address == "401 Alder St, Rivermark, LA"


def test_consent_to_another_text_is_no_consent(city):
    with pytest.raises(Invalid) as refused:
        city.sign_up(consent="2020-01")

    assert refused.value.slug == "consent-renewed"


def test_custody_keeps_commitments_and_no_person(city):
    one = city.resident()

    said = str([(line.facts, line.reason, line.subject, line.actor) for line in city.lines()])

    assert not any(value in said for value in (one.name, one.email, one.phone, one.address, one.salt))


def test_the_circle_ends_where_it_ends(city):
    city.resident(1, at=Point(32.5, -93.7))
    city.resident(2, at=Point(32.5045, -93.7))  # 500 m to the north

    assert registry.count_within(Circle(CENTER, 499)) == 1
    assert registry.count_within(Circle(CENTER, 502)) == 2


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("412 Alder Street, Rivermark, LA 71101", "400 block of Alder Street"),
        ("99 Oak Lane", "0 block of Oak Lane"),
        ("1200-B Elm Avenue Apt 4, Rivermark", "1200 block of Elm Avenue"),
        ("Alder Street, Rivermark", "Alder Street"),
    ],
)
def test_an_address_is_coarsened_to_its_block(address, block):
    assert block_of(address) == block


def test_a_sign_up_is_forgotten_after_a_day_unless_confirmed(city):
    one = city.sign_up()

    assert one.forget_at == pytest.approx(clock.now().timestamp() + 86_400, abs=5)


def test_who_is_no_longer_active_is_not_asked_even_while_the_map_still_shows_them(city):
    one = city.resident()
    RegistrantRow.get(f"registrant#{one.id}", "registrant").update([RegistrantRow.state.set(State.PENDING)])

    assert registry.count_within(Circle(CENTER, 50)) == 1
    assert registry.askable_within(Circle(CENTER, 50)) == []
