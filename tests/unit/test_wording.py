"""The words themselves: one part a text at the longest names, no fact of the case, no word that breaks out."""

import pytest

from rtcc.messages import wording
from rtcc.messages.model import ANSWERS, Template
from rtcc.messages.phrases import answers, receipts, registrations, requests

LONGEST = {
    "city": "C" * 20,
    "agency": "A" * 60,
    "phone": "318-555-0100",
    "safe_word": "w" * 16,
    "code": "K7Q-2M9",
    "what": "w" * 60,
    "site": "https://" + "s" * 32,
    "consent_version": "2026-11-22",
    "consent_text": "We ask.\n\nYou decide.",
    "files": "street.mp4, 5 bytes\nyard.mp4, 6 bytes",
    "link": "https://" + "s" * 32 + "/r#" + "t" * 26,
}
BY_TEXT = [Template.CONFIRM, Template.CONFIRM_NEW, Template.CHANGED, Template.ASK, Template.REMIND, *sorted(ANSWERS)]
NOUNS = (answers, receipts, registrations, requests)
TEXTS = sorted(kind for noun in NOUNS for kind in noun.TEXTS)
MAILS = sorted(kind for noun in NOUNS for kind in noun.MAILS)


def test_no_two_nouns_say_the_same_thing():
    assert len(set(TEXTS)) == len(TEXTS)
    assert len(set(MAILS)) == len(MAILS)


@pytest.mark.parametrize(("template", "language"), TEXTS)
def test_abuse_083_every_text_is_one_part_at_the_longest_names(template, language):
    said = wording.text(template, language, LONGEST)

    assert len(said) <= 160
    assert wording.is_gsm7(said)


def test_every_template_has_an_english_and_a_spanish_letter():
    assert set(MAILS) == {(template, language) for template in set(Template) - ANSWERS for language in ("en", "es")}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("template", BY_TEXT)
def test_whatever_is_sent_by_text_has_words_in_both_languages(template, language):
    assert (template, language) in TEXTS


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("template", [Template.ASK, Template.REMIND])
def test_who_asks_says_the_safe_word_first_and_the_code_and_how_to_stop(template, language):
    said = wording.text(template, language, LONGEST | {"safe_word": "bluebird"})

    assert said.startswith("bluebird: ")
    assert "STOP" in said
    assert LONGEST["link"] in said.split()
    assert LONGEST["code"] in said.split()


@pytest.mark.parametrize(("template", "language"), MAILS)
def test_abuse_082_every_letter_to_somebody_with_a_safe_word_begins_with_it(template, language):
    letter = wording.letter(template, language, LONGEST | {"safe_word": "bluebird"})

    assert letter.subject.startswith("bluebird: ")
    assert "bluebird" in letter.text.split("\n\n")[0]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("template", [Template.ASK, Template.REMIND, Template.RENEWED])
def test_abuse_082_every_letter_that_asks_says_how_to_check_that_it_is_real(template, language):
    letter = wording.letter(template, language, LONGEST)

    assert LONGEST["code"] in letter.text
    assert LONGEST["phone"] in letter.text
    assert f"{LONGEST['site']}/real" in letter.text


def test_a_text_that_would_be_two_parts_is_not_sent():
    with pytest.raises(ValueError, match="one GSM-7 part"):
        wording.text(Template.ASK, "en", LONGEST | {"city": "C" * 80})


def test_an_accent_that_gsm_lacks_costs_no_second_part():
    assert "Bogota" in wording.text(Template.CONFIRM, "es", LONGEST | {"city": "Bogotá"})


def test_a_letter_that_gsm_cannot_say_at_all_is_not_sent():
    with pytest.raises(ValueError, match="one GSM-7 part"):
        wording.text(Template.CONFIRM, "en", LONGEST | {"city": "東京"})


@pytest.mark.parametrize("character", ["{", "€", "~", "[", "漢", "😀"])
def test_what_would_make_a_text_longer_is_no_safe_word(character):
    assert not wording.is_gsm7(character)


@pytest.mark.parametrize(("template", "language"), MAILS)
def test_a_letter_says_the_same_twice_and_lets_no_markup_in(template, language):
    letter = wording.letter(template, language, LONGEST | {"safe_word": "<b>x</b>", "agency": "<script>"})

    assert "<b>" not in letter.html
    assert "<script>" not in letter.html
    assert "{" not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("template", [Template.ASK, Template.REMIND, Template.RENEWED, Template.SIGN_IN])
def test_the_letter_that_asks_has_one_link_and_it_is_ours(template, language):
    letter = wording.letter(template, language, LONGEST)

    assert letter.html.count("href=") == 1
    assert f'href="{LONGEST["link"]}"' in letter.html


@pytest.mark.parametrize("language", ["en", "es"])
def test_braces_in_a_word_are_only_braces(language):
    letter = wording.letter(Template.ASK, language, LONGEST | {"safe_word": "{link}{agency}"})

    assert "{link}{agency}" in letter.text
