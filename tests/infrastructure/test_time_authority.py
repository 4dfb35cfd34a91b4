"""Who stamps the time of packages, and who vouches for their key, are settings of the city; nobody by default."""

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


def test_a_city_s_certificate_for_the_seal_key_is_told_in_one_line_beside_them_or_not_at_all():
    assert told().c2pa_chain == ""
    assert told(c2pa_chain=["QUJD\nREVG", "R0hJ"]).c2pa_chain == "QUJDREVG R0hJ"

    with pytest.raises(ValueError, match="leave out its root"):
        told(tsa_chain=["Q" * 1400], c2pa_chain=["Q" * 1400])
