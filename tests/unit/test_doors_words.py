"""What the console shows of the words that people will read, and of what became of an item, in its lists."""

import re

import pytest

from rtcc.messages import wording
from rtcc.messages.model import Template
from tests.unit.test_vault import admitted, received

WORDS = "console:GET:/canvass-words"
OWN = {"safe_word": "bluebird", "code": "K7Q-2M9", "link": "https://rtcc.example.gov/r#" + "t" * 26}
SHARED = {
    "city": "Rivermark",
    "agency": "Rivermark Police Department",
    "phone": "318-555-0100",
    "site": "https://rtcc.example.gov",
}


@pytest.mark.parametrize(("language", "names"), [("en", OWN), ("es", OWN)])
def test_what_is_shown_is_what_is_sent_but_for_what_is_each_person_s_own(city, at, language, names):
    shown = {one["language"]: one for one in at(WORDS).body["messages"]}[language]
    letter = wording.letter(Template.ASK, language, SHARED | names)
    sent = {
        "text": wording.text(Template.ASK, language, SHARED | names),
        "subject": letter.subject,
        "mail": letter.text,
    }

    for part, said in sent.items():
        for own in names.values():
            said = said.replace(own, "\x00")
        assert re.sub(r"\([^)]*\)", "\x00", shown[part]) == said


def test_looking_at_the_words_counts_as_no_preview(city, at):
    place = {"incident_id": city.call().id}
    for _ in range(70):  # more than the previews of an hour
        assert at(WORDS).status == 200

    assert at("console:POST:/incidents/{incident_id}/canvass-preview", path=place).status == 200


def test_the_lists_of_evidence_say_the_newest_verdict(city, at):
    item = admitted(city, received(city))
    lists = [
        ("console:GET:/evidence", {}),
        ("console:GET:/incidents/{incident_id}/evidence", {"incident_id": item.incident_id}),
    ]

    before = [at(name, path=path).body["items"][0] for name, path in lists]
    at("console:POST:/evidence/{item_id}/triage", path={"item_id": item.id}, body={"verdict": "not_needed"})
    after = [at(name, path=path).body["items"][0] for name, path in lists]

    assert ["verdict" in one for one in before] == [False, False]
    assert [one["verdict"] for one in after] == ["not_needed", "not_needed"]
