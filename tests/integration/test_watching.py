"""Live views on the running city: who may look at what, with which keys, and what they say who may not."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local import call as dispatch
from local.nucleus import control
from local.play.telling import wait_for
from local.play.watcher import get_media
from tests.conformance.streaming import Producer
from tests.running import People, is_problem
from tests.watching import GRANT, NOBODY, Shop, key_of, seconds_behind


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture
def other_stream(shop: Shop):
    """A stream of another camera, as somebody else's view would have made it."""
    control, name = shop.kinesis(), f"rtcc-{shop.thing}-{NOBODY}"
    arn = control.create_stream(StreamName=name)["StreamARN"]
    yield name
    control.delete_stream(StreamARN=arn)


def refused(attempt, *args, **kwargs) -> str:
    with pytest.raises(ClientError) as told:
        attempt(*args, **kwargs)
    return told.value.response["Error"]["Code"]


def test_whoever_opens_a_view_gets_the_pictures_of_now_in_order(shop: Shop, call):
    watcher = shop.watch(shop.look(call))
    wait_for("two seconds of pictures", lambda: len(watcher.seen) >= 30 or None)

    counters = [seen.counter for seen in watcher.seen]
    assert counters == sorted(set(counters))
    assert seconds_behind(watcher) < 3


def test_the_keys_of_a_view_open_its_own_stream_and_no_other(shop: Shop, call, other_stream):
    media = shop.look(call)["media"]

    get_media(media).close()
    assert refused(get_media, media | {"stream": other_stream}) == "AccessDeniedException"


def test_the_keys_of_a_view_send_nothing_and_delete_nothing(city, shop: Shop, call):
    view = shop.look(call)
    shop.watch(view)
    keys, stream = key_of(view), view["media"]["stream"]
    streams = boto3.client("kinesisvideo", region_name="us-east-1", endpoint_url=city["streams"], **keys)
    arn = streams.describe_stream(StreamName=stream)["StreamInfo"]["StreamARN"]

    producer = Producer(city["streams"], Credentials(*keys.values()), name=stream)
    assert producer.heard().status == 403
    assert refused(streams.delete_stream, StreamARN=arn) == "AccessDeniedException"
    assert refused(streams.create_stream, StreamName=f"rtcc-{shop.thing}-mine") == "AccessDeniedException"
    assert refused(streams.list_streams) == "AccessDeniedException"
    assert streams.describe_stream(StreamName=stream)["StreamInfo"]["Status"] == "ACTIVE"


def test_the_keys_of_a_view_are_worth_nothing_elsewhere(city, shop: Shop, call):
    given, where = key_of(shop.look(call)), {"region_name": "us-east-1", "endpoint_url": city["aws"]["endpoint"]}

    assert "Denied" in refused(boto3.client("dynamodb", **given, **where).scan, TableName=city["tables"]["live"])
    assert "Denied" in refused(boto3.client("s3", **given, **where).list_objects_v2, Bucket=city["buckets"]["vault"])


def test_a_camera_that_is_not_allowed_is_not_told_from_one_that_does_not_exist(shop: Shop, call):
    hidden, none = shop.ask_to_look(call, shop.office), shop.ask_to_look(call, NOBODY)

    assert is_problem(hidden, 404) == is_problem(none, 404)
    assert shop.office not in shop.near(call)
    for camera in (shop.office, NOBODY):
        last = shop.lines(camera)[-1]
        assert (last["event"], last["outcome"], last["badge"]) == ("camera.view_live", "refused", "101")


def test_without_an_open_call_nobody_looks(shop: Shop, people: People):
    closed = people.incident("412 Alder St", state="closed")

    is_problem(shop.ask_to_look({"id": "inc_" + "0" * 26}), 404)
    is_problem(shop.ask_to_look(closed), 409, "call-closed")


@pytest.mark.parametrize(("purpose", "status"), [("directed", 404), ("emergency", 409), ("curiosity", 422)])
def test_a_purpose_that_the_owner_did_not_allow_is_no_purpose(shop: Shop, call, purpose, status):
    is_problem(shop.ask_to_look(call, purpose=purpose), status)


