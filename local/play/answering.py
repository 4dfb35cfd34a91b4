"""Steps 14 and 15: neighbors answer without sending anything, an early end with thanks; leaving the registry."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from local import call
from local.play.neighborhood import askable, homes_near, person, spell
from local.play.people import Visitor
from local.play.telling import see, wait_for
from local.play.world import World

_CALL_AT = "715 Elm St"
_NUMBER = "26-112202"
_ANSWERS = ("nothing_recorded", "no_thanks", "later")


def answers(world: World) -> str:
    """Three neighbors answer, the fourth does not; the canvass is closed early and the fourth is thanked."""
    path, neighbors = _call(world), _neighbors(world, 4)
    analyst = world.signed_in("analyst")
    now = datetime.now(UTC)
    order = {
        "key": f"play-{int(time.time())}-near",
        "radius_m": 300,
        "from": spell(now - timedelta(hours=2)),
        "to": spell(now),
        "purpose": "locate_vehicle",
    }
    canvass = analyst.ask("POST", f"{path}/canvasses", order, wants=201)
    pages = [world.visitor(_link(world, neighbor)) for neighbor in neighbors]
    for page, answer in zip(pages, _ANSWERS, strict=False):
        page.ask("POST", "/request/answer", {"answer": answer})
    analyst.said = ""
    closed = analyst.ask("POST", f"{path}/canvasses/{canvass['id']}/closing", {})
    see(closed["state"] == "closed", f"the canvass is {closed['state']}")
    told = [closed[answer] for answer in ("nothing_recorded", "declined", "later")]
    see(told == [1, 1, 1], f"the counts say {told}")
    silent = neighbors[-1]
    thanks = wait_for("the thanks", lambda: [m for m in world.outbox.to(silent["email"]) if "need" in m["subject"]])
    see(silent["safe_word"] in thanks[0]["text"], "the thanks do not bear the safe word")
    if world.sabotage == 14:
        _open_again(world, silent)
    ended = pages[-1].http.get("/request").status_code
    see(ended == 410, f"the link of a closed request answers {ended}")
    see(analyst.ask("GET", f"{path}/answers")["answers"] == [], "somebody who sent nothing has a name")
    shown = [one[name] for one in neighbors for name in ("name", "email", "phone") if one[name] in analyst.said]
    see(not shown, f"the console showed {shown}")
    return "one had nothing recorded, one said no, one later: three counts, no name; the fourth got thanks; links end"


def leave(world: World) -> str:
    """The resident of the story signs in by a link, takes what is held of them, pauses, comes back, and leaves."""
    resident, page = world.resident, _signed_in(world)
    held = page.ask("GET", "/my/download")["held"]
    see(resident["email"] in str(held), "the download does not hold the e-mail address")
    page.ask("POST", "/my/pause", {"days": 3})
    see(resident["id"] not in askable(world), "somebody who takes a pause can be asked")
    page.ask("POST", "/my/resume", {})
    see(resident["id"] in askable(world), "somebody who came back cannot be asked")
    gone = page.ask("POST", "/my/leave", {"sure": True})
    if world.sabotage == 15:
        _put_back(world, held)
    see(gone["deleted"] and gone["kept"], "the page does not say what is deleted and what stays")
    see(page.http.get("/my").status_code == 401, "the way in still opens")
    see(resident["id"] not in askable(world), "somebody who left can be asked")
    left = [row for row in _registry(world) if resident["email"] in str(row)]
    see(not left, f"{len(left)} rows of the registry still hold the e-mail address")
    see(
        world.visitor(world.token).http.get("/request").status_code in {404, 410}, "the link of the request still opens"
    )
    item = world.signed_in("analyst").ask("GET", f"/evidence/{world.item['id']}")
    see(item["sha256"] == world.item["sha256"], "the evidence is not what it was")
    wait_for("the farewell", lambda: [m for m in world.outbox.to(resident["email"]) if "left" in m["subject"].lower()])
    return (
        f"what was held came as one file; paused, back, gone: {len(gone['deleted'])} things deleted, the evidence stays"
    )


def _call(world: World) -> str:
    body = call.call_at(world.city, _CALL_AT, priority=1, kind="hit and run")
    status, incident = call.put(world.city, _NUMBER, body)
    see(status == 201, f"the call was answered {status}")
    return f"/incidents/{incident['id']}"


def _neighbors(world: World, count: int) -> list[dict[str, Any]]:
    """Neighbors of the call who sign up and confirm both channels."""
    people = [person(10 + n, home) for n, home in enumerate(homes_near(world, _CALL_AT)[:count])]
    page = world.visitor()
    version = page.ask("GET", "/about")["consent"]["version"]
    for one in people:
        made = page.ask("POST", "/registrations", one | {"consent": version}, wants=201)["id"]
        for channel in ("email", "phone"):
            code = {"channel": channel, "code": world.outbox.code(one[channel])}
            page.ask("POST", f"/registrations/{made}/confirmations", code)
    return people


def _link(world: World, neighbor: dict[str, Any]) -> str:
    def look() -> str | None:
        found = [re.search(r"/r#([0-9a-z]{26})", message["text"]) for message in world.outbox.to(neighbor["phone"])]
        return next((each[1] for each in found if each), None)

    return wait_for("the link", look)


def _signed_in(world: World) -> Visitor:
    """The resident at the page of their own registration, with the link that came to their own address."""
    world.visitor().ask("POST", "/my/links", {"email": world.resident["email"]}, wants=202)

    def look() -> str | None:
        found = [re.search(r"/my#([0-9a-z]{26})", m["text"]) for m in world.outbox.to(world.resident["email"])]
        return next((each[1] for each in found if each), None)

    page = world.visitor()
    page.http.headers["X-My-Link"] = wait_for("the way in", look)
    return page


def _registry(world: World) -> list[Any]:
    pages = world.aws("dynamodb").get_paginator("scan").paginate(TableName=world.city["tables"]["registry"])
    return [row for page in pages for row in page["Items"]]


def _open_again(world: World, neighbor: dict[str, Any]) -> None:
    """The sabotage of step 14: an insider opens the closed canvass and a request of it again, in the table.

    The request alone would do nothing: a link asks for both.
    """
    world.as_the_center()
    from rtcc.canvass import store
    from rtcc.canvass.model import CanvassState, RequestState
    from rtcc.canvass.rows import CanvassRow, RequestRow
    from rtcc.messages import secret

    one = store.request_behind(secret.fingerprint(_link(world, neighbor)))
    assert one is not None
    RequestRow.get(f"request#{one.id}", "request").update([RequestRow.state.set(RequestState.ASKED)])
    canvass = CanvassRow.get(f"incident#{one.incident_id}", one.canvass_id)
    canvass.update([CanvassRow.state.set(CanvassState.OPEN)])


def _put_back(world: World, held: dict[str, Any]) -> None:
    """The sabotage of step 15: somebody keeps a note of the e-mail address in the registry."""
    row = {"pk": {"S": "note#1"}, "sk": {"S": "note"}, "said": {"S": str(held["email"])}}
    world.aws("dynamodb").put_item(TableName=world.city["tables"]["registry"], Item=row)
