"""Watching and recording as the console says it: the shapes of the contract, and what no page is ever told."""

import hashlib
from datetime import timedelta

from rtcc.access.model import system
from rtcc.clips import admission, hearing
from rtcc.foundation import clock
from rtcc.grants.model import Grant, Live, Recall
from rtcc.vault.scan import Scanned
from tests.unit.city import THING
from tests.unit.watching import ALL, BOX, claim, shared

BODY = b"clusters"
NEAR, VIEWS, CLIPS = (f"/incidents/{{incident_id}}/{name}" for name in ("cameras", "views", "clips"))


def test_the_console_lists_what_owners_let_it_know_of(city, at):
    camera = shared(city, Grant(live=Live.PRIORITY_1, radius_m=100, recall=Recall.CASE, depth_hours=24))
    city.shares(Grant(), n=2)
    place = {"incident_id": city.call().id}

    told = at(f"console:GET:{NEAR}", path=place).body

    (one,) = told["cameras"]
    assert (one["id"], one["name"], one["site"], one["distance_m"]) == (camera, "Front door", "Corner Store", 0)
    assert (one["live"], one["watching"]) == ({"allowed": True}, 0)
    assert one["recall"] == {"allowed": True, "depth_hours": 24}
    assert told["now"]
    city.shares(Grant(recall=Recall.REQUEST, depth_hours=24), epoch=2)
    (one,) = at(f"console:GET:{NEAR}", path=place).body["cameras"]
    assert one["live"] == {"allowed": False, "why": "the owner does not allow live views"}
    assert one["recall"]["why"] == "the owner has not approved this request"


def test_how_long_footage_of_the_call_can_be_had_is_told(city, at):
    camera = shared(city, Grant(recall=Recall.CASE, depth_hours=24, days_stored=3))
    call, oldest = city.call(), clock.cut(clock.now() - timedelta(days=2))
    place, told = {"incident_id": call.id}, {"camera": camera, "state": "recording", "oldest_at": clock.spell(oldest)}
    city.lease(at=clock.spell(clock.after(clock.now(), seconds=1)), states=[told | {"warn": "looped", "codec": "h265"}])

    (one,) = at(f"console:GET:{NEAR}", path=place).body["cameras"]

    assert (one["warn"], one["codec"]) == ("looped", "h265")
    assert one["available_until"] == clock.spell(clock.after(call.opened_at, hours=24))
    city.shares(Grant(live=Live.ALWAYS), epoch=2)
    (one,) = at(f"console:GET:{NEAR}", path=place).body["cameras"]
    assert "available_until" not in one


def test_a_review_is_opened_turned_and_read(city, at):
    camera, start = shared(city), clock.cut(clock.now() - timedelta(minutes=10))
    place = {"incident_id": city.call().id}
    body = {"key": "key-00001", "camera_id": camera, "from": clock.spell(start), "case": "26-000123", "speed": 2}

    first = at("console:POST:/incidents/{incident_id}/reviews", path=place, body=body)
    again = at("console:POST:/incidents/{incident_id}/reviews", path=place, body=body)

    assert (first.status, again.status, first.body["id"]) == (201, 200, again.body["id"])
    assert (first.body["kind"], first.body["from"], first.body["speed"]) == ("review", clock.spell(start), 2)
    assert first.body["media"]["stream"].endswith(f"{camera}-{first.body['id']}")
    view = {"view_id": first.body["id"]}
    turned = at("console:POST:/views/{view_id}/turn", path=view, body={"is_paused": True}).body
    assert (turned["is_paused"], turned["speed"], turned["from"]) == (True, 2, clock.spell(start))
    assert at("console:GET:/views/{view_id}", path=view).body["case"] == "26-000123"


def test_a_box_that_is_silent_is_on_no_list(city, at, later):
    shared(city)
    later(seconds=9)

    assert at(f"console:GET:{NEAR}", path={"incident_id": city.call().id}).body["cameras"] == []


