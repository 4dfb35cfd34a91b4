"""From an address to a place in the city, and the pin that its owner may drag a little."""

from __future__ import annotations

from rtcc.aws import places, settings
from rtcc.aws.places import Place
from rtcc.foundation.errors import Field, Invalid
from rtcc.foundation.geo import Point, distance_m

FARTHEST_PIN_M = 250


def find(address: str) -> tuple[Place, bool]:
    """What the geocoder knows of an address, and whether that is in the city. Raises Invalid when it knows nothing."""
    found = places.find(address)
    if found is None:
        sentence = "We could not find this address. Please check the number and the street."
        raise Invalid(sentence, slug="address-not-found", fields=(Field("address", sentence),))
    return found, settings.city().bounds.holds(found.at)


def place(address: str, pin: Point | None) -> Place:
    """Where a registrant's cameras are: at the address, or where they dragged the pin to.

    Raises Invalid for an address that is unknown or outside the city, and for a pin outside of it or too far away.
    """
    found, is_inside = find(address)
    city = settings.city()
    if not is_inside:
        sentence = (
            f"Thank you! This address lies outside {city.name}, so we would never ask you for footage. "
            "Please ask your own city or sheriff whether they keep such a registry."
        )
        raise Invalid(sentence, slug="outside-city", fields=(Field("address", sentence),))
    if pin is None:
        return found
    if not city.bounds.holds(pin):
        sentence = f"The pin lies outside {city.name}. Please put it where your camera is."
        raise Invalid(sentence, fields=(Field("point", sentence),))
    if distance_m(pin, found.at) > FARTHEST_PIN_M:
        sentence = f"The pin lies more than {FARTHEST_PIN_M} meters from the address. Please check both."
        raise Invalid(sentence, fields=(Field("point", sentence),))
    return Place(found.label, pin)