def test_a_role_that_may_not_look_is_refused(people: People, shop: Shop, call):
    for who in ("detective", "auditor"):
        is_problem(shop.ask_to_look(call, who=who), 403, "refused")
        is_problem(people.staff(who).http.get(f"/incidents/{call['id']}/cameras"), 403, "refused")


def test_a_call_that_is_too_far_away_is_told_beside_the_camera_and_opens_nothing(shop: Shop, call):
    shop.allow(GRANT | {"radius_m": 100})

    assert shop.near(call)[shop.front]["live"] == {"allowed": False, "why": "the call is too far from the camera"}
    is_problem(shop.ask_to_look(call), 404)


def test_nobody_renews_or_ends_what_somebody_else_opened(shop: Shop, call, people: People):
    view = shop.look(call, who="supervisor")

    is_problem(shop.renew(view, who="analyst"), 404)
    is_problem(people.staff("analyst").http.get(f"/views/{view['id']}"), 404)
    is_problem(people.staff("analyst").http.post(f"/views/{view['id']}/end", json={}), 404)
    assert shop.renew(view, who="supervisor").status_code == 200


def test_not_even_a_supervisor_renews_an_analysts_view_but_may_end_it(shop: Shop, call, people: People):
    view = shop.look(call)

    is_problem(shop.renew(view, who="supervisor"), 404)
    ended = people.staff("supervisor").ask("POST", f"/views/{view['id']}/end", {})

    assert (ended["state"], ended["why"]) == ("ended", "a supervisor ended it")
    assert "a supervisor ended it" in is_problem(shop.renew(view), 410, "ended")["detail"]


def test_the_fourth_viewer_is_told_who_watches_and_gets_the_next_free_seat(shop: Shop, call, people: People):
    views = [shop.look(call), shop.look(call), shop.look(call, who="supervisor")]

    told = is_problem(shop.ask_to_look(call, who="supervisor"), 409, "full")
    assert "101" in told["detail"]
    assert "201" in told["detail"]
    assert shop.near(call)[shop.front]["watching"] == 3
    people.staff("analyst").ask("POST", f"/views/{views[0]['id']}/end", {})
    assert shop.ask_to_look(call, who="supervisor").status_code == 201


def test_after_the_last_viewer_the_stream_is_gone(shop: Shop, call, people: People):
    view = shop.look(call)
    watcher = shop.watch(view)

    people.staff("analyst").ask("POST", f"/views/{view['id']}/end", {})

    assert refused(shop.kinesis().describe_stream, StreamName=view["media"]["stream"]) == "ResourceNotFoundException"
    wait_for("the end of the pictures", lambda: watcher.ended.is_set() or None, seconds=5)


def test_a_view_of_a_call_that_is_closed_ends_with_the_next_renewal(city, shop: Shop, people: People):
    mine = people.incident("412 Alder St")
    view = shop.look(mine)
    status, _ = dispatch.put(
        city, mine["number"], dispatch.call_at(city, "412 Alder St", priority=1, kind="robbery") | {"state": "closed"}
    )
    assert status == 200

    assert "the call was closed" in is_problem(shop.renew(view), 410, "ended")["detail"]


def test_a_box_that_lost_its_line_is_not_there_until_it_is_back(city, shop: Shop, call):
    view, box = shop.look(call), Path(city["box"]["control"])
    control.ask(box, "offline")
    try:
        wait_for("the end of the camera", lambda: shop.front not in shop.near(call) or None, seconds=10)
        is_problem(shop.ask_to_look(call), 404)
        is_problem(shop.order(call), 404)
        assert "the box" in is_problem(shop.renew(view), 410, "ended")["detail"]
    finally:
        control.ask(box, "online")
    wait_for("the camera", lambda: shop.near(call).get(shop.front, {}).get("state") == "recording" or None)
    shop.watch(shop.look(call))
