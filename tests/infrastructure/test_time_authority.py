"""Who stamps the time of packages is a setting of the city; nobody is by default (RFC 3161)."""

import pytest
from aws_cdk import App

from infrastructure.settings import Settings, context


def told(**more):
    return Settings.of(App(context=context() | more))


def test_no_authority_is_asked_unless_a_city_names_one():
    assert (told().tsa_url, told().tsa_chain) == ("", "")


def test_the_certificates_over_an_authority_are_told_in_one_line_or_not_at_all():
    assert told(tsa_url="https://clock.example.gov", tsa_chain=["QUJD\nREVG", "R0hJ"]).tsa_chain == "QUJDREVG R0hJ"

    with pytest.raises(ValueError, match="which is its root"):
        told(tsa_chain=["Q" * 3000])
