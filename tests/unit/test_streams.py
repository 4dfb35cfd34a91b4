"""The gates to streams: what is made keeps nothing, what is given out reads one stream, what is gone is gone."""

import json

import pytest
from botocore.exceptions import ClientError
from moto.kinesisvideo.models import Stream, kinesisvideo_backends

from rtcc.aws import sessions, streams
from rtcc.aws.clients import client
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable

NAME = "rtcc-rtcc-box-1-cam_00000000000000000000000001"


@pytest.fixture
def video(city):
    """Kinesis Video as moto has it: the control plane alone."""
    return kinesisvideo_backends["123456789012"]["us-east-1"]


def named(video):
    return [one.stream_name for one in video.streams.values()]


def older(video, status="ACTIVE", retention=0, name=NAME):
    """A stream that somebody made before."""
    one = Stream("123456789012", "us-east-1", "", name, "video/h264", "", retention, {})
    one.status, one.arn = status, f"arn:aws:kinesisvideo:us-east-1:123456789012:stream/{name}/1"
    video.streams[one.arn] = one
    return one


def refusal(code):
    return ClientError({"Error": {"Code": code}}, "Any")


def test_a_stream_keeps_nothing_and_is_made_once(video):
    streams.create(NAME)
    streams.create(NAME)

    assert named(video) == [NAME]
    told = client("kinesisvideo").describe_stream(StreamName=NAME)["StreamInfo"]
    assert (told["DataRetentionInHours"], told["MediaType"]) == (0, "video/h264")


def test_a_stream_that_keeps_is_never_used(video):
    older(video, retention=24)

    with pytest.raises(Unavailable) as refused:
        streams.create(NAME)

    assert refused.value.slug == "stream-keeps"


def test_the_first_viewer_gets_a_stream_that_nobody_else_can_take_away(video):
    left = older(video)

    streams.create(NAME, anew=True)
    streams.remove(left.arn)  # whoever still meant to remove the old one is late

    assert named(video) == [NAME]
    assert streams.find(NAME) not in {"", left.arn}


def test_a_stream_on_its_way_out_is_waited_for(video, monkeypatch):
    going = older(video, status="DELETING")
    monkeypatch.setattr(streams.time, "sleep", lambda _: video.streams.pop(going.arn, None))

    streams.create(NAME)

    assert streams.find(NAME) not in {"", going.arn}


def test_one_that_never_comes_up_is_said_so(video, monkeypatch):
    older(video, status="CREATING")
    monkeypatch.setattr(streams.time, "sleep", lambda _: None)

    with pytest.raises(Unavailable):
        streams.create(NAME)


@pytest.mark.parametrize(("busy", "holds"), [(1, True), (3, True), (4, False)])
def test_a_service_that_is_asked_too_often_is_asked_again(video, monkeypatch, busy, holds):
    waited = []
    monkeypatch.setattr(streams.time, "sleep", waited.append)
    kinesis, ask, refusals = client("kinesisvideo"), client("kinesisvideo").describe_stream, iter(range(busy))

    def describe(**told):
        if next(refusals, None) is not None:
            raise refusal("ClientLimitExceededException")
        return ask(**told)

    monkeypatch.setattr(kinesis, "describe_stream", describe)
    if holds:
        streams.create(NAME)
        assert named(video) == [NAME]
    else:
        with pytest.raises(Unavailable):
            streams.create(NAME)
    assert 0 < sum(waited) < 2.2


def test_removing_twice_is_removing(video):
    streams.create(NAME)
    arn = streams.find(NAME)

    streams.remove(arn)
    streams.remove(arn)

    assert named(video) == []
    assert streams.find(NAME) == ""


def test_streams_of_others_are_none_of_ours(video):
    older(video, name="somebody-else-s")
    older(video, name="rtcc-gone", status="DELETING")
    streams.create(NAME)

    assert [name for name, _ in streams.every()] == [NAME]


def test_whoever_wants_to_read_a_stream_is_told_where(video):
    streams.create(NAME)

    assert streams.media_endpoint(NAME).startswith("https://s-")
    with pytest.raises(Unavailable):
        streams.media_endpoint("rtcc-not-there")


@pytest.mark.parametrize("name", ["create", "find", "remove", "media_endpoint"])
def test_a_service_that_refuses_is_a_sentence(video, monkeypatch, name):
    class Refusing:
        def __getattr__(self, _):
            def ask(**_):
                raise refusal("NotAuthorizedException")

            return ask

    monkeypatch.setattr(streams, "client", lambda _: Refusing())

    with pytest.raises(Unavailable):
        getattr(streams, name)(NAME)


def test_a_viewer_s_credentials_read_one_stream_for_a_quarter_of_an_hour(environment, monkeypatch):
    asked = {}

    class Sts:
        def assume_role(self, **words):
            asked.update(words)
            keys = {"AccessKeyId": "A", "SecretAccessKey": "secret", "SessionToken": "token"}
            return {"Credentials": keys | {"Expiration": clock.now()}}

    sts = Sts()
    monkeypatch.setattr(sessions, "client", lambda _: sts)

    address = f"arn:aws:kinesisvideo:us-east-1:123456789012:stream/{NAME}/1795376504725"
    given = sessions.viewer(address, session="viw_1")

    assert (asked["DurationSeconds"], asked["RoleSessionName"]) == (900, "viw_1")
    (statement,) = json.loads(asked["Policy"])["Statement"]
    assert statement["Resource"] == address  # and not the next stream of that name
    assert sorted(statement["Action"]) == [
        "kinesisvideo:DescribeStream",
        "kinesisvideo:GetDataEndpoint",
        "kinesisvideo:GetMedia",
    ]
    assert "secret" not in repr(given)
    assert "token" not in repr(given)


def test_no_credentials_is_a_sentence(environment, monkeypatch):
    class Sts:
        def assume_role(self, **_):
            raise refusal("AccessDenied")

    monkeypatch.setattr(sessions, "client", lambda _: Sts())

    with pytest.raises(Unavailable):
        sessions.viewer(NAME, session="viw_1")
