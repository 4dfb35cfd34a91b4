"""Steps 1 to 3: a resident signs up, dispatch sends a call, an analyst asks the neighborhood."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from local import call
from local.play.neighborhood import CALL_AT, askable, homes_near, person, spell
from local.play.telling import see, wait_for
from local.play.world import World

_NUMBER = "26-112201"
_LISTED_WITHIN = 2.0  # seconds (P6.3)


def sign_up(world: World) -> str:
    """A resident signs up; codes from the outbox confirm e-mail and phone; before that they cannot be asked."""
    homes = homes_near(world, CALL_AT)[3:5]
    world.resident = person(1, homes[0])
    world.neighbor = person(2, homes[1])  # signs up and never confirms: nobody may ever ask them
    page = world.visitor()
    version = page.ask("GET", "/about")["consent"]["version"]
    ids = [
        page.ask("POST", "/registrations", person | {"consent": version}, wants=201)["id"]
        for person in (world.resident, world.neighbor)
    ]
    codes = {channel: world.outbox.code(world.resident[channel]) for channel in ("email", "phone")}
    if world.sabotage == 1:
        _register_without_codes(world, ids[0])
    early = askable(world)
    see(not early, f"{len(early)} could be asked before any code was entered")
    wrong = {"channel": "email", "code": f"{(int(codes['email']) + 1) % 1_000_000:06d}"}
    page.ask("POST", f"/registrations/{ids[0]}/confirmations", wrong, wants=422)
    for channel, code in codes.items():
        state = page.ask("POST", f"/registrations/{ids[0]}/confirmations", {"channel": channel, "code": code})["state"]
    see(state == "active", f"the registration is {state}")
    world.resident["id"] = ids[0]
    see(askable(world) == [ids[0]], "it is not the one who confirmed, and them alone, who can be asked")
    return "a wrong code was refused; two right ones made the registration active; before them nobody could be asked"


def send_call(world: World) -> str:
    """Dispatch sends a priority-1 call; the console, which asks every second, lists it within 2 seconds."""
    analyst = world.signed_in("analyst")
    earlier = call.call_at(world.city, "827 Hickory St", priority=3, kind="hit and run")
    call.put(world.city, "26-112200", earlier)  # the day's traffic: neither door is cold when it matters
    wait_for("the earlier call", lambda: _listed(analyst, "26-112200"))
    body = call.call_at(world.city, CALL_AT, priority=1, kind="robbery")
    late = threading.Timer(2.5 if world.sabotage == 2 else 0.0, call.put, (world.city, _NUMBER, body))
    began = time.monotonic()
    late.start()
    world.incident = wait_for("the call", lambda: _listed(analyst, _NUMBER))
    took = time.monotonic() - began
    late.join()
    again, _ = call.put(world.city, _NUMBER, body)
    see(again == 200, "the same call, told twice, stood twice")
    see(took <= _LISTED_WITHIN, f"the console listed the call {took:.1f} s after dispatch sent it")
    return f"call {_NUMBER} was on the console {took:.1f} s after dispatch sent it, and stands once"


def ask(world: World) -> str:
    """An analyst opens the call, sees a band and no name, and sends a request in at most three requests of the API."""
    analyst = world.signed_in("analyst")
    analyst.requests, analyst.said = 0, ""
    path = f"/incidents/{world.incident['id']}"
    analyst.ask("GET", path)
    now = datetime.now(UTC)
    window = {"radius_m": 400, "from": spell(now - timedelta(hours=2)), "to": spell(now)}
    band = analyst.ask("POST", f"{path}/canvass-preview", window)["band"]
    canvass = window | {"key": f"play-{int(time.time())}", "purpose": "investigate"}
    analyst.ask("POST", f"{path}/canvasses", canvass, wants=201)
    see(analyst.requests <= 3, f"it took {analyst.requests} requests")
    personal = [world.resident[name] for name in ("name", "email", "phone", "address")]
    shown = [value for value in personal if value in analyst.said]
    see(not shown, f"the console showed {shown}")
    sent = wait_for("text and e-mail", lambda: _asked(world))
    if world.sabotage == 3:
        _send_again(world)
        sent = wait_for("the second text", lambda: _asked(world, least=3))
    links = {link for message in sent for link in re.findall(r"https?://[^\s\"<]+#[0-9a-z]+", message["text"])}
    world.token = next(iter(links)).split("#")[1]
    channels = sorted(message["channel"] for message in sent)
    see(channels == ["email", "text"], f"the outbox holds {channels}")
    see(len(links) == 1, f"the messages hold {len(links)} links")
    word = world.resident["safe_word"]
    see(all(word in message["text"] for message in sent), "the safe word is not in every message")
    astray = [m for m in world.outbox.to(world.neighbor["phone"]) if "#" in m["text"]]
    see(not astray, "somebody who never confirmed was asked")
    text = next(m["text"] for m in sent if m["channel"] == "text")
    see(len(text) <= 160, f"the text has {len(text)} characters")
    code = _is_real(world, [message["text"] for message in sent])
    return (
        f'band "{band}", no name or number; one text ({len(text)} characters) and one e-mail, one link, safe word; '
        f"the code {code} in both is real, a guess is not"
    )


def _is_real(world: World, texts: list[str]) -> str:
    """The code by which the resident checks that both messages are the center's."""
    codes: set[str] = {code for text in texts for code in re.findall(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b", text)}
    see(len(codes) == 1, f"the messages hold the codes {codes}")
    page, code = world.visitor(), codes.pop()
    told = page.ask("GET", f"/real/{code}")
    see(told["real"] and told["phone"] == world.city["city"]["phone"], f"the page says {told} of a real code")
    page.ask("GET", "/real/" + ("2" if code[0] != "2" else "3") + code[1:], wants=404)
    return code


def _register_without_codes(world: World, registrant_id: str) -> None:
    """The sabotage of step 1: an insider makes the neighbor's registration active in the table, without codes."""
    world.as_the_center()
    from dataclasses import replace

    from rtcc.registry import store
    from rtcc.registry.model import State
    from rtcc.registry.rows import RegistrantRow

    one = store.find(registrant_id)
    assert one is not None
    store.confirming(one, replace(one, state=State.ACTIVE))[-1].row.save()
    RegistrantRow.of(replace(one, state=State.ACTIVE), pk=f"registrant#{one.id}").save()


def _send_again(world: World) -> None:
    """The sabotage of step 3: the text is queued a second time."""
    table, tables = world.city["tables"]["messages"], world.aws("dynamodb")
    rows = tables.scan(TableName=table)["Items"]
    row = next(r for r in rows if r["template"]["S"] == "ask" and r["channel"]["S"] == "text")
    tables.put_item(TableName=table, Item=row | {"id": {"S": row["id"]["S"][:-4] + "zzzz"}, "state": {"S": "queued"}})


def _listed(analyst: Any, number: str) -> dict[str, Any] | None:
    found = analyst.ask("GET", "/incidents?state=open")["incidents"]
    return next((dict(one) for one in found if one["number"] == number), None)


def _asked(world: World, *, least: int = 2) -> list[dict[str, str]] | None:
    messages = world.outbox.to(world.resident["phone"]) + world.outbox.to(world.resident["email"])
    found = [message for message in messages if "#" in message["text"]]
    return found if len(found) >= least else None
