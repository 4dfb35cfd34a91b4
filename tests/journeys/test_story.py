"""The story through the pages: a resident's telephone, an analyst's desk, an auditor's question."""

from __future__ import annotations

import hashlib
import re

from playwright.sync_api import expect

from local import call
from local.play import footage
from local.play.people import Outbox
from local.play.telling import wait_for
from tests.journeys import steps
from tests.running import People


def link_to(outbox: Outbox, person: dict) -> str:
    """The link in the text that a person got."""

    def look() -> str | None:
        found = [re.search(r"/r#[0-9a-z]{26}", message["text"]) for message in outbox.to(person["phone"])]
        return next((each[0] for each in found if each), None)

    return wait_for("the link", look)


def test_a_clip_goes_from_a_telephone_to_the_vault(city, people: People, open_screen):
    outbox, person = Outbox(city), people.form(address="417 Alder St")
    phone, desk = open_screen("phone"), open_screen("desk")

    # 1. A resident signs up; nothing is registered before both codes are in.
    steps.sign_up(phone, person, outbox)
    phone.shot("registered")

    # 2. Dispatch sends a call; the console, already open, says so without being asked (how soon: the play measures it).
    steps.sign_in(desk, city["actors"]["analyst"])
    status, _ = call.put(city, "26-117700", call.call_at(city, "412 Alder St", priority=1, kind="robbery"))
    assert status == 201
    expect(desk.page.get_by_text("New priority 1 call 26-117700").first).to_be_visible()
    desk.shot("calls")

    # 3. The analyst opens it, sees a band and nobody's name, and asks.
    desk.page.get_by_role("link", name="26-117700").first.click()
    steps.ask(desk)
    shown = desk.page.content()
    assert not [value for value in (person["name"], person["email"], person["phone"]) if value in shown]

    # 4. The resident opens the link, is interrupted in the middle of the upload, and goes on where it broke.
    clip, _ = footage.clip()
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    phone.page.goto(link_to(outbox, person))
    expect(phone.page.get_by_text("400 block of Alder St").first).to_be_visible()
    phone.shot("request")
    sent: list[str] = []
    phone.forgiven.append("net::ERR_FAILED")
    phone.page.route(re.compile(r"partNumber=2"), lambda route: route.abort())  # the line breaks at the second part
    phone.page.on("request", lambda asked: sent.append(asked.url) if "partNumber=1&" in asked.url + "&" else None)
    steps.choose(phone, clip)
    phone.page.wait_for_event("requestfailed", lambda failed: "partNumber=2" in failed.url)
    phone.shot("interrupted")
    phone.page.unroute(re.compile(r"partNumber=2"))
    first = len([url for url in sent if "X-Amz" in url])
    phone.page.reload()
    expect(phone.page.get_by_text("was interrupted").first).to_be_visible()
    steps.choose(phone, clip)
    expect(phone.page.get_by_text("Custody number").first).to_be_visible(timeout=40_000)
    assert digest in phone.page.inner_text("body").replace("\n", "").replace(" ", "")
    assert len([url for url in sent if "X-Amz" in url]) == first
    phone.shot("receipt")

    # 5. The item stands in the vault, sealed, its lock read back; the same link makes no second one.
    desk.page.get_by_role("tab", name="Evidence").click()
    item = desk.page.get_by_role("link", name=clip.name)
    expect(item.first).to_be_visible(timeout=40_000)
    desk.shot("incident-evidence")
    item.first.click()
    expect(desk.page.get_by_text("COMPLIANCE").first).to_be_visible()
    expect(desk.page.get_by_text(digest).first).to_be_visible()
    expect(desk.page.get_by_text("Sealed").first).to_be_visible()
    desk.shot("item")
    phone.page.reload()
    expect(phone.page.get_by_text("Custody number").first).to_be_visible()

    # 7. An auditor has the whole record judged.
    office = open_screen("desk")
    steps.sign_in(office, city["actors"]["auditor"])
    office.page.get_by_role("link", name="Custody check").click()
    office.page.get_by_role("button", name="Verify the record").click()
    expect(office.page.get_by_text("The record holds").first).to_be_visible()
    office.shot("custody")
