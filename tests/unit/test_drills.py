"""docs/drills.md is what the drills wrote: every tampering that there is, each of them caught."""

from pathlib import Path

import pytest

from drills import page
from drills.rows import Row
from drills.tamper import lines
from drills.tamper.model import FIXITY, PAGE, SEALER, STORE, SWEEP, TOOL, VERIFY, WITNESS, WITNESSED
from drills.tamper.running import ALL

WRITTEN = Path(__file__).parents[2] / "docs" / "drills.md"
CHECKERS = {VERIFY, SEALER, WITNESS, SWEEP, FIXITY, STORE, TOOL, PAGE, WITNESSED}


@pytest.fixture(scope="module")
def said():
    return WRITTEN.read_text("utf-8")


def test_the_page_holds_every_tampering_that_there_is_and_no_other(said):
    assert [what for what, _ in page.read(said, "tamper")] == [one.what for one in ALL], "run `make drill`"


@pytest.mark.parametrize("drill", ["tamper", "crash"])
def test_all_that_was_done_was_caught(said, drill):
    rows = page.read(said, drill)

    assert rows or f"## {drill.title()} drill" not in said
    assert [what for what, is_caught in rows if not is_caught] == []


def test_what_no_checker_names_is_said_with_its_reason(said):
    for one in lines.UNNAMED:
        assert f"| {one.what} |" in said
        assert len(one.why) > 40


def test_each_tampering_has_a_name_of_its_own_and_somebody_who_must_name_it():
    assert len({one.what for one in ALL}) == len(ALL)
    assert all(one.by and set(one.by) <= CHECKERS for one in ALL)


def test_a_row_comes_back_as_it_was_written_whatever_stands_in_it():
    rows = [
        Row("tamper", "a | b", "here", "nobody", "two\nlines", False),
        Row("crash", "an act", "there", "its end", "the same", True),
    ]

    said = page.render(rows, ())

    assert page.read(said, "tamper") == [("a / b", False)]
    assert page.read(said, "crash") == [("an act", True)]


def test_a_drill_that_did_not_run_keeps_what_it_wrote_before():
    both = [Row("tamper", "a", "here", "x", "y", True), Row("crash", "b", "there", "x", "y", True)]
    before = page.render(both, lines.UNNAMED)

    after = page.render([Row("tamper", "c", "here", "x", "y", True)], lines.UNNAMED, before=before)

    assert (page.read(after, "tamper"), page.read(after, "crash")) == ([("c", True)], [("b", True)])
    assert page.render(both, lines.UNNAMED, before=after) == before
