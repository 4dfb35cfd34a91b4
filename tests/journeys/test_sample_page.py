"""An auditor judges what was drawn of a day's looks, in plain words; nobody else does (abuse 41)."""

from __future__ import annotations

from playwright.sync_api import expect

from rtcc.access.model import Role
from tests.journeys.sample_answers import SAMPLE
from tests.journeys.standing_in import Standing


def at_the_page(stand, role: Role, **answers) -> Standing:
    one = stand("desk", role, answers=answers)
    one.go("#/sample")
    expect(one.page.get_by_text("Badge 44, analyst").first).to_be_visible()
    return one


def test_an_auditor_judges_with_words_and_not_their_own_look(stand):
    judged = SAMPLE["looks"][0] | {"finding": "not_in_order"}
    one = at_the_page(stand, Role.AUDITOR, **{"POST /sample/smp_1/finding": judged})
    page = one.page

    row = page.get_by_role("row").filter(has_text="Watched a camera live")
    for words in ("Front door", "Purpose: call", "26-000123", "410 Alder Street", "25 min into the call", "140 m from"):
        expect(row).to_contain_text(words)
    expect(page.get_by_text("Your own look: somebody else must judge it")).to_be_visible()
    expect(page.get_by_text("No call has the number 26-CR-118")).to_be_visible()
    assert page.get_by_role("button", name="In order", exact=False).count() == 2  # in order, not in order: of one look
    row.get_by_role("button", name="Not in order").click()
    expect(row.get_by_text("Write why.")).to_be_visible()
    assert not [asked for asked in one.asked if asked[0] == "POST"]

    row.get_by_role("textbox").fill("No unit was sent there.")
    row.get_by_role("button", name="Not in order").click()

    expect(page.get_by_text("The finding is written down.")).to_be_visible()
    said = {"finding": "not_in_order", "words": "No unit was sent there."}
    assert ("POST", "/sample/smp_1/finding", said) in one.asked


def test_a_supervisor_reads_and_waits_and_a_day_without_a_draw_says_so(stand):
    nothing = {"day": "2026-11-19", "looks": [], "waiting": []}
    amiss = {"holds": False, "faults": ["cam_1 was drawn and is not in the sample."]}
    told_of = {
        "GET /sample/2026-11-20/check": amiss,
        "GET /sample": lambda request: nothing if "day=2026-11-19" in request.url else SAMPLE,
    }
    one = at_the_page(stand, Role.SUPERVISOR, **told_of)
    page = one.page
    page.get_by_role("button", name="How it was drawn").click()
    page.get_by_role("button", name="Draw it again").click()
    expect(page.get_by_text("cam_1 was drawn and is not in the sample.")).to_be_visible()

    expect(page.get_by_text("Waits for an auditor")).to_be_visible()
    assert page.get_by_role("button", name="In order").count() == 0
    page.get_by_label("Day", exact=True).fill("2026-11-19")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.get_by_text("That day is not drawn.")).to_be_visible()
    expect(page.get_by_text("Every look that was drawn is judged.")).to_be_visible()
