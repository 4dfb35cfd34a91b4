"""Questions and answers: every figure is today's setting, every language says the same, nobody is tracked."""

import json
import re

import pytest

from rtcc.faq import service as faq

FIGURES = {"requests_a_month": "6", "quiet_from": "21:00", "quiet_to": "08:00", "files": "25", "gigabytes": "20"}


def said(**figures):
    found = faq.read(**(FIGURES | figures))
    return found, {entry.id: entry for entry in found.entries}


def test_every_figure_is_filled_in_both_languages(environment):
    found, _ = said()

    texts = [text for entry in found.entries for by in (entry.question, entry.answer) for text in by.values()]
    assert not [text for text in texts if re.search(r"[{}]", text)]
    assert all(set(entry.question) == set(entry.answer) == {"en", "es"} for entry in found.entries)
    assert len({entry.id for entry in found.entries}) == len(found.entries)


def test_prices_and_days_are_the_citys_settings(environment, monkeypatch):
    monkeypatch.setenv("BOX_CATALOG", json.dumps([{"cameras": 8, "dollars": 1250}]))
    monkeypatch.setenv("LOCK_DAYS", "9")
    monkeypatch.setenv("LINK_DAYS", "4")

    _, entries = said()

    assert "$1,250 for up to 8 cameras" in entries["cost"].answer["en"]
    assert "$1,250 para hasta 8 cámaras" in entries["cost"].answer["es"]
    assert "first 9 days" in entries["kept"].answer["en"]
    assert entries["link"].answer["en"].startswith("4 days")


def test_p1_2_the_two_boxes_are_named_with_their_prices_unless_a_city_says_otherwise(environment):
    _, entries = said()

    assert "$200 for up to 4 cameras or $600 for up to 16 cameras" in entries["cost"].answer["en"]


def test_the_phone_and_the_page_are_the_citys_own(environment):
    _, entries = said()

    assert "318-555-0100" in entries["real"].answer["en"]
    assert "https://rtcc.example.gov/real" in entries["real"].answer["es"]


def test_a_city_without_quiet_hours_promises_none(environment):
    assert "night" in said()[1]
    assert "night" not in said(quiet_from="", quiet_to="")[1]


def test_the_words_have_a_version_and_a_date_and_say_what_nobody_reviewed(environment):
    found, _ = said()

    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.version)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.dated)
    assert found.unreviewed == ("es",)
    assert faq.version() == found.version


@pytest.mark.parametrize("helpful", [True, False])
def test_an_opinion_is_counted_and_nothing_of_whose_it_was(at, city, capsys, helpful):
    before = city.contents()

    answer = at("citizen:POST:/faq/helpful")
    assert answer.status == 202
    assert answer.body == {}
    capsys.readouterr()
    at("citizen:POST:/faq/helpful", body={"version": faq.version(), "helpful": helpful})

    counted = json.loads(capsys.readouterr().out)
    assert counted["FaqHelped" if helpful else "FaqDidNotHelp"] == [1.0]
    assert "192.0.2.7" not in str(counted)
    assert "browser" not in str(counted)
    assert city.contents() == before


def test_an_opinion_on_other_words_than_todays_is_not_counted(at, capsys):
    assert at("citizen:POST:/faq/helpful", body={"version": "1999-01-01", "helpful": True}).status == 202

    assert "Faq" not in capsys.readouterr().out


def test_the_page_reads_it_all_without_a_sign_in(at):
    answer = at("citizen:GET:/faq")

    assert answer.status == 200
    assert set(answer.body) == {"version", "dated", "entries", "unreviewed"}
    assert "20 GB" in str(answer.body["entries"])
