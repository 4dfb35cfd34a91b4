"""The vault's pages of the console, each on a telephone and on a desk: they fit, and axe finds nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from rtcc.access.model import Role
from tests.journeys import vault_answers as told
from tests.journeys.judge import violations

PAGES = {
    "vault-evidence": ("#/evidence", "Evidence"),
    "vault-item": (f"#/evidence/{told.ITEM}", "front door"),
    "vault-retention": ("#/retention", "Retention"),
    "vault-disposals": ("#/disposals", "Disposals"),
    "vault-disposal": (f"#/disposals/{told.DISPOSAL}", "Disposal"),
    "vault-expunging": (f"#/disposals/{told.ORDER}", "Expunging"),
    "vault-inquiries": ("#/inquiries", "Inquiries"),
    "vault-inquiry": (f"#/inquiries/{told.INQUIRY}", "Inquiry for case"),
    "vault-inquiry-ask": ("#/inquiries/new", "Ask for footage"),
    "vault-release": (f"#/releases/{told.RELEASE}", "Release for case"),
    "vault-release-ask": ("#/releases/new", "Ask for a release"),
    "vault-inventory": ("#/inventory", "Inventory"),
    "vault-people": (f"#/people/{told.ITEM}", "Who touched it"),
    "vault-trace": ("#/trace", "Trace an exhibit"),
    "vault-glass": ("#/glass", "Emergency openings"),
    "vault-sample": ("#/sample", "Sample"),
}
ROLES = {"vault-inquiry-ask": Role.DETECTIVE, "vault-release-ask": Role.DETECTIVE}


@pytest.mark.parametrize(
    ("size", "colors"),
    [  # in `make test` the colors, which are the same at both sizes, are judged on the desk alone
        ("phone", False),
        ("desk", True),
        pytest.param("phone", True, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DETECTIVE])
def test_every_page_fits_and_axe_finds_nothing(stand, role, size, colors):
    one, amiss = stand(size, role), []

    for name, (place, heading) in PAGES.items():
        if ROLES.get(name, Role.SUPERVISOR) is role:
            one.go(place)
            expect(one.page.get_by_role("heading", name=re.compile(heading), level=1)).to_be_visible()
            one.screen.shot(name)
            amiss += [f"{name}: {found}" for found in violations(one.page, colors=colors)]
            amiss += [] if one.screen.fits() else [f"{name}: something sticks out"]

    assert amiss == []


def test_a_page_whose_service_does_not_answer_says_so_and_offers_to_try_again(stand):
    down = (
        503,
        {"type": "urn:rtcc:problem:unavailable", "status": 503, "title": "Busy", "detail": "Please try again."},
    )
    one = stand("desk", answers=dict.fromkeys(told.ANSWERS, down))
    one.screen.forgiven.append("status of 503")

    for name, (place, _) in PAGES.items():
        if name not in ("vault-inquiry-ask", "vault-trace"):
            one.go(place)
            expect(one.page.get_by_text("This did not work").first, name).to_be_visible()
            expect(one.page.get_by_role("button", name="Try again").first, name).to_be_visible()


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        ("#/evidence", {"GET /evidence": {"items": []}}, "The vault holds no evidence yet."),
        (
            "#/disposals",
            {"GET /disposals": {"due": [], "disposals": [], "now": told.AT}},
            "Nothing was ever disposed of.",
        ),
        ("#/inquiries", {"GET /inquiries": {"inquiries": [], "now": told.AT}}, "Nobody has asked for footage."),
        ("#/inventory", {"GET /inventory": {"objects": [], "discrepancies": []}}, "The stores were not counted yet."),
        ("#/glass", {"GET /glass": {"glasses": []}}, "Nothing was ever opened in an emergency."),
    ],
)
def test_a_page_with_nothing_on_it_says_so(stand, place, answer, words):
    one = stand("phone", answers=answer)

    one.go(place)

    expect(one.page.get_by_text(words).first).to_be_visible()
    assert one.screen.fits()


def test_the_rooms_are_those_that_a_role_may_enter(stand):
    one = stand("desk", Role.AUDITOR)
    one.go("#/inventory")

    rooms = one.page.get_by_role("navigation", name="Rooms").get_by_role("link")
    expect(rooms.filter(has_text="Trace an exhibit")).to_be_visible()
    assert "Canvasses" not in rooms.all_inner_texts()
    analyst = stand("desk", Role.ANALYST)
    analyst.go("#/evidence")
    expect(analyst.page.get_by_role("heading", name="Evidence", level=1)).to_be_visible()
    names = analyst.page.get_by_role("navigation", name="Rooms").get_by_role("link").all_inner_texts()
    assert not {"Inventory", "Disposals", "Trace an exhibit", "Emergency openings", "Sample"} & set(names)


def test_who_asked_to_lift_a_hold_cannot_lift_it_and_another_one_can(stand):
    mine = told.WHOLE | {"holds": [told.HOLDS[1] | {"lift": told.HOLDS[1]["lift"] | {"asked_by": "5"}}]}
    own = stand("desk", answers={f"GET /evidence/{told.ITEM}": mine})
    own.go(f"#/evidence/{told.ITEM}")
    expect(own.page.get_by_text("Somebody else must decide.")).to_be_visible()
    expect(own.page.get_by_role("button", name="Lift the hold")).to_have_count(0)

    other = stand("desk", answers={"POST /evidence/.*/approval": {"holds": []}})
    other.go(f"#/evidence/{told.ITEM}")
    other.page.get_by_role("button", name="Lift the hold").click()

    expect(other.page.get_by_text("The hold is lifted.").first).to_be_visible()
    assert ("POST", f"/evidence/{told.ITEM}/holds/hld_2/lifting/approval", {}) in other.asked


def test_a_hold_without_an_authority_is_not_sent(stand):
    one = stand("phone", answers={"POST /evidence/.*/holds": (201, told.HOLDS[0])})
    one.go(f"#/evidence/{told.ITEM}")
    one.page.get_by_role("button", name="Add a hold").click()
    dialog = one.page.get_by_role("dialog", name="Add a hold")
    dialog.get_by_label("Reason", exact=True).fill("The defense asked for it")
    dialog.get_by_role("button", name="Add the hold").click()

    expect(dialog.get_by_text("Write on whose authority.")).to_be_visible()
    assert not [path for method, path, _ in one.asked if method == "POST"]
    dialog.get_by_label("Authority").fill("The prosecutor")
    one.screen.shot("vault-hold", whole=False)
    dialog.get_by_role("button", name="Add the hold").click()

    expect(dialog).to_be_hidden()
    (sent,) = [body for method, _, body in one.asked if method == "POST"]
    assert (sent["reason"], sent["authority"], sent["case"]) == (
        "The defense asked for it",
        "The prosecutor",
        "26-117700",
    )


def test_from_a_digest_to_the_people_with_one_paste_and_two_clicks(stand):
    one = stand("desk", Role.AUDITOR)
    one.go("")
    one.page.get_by_role("link", name="Trace an exhibit").click()  # 1
    one.page.get_by_label("SHA-256 of the exhibit").fill(f" SHA-256: {told.SHA[:32].upper()} {told.SHA[32:]}\n")
    one.page.get_by_role("button", name="Find").click()  # 2

    expect(one.page.get_by_text("The record holds")).to_be_visible()
    people = one.page.get_by_role("table", name="People")
    expect(people.get_by_text("Badge 7, analyst").first).to_be_visible()
    expect(people.get_by_text("Badge 4411, recipient")).to_be_visible()
    one.screen.shot("vault-traced")
    assert violations(one.page) == []


def test_a_digest_that_is_none_and_one_that_nothing_has_are_said_apart(stand):
    one = stand("phone", Role.AUDITOR)
    one.go("#/trace")
    field = one.page.get_by_label("SHA-256 of the exhibit")

    field.fill("not a digest")
    field.press("Enter")
    expect(one.page.get_by_text("A SHA-256 has 64 signs")).to_be_visible()
    field.fill("0" * 64)
    field.press("Enter")

    expect(one.page.get_by_text("Nothing here has this digest")).to_be_visible()
    assert one.screen.fits()


def test_filters_are_asked_of_the_service_and_held_against_what_it_gives(stand):
    one = stand("desk")
    one.go("#/evidence")
    expect(one.page.get_by_role("table", name="Evidence").get_by_role("row")).to_have_count(4)

    one.page.get_by_role("button", name="Holds").click()
    one.page.get_by_role("option", name="Held by nothing").click()

    expect(one.page.get_by_role("table", name="Evidence").get_by_role("row")).to_have_count(3)
    assert ("GET", "/evidence?held=no", None) in one.asked


def test_a_proposed_schedule_can_be_written_with_the_keyboard(stand):
    nothing = told.SCHEDULES | {"proposed": None}
    one = stand("desk", answers={"GET /schedules": nothing, "POST /schedules": (201, told.SCHEDULES["proposed"])})
    one.go("#/retention")
    one.page.get_by_role("button", name="Propose another").press("Enter")
    one.page.get_by_label("Days, line 3").fill("730")
    one.page.get_by_label("Why").fill("The council’s resolution")
    assert violations(one.page) == []
    one.screen.shot("vault-retention-form")
    one.page.get_by_role("button", name="Propose it").press("Enter")

    expect(one.page.get_by_text("Somebody else must agree to it.").first).to_be_visible()
    (sent,) = [body for method, _, body in one.asked if method == "POST"]
    assert [kind["days"] for kind in sent["kinds"]] == [36500, 2192, 730]


def test_an_item_that_has_ended_says_so_and_leads_on_to_its_record(stand):
    words = "This item was expunged by order of a court. Nobody is shown it any more."
    gone = (410, {"type": "urn:rtcc:problem:expunged", "status": 410, "title": "Gone", "detail": words})
    one = stand("phone", answers={f"GET /evidence/{told.ITEM}": gone})

    one.go(f"#/evidence/{told.ITEM}")

    expect(one.page.get_by_text(words)).to_be_visible()
    expect(one.page.get_by_role("button", name="Try again")).to_have_count(0)
    one.page.get_by_role("link", name="Who touched it").click()
    expect(one.page.get_by_role("heading", name="Who touched it")).to_be_visible()
