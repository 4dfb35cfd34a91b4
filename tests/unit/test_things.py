"""The gate to the boxes: what goes out is signed, small, and said to have gone only when the broker took it."""

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from rtcc.aws import clients, seals, things
from rtcc.commands.model import Command, Verb, Window, accept
from rtcc.foundation import clock
from rtcc.foundation.errors import Invalid, Unavailable

NOW = clock.read("2026-11-20T10:00:00Z")


def command(**body):
    return Command("cmd_1", "rtcc-box-1", Verb.STOP_VIEW, 1, NOW, clock.after(NOW, seconds=30), body)


class Broker:
    def __init__(self, refuses=None):
        self.taken, self.refuses = [], refuses

    def publish(self, **how):
        if self.refuses:
            raise self.refuses
        self.taken.append(how)


@pytest.fixture
def broker(keys, monkeypatch):
    one = Broker()
    monkeypatch.setattr(seals, "sign_command", keys.sign)
    monkeypatch.setattr(things, "client", {"iot-data": one}.__getitem__)
    return one


def test_a_command_arrives_at_its_box_s_topic_and_is_acceptable_there(broker, keys):
    things.send(command(view="viw_1"))

    (taken,) = broker.taken
    assert (taken["topic"], taken["qos"]) == ("rtcc/box/rtcc-box-1/cmd/view.stop", 1)
    read, _ = accept(taken["payload"], box="rtcc-box-1", now=NOW, key=keys.public_key(), window=Window())
    assert read == command(view="viw_1")


def test_what_would_not_arrive_is_not_even_signed(broker, monkeypatch):
    monkeypatch.setattr(seals, "sign_command", pytest.fail)

    with pytest.raises(Invalid) as refused:
        things.send(command(view="x" * 4000))
    assert (refused.value.slug, broker.taken) == ("too-long", [])


@pytest.mark.parametrize(
    "failure",
    [
        EndpointConnectionError(endpoint_url="https://broker.invalid"),
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, "Publish"),
    ],
    ids=["no answer", "refused"],
)
def test_when_the_line_does_not_take_it_somebody_is_told(broker, failure):
    broker.refuses = failure

    with pytest.raises(Unavailable) as told:
        things.send(command())
    assert "invalid" not in told.value.detail


def test_without_the_key_nothing_is_sent(broker, monkeypatch):
    def refuse(_):
        raise ClientError({"Error": {"Code": "DisabledException", "Message": "off"}}, "Sign")

    monkeypatch.setattr(seals, "sign_command", refuse)

    with pytest.raises(Unavailable):
        things.send(command())
    assert broker.taken == []


def test_the_command_key_signs_and_no_other(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    clients.client.cache_clear()
    with mock_aws():
        kms, kind = boto3.client("kms"), {"KeyUsage": "SIGN_VERIFY", "KeySpec": "ECC_NIST_P256"}
        ours, other = (kms.create_key(**kind)["KeyMetadata"]["Arn"] for _ in "ab")
        monkeypatch.setenv("KEY_COMMANDS", ours)
        monkeypatch.setenv("KEY_SEAL", other)
        sent = command(view="viw_1")
        sealed = sent.sealed(seals.sign_command(sent.message))
        key = kms.get_public_key(KeyId=ours)["PublicKey"]
    clients.client.cache_clear()

    assert accept(sealed, box="rtcc-box-1", now=NOW, key=key, window=Window())[0] == sent
