"""A list's cursor leads on whoever was given it, in that list, and nobody anywhere else (abuse 55)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtcc.access.model import Actor, Role
from rtcc.foundation.errors import Invalid
from rtcc.http import cursors
from tests.unit.city import ANALYST
from tests.unit.doors import NOTHING

LIST = "console:GET:/evidence"
HERE = f"evi_{NOTHING}"
OTHER = Actor("usr_other", Role.ANALYST, badge="8")


@pytest.fixture
def pages(at, monkeypatch):
    """A list that always goes on behind the same item; where each page was said to begin."""
    began = []

    def page(after=""):
        began.append(after)
        return [], HERE

    monkeypatch.setattr("rtcc.vault.service.page", page)
    return began


def test_a_page_leads_to_the_next(at, pages):
    first = at(LIST).body["next"]

    assert at(LIST, query={"cursor": [first]}).status == 200
    assert pages == ["", HERE]


def test_abuse_055_a_cursor_that_somebody_made_up_or_changed_opens_nothing(at, pages):
    first = at(LIST).body["next"]
    changed = first.replace("evi_0", "evi_1"), first[:-1] + ("0" if first[-1] != "0" else "1"), HERE, f"{HERE}.", "."

    for cursor in (*changed, "x", "é" * 40, first + "0", first.upper()):
        said = at(LIST, query={"cursor": [cursor]})
        assert (said.status, said.body["type"]) == (422, "urn:rtcc:problem:bad-cursor")
    assert pages == [""]


def test_abuse_055_a_cursor_is_its_reader_s_and_its_list_s_own(city):
    mine = cursors.sealed(ANALYST, "evidence", HERE)

    assert cursors.opened(ANALYST, "evidence", mine) == HERE
    for who, of in ((OTHER, "evidence"), (ANALYST, "answers")):
        with pytest.raises(Invalid):
            cursors.opened(who, of, mine)


def test_the_end_of_a_list_has_no_cursor(city):
    assert cursors.sealed(ANALYST, "evidence", "") == ""
    assert cursors.opened(ANALYST, "evidence", "") == ""


@given(cursor=st.text(min_size=1, max_size=60))
def test_no_words_are_a_cursor_by_chance(keys, cursor):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.seals.mac", keys.mac)
        with pytest.raises(Invalid):
            cursors.opened(ANALYST, "evidence", cursor)