def test_a_view_is_opened_renewed_read_and_ended(city, at):
    camera = shared(city)
    place, body = {"incident_id": city.call().id}, {"camera_id": camera, "purpose": "call"}

    opened = at(f"console:POST:{VIEWS}", path=place, body=body)

    assert opened.status == 201
    assert set(opened.body["media"]) == {"stream", "region", "endpoint", "credentials"}
    keys = {"access_key_id", "secret_access_key", "session_token", "expires_at"}
    assert set(opened.body["media"]["credentials"]) == keys
    view = {"view_id": opened.body["id"]}
    renewed = at("console:POST:/views/{view_id}/renewal", path=view, body={})
    assert (renewed.status, renewed.body["state"], "media" in renewed.body) == (200, "open", False)
    assert "media" not in at("console:GET:/views/{view_id}", path=view).body
    ended = at("console:POST:/views/{view_id}/end", path=view, body={}).body
    assert (ended["state"], ended["why"]) == ("ended", "its viewer closed it")
    gone = at("console:POST:/views/{view_id}/renewal", path=view, body={})
    assert (gone.status, gone.body["type"]) == (410, "urn:rtcc:problem:ended")
    assert gone.body["detail"] == "This view has ended: its viewer closed it."
    secret = opened.body["media"]["credentials"]
    assert secret["secret_access_key"] not in str(city.contents())
    assert secret["session_token"] not in str(city.contents())


def test_unknown_hidden_unallowed_and_offline_cameras_answer_alike(city, at, later):
    unallowed = shared(city, Grant(recall=Recall.CASE, depth_hours=24))
    hidden, offline = city.shares(Grant(), n=2), city.shares(ALL, n=3)
    place, body = {"incident_id": city.call().id}, {"purpose": "call"}

    def asked(camera):
        answer = at(f"console:POST:{VIEWS}", path=place, body=body | {"camera_id": camera})
        return answer.status, answer.body

    answers = [asked(camera) for camera in (unallowed, hidden, f"cam_{'0' * 26}", "x")]
    later(seconds=9)
    answers.append(asked(offline))

    assert {status for status, _ in answers} == {404}
    assert all(body == answers[0][1] for _, body in answers)


def test_a_clip_is_ordered_and_shown_as_evidence_with_its_source(city, at):
    camera = shared(city)
    place, end = {"incident_id": city.call().id}, clock.cut(clock.now())
    window = {"from": clock.spell(end - timedelta(seconds=10)), "to": clock.spell(end)}
    body = window | {"key": "key-00001", "camera_id": camera, "case": "26-000123", "strict": True}

    first = at(f"console:POST:{CLIPS}", path=place, body=body)
    again = at(f"console:POST:{CLIPS}", path=place, body=body)

    assert (first.status, again.status, first.body) == (201, 200, again.body)
    assert (first.body["from"], first.body["to"], first.body["state"]) == (window["from"], window["to"], "ordered")
    order = hearing.store.find(first.body["id"])
    hearing.hear(BOX, THING, claim(order, hashlib.sha256(BODY).hexdigest(), len(BODY)))
    kept = city.store.keep("inbox", order.object_key, BODY)
    admission.admit(system("admit_clip"), Scanned("inbox", order.object_key, kept.version_id, "NO_THREATS_FOUND"))
    (told,) = at(f"console:GET:{CLIPS}", path=place).body["clips"]
    assert (told["state"], told["bytes"], told["frames"], told["gaps"]) == ("admitted", len(BODY), 150, [])
    assert (told["strict"], told["pre_roll_ms"], "codec" in told) == (True, 0, False)
    whole = at("console:GET:/evidence/{item_id}", path={"item_id": told["item_id"]}).body
    assert whole["source"] == {"kind": "clip", "clip_id": order.id, "camera_id": camera}
    assert [line["event"] for line in whole["custody"]] == ["clip.cut", "clip.admit"]
