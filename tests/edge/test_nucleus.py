"""The stand-in for the nucleus, as AWS's own unmodified client finds it, on a real broker."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest
from awsiot.greengrasscoreipc import connect, model

from tests.conformance.arrange import eventually
from tests.conformance.test_engine_patches import policy
from tests.edge import small_box
from tests.edge.small_box import THING
from tests.engines.account import Account

ONCE = model.QOS.AT_LEAST_ONCE


def said(text):
    return model.PublishMessage(binary_message=model.BinaryMessage(message=text))


def test_configuration_is_the_recipe_with_the_deployment_in_it_and_recipe_scalars_are_text(guard):
    found = guard.get_configuration(key_path=[]).value

    assert (found["days"], found["strict"], found["deep"]) == (9, "true", {"one": "1", "two": "zwei"})
    assert guard.get_configuration(key_path=["deep"]).value == {"one": "1", "two": "zwei"}
    with pytest.raises(model.ResourceNotFoundError):
        guard.get_configuration(key_path=["nothing"])


def test_configuration_can_be_changed_by_its_component(relay):
    relay.update_configuration(key_path=["deep"], value_to_merge={"three": 3}, timestamp=datetime.now(UTC))

    assert relay.get_configuration(key_path=["deep"]).value["three"] == 3


def test_components_hear_each_other_as_json_and_as_bytes(guard, relay):
    inbox = small_box.heard(guard, "rtcc/local/relay/evt")
    message = model.PublishMessage(json_message=model.JsonMessage(message={"state": "started"}))

    relay.publish_to_topic(topic="rtcc/local/relay/evt", publish_message=message)
    relay.publish_to_topic(topic="rtcc/local/relay/evt", publish_message=said(b"\x00\xff"))

    first, second = inbox.get(timeout=10), inbox.get(timeout=10)
    assert first.json_message.message == {"state": "started"}
    assert second.binary_message.message == b"\x00\xff"
    assert second.binary_message.context.topic == "rtcc/local/relay/evt"


def test_a_component_may_only_what_its_recipe_says(relay):
    with pytest.raises(model.UnauthorizedError):
        relay.publish_to_topic(topic="rtcc/local/cut", publish_message=said(b"x"))
    with pytest.raises(model.UnauthorizedError):
        relay.subscribe_to_topic(topic="rtcc/local/#", on_stream_event=print)
    with pytest.raises(model.UnauthorizedError):
        relay.publish_to_iot_core(topic_name=f"rtcc/box/{THING}/evt/lease", qos=ONCE, payload=b"{}")


def test_a_stranger_is_not_let_in(box):
    with pytest.raises(Exception, match=r"denied|closed"):
        connect(ipc_socket=str(box.told.socket), authtoken="guessed")


def test_a_command_comes_from_the_city_and_an_event_goes_there(guard, cloud, known, running):
    inbox = small_box.heard(guard, f"rtcc/box/{THING}/cmd/#", city=True)
    cloud.client("iot-data").publish(topic=f"rtcc/box/{THING}/cmd/view.start", qos=1, payload=b'{"view": "viw_1"}')

    message = inbox.get(timeout=10)
    assert (message.topic_name, message.payload) == (f"rtcc/box/{THING}/cmd/view.start", b'{"view": "viw_1"}')

    cloud.client("iot").create_topic_rule(ruleName="up", topicRulePayload=_to_queue(cloud, running))
    guard.publish_to_iot_core(topic_name=f"rtcc/box/{THING}/evt/lease", qos=ONCE, payload=b'{"boot": "b"}')
    queue_url = cloud.client("sqs").get_queue_url(QueueName="heard")["QueueUrl"]
    got = eventually(lambda: cloud.client("sqs").receive_message(QueueUrl=queue_url).get("Messages"))
    assert json.loads(got[0]["Body"]) == {"boot": "b", "thing": THING}


def _to_queue(cloud, running):
    url = cloud.client("sqs").create_queue(QueueName="heard")["QueueUrl"]
    trust = {"Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam = cloud.client("iam")
    role = iam.create_role(RoleName="rule", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    may = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    iam.put_role_policy(RoleName="rule", PolicyName="may", PolicyDocument=policy(may))
    sql = "SELECT *, topic(3) AS thing FROM 'rtcc/box/+/evt/+'"
    return {"sql": sql, "actions": [{"sqs": {"roleArn": role, "queueUrl": url, "useBase64": False}}]}


def test_publishing_succeeds_though_the_broker_refuses_and_hangs_up(guard, box):
    before = box.ask("status")["connections"]

    guard.publish_to_iot_core(topic_name="rtcc/box/rtcc-box-6/evt/lease", qos=ONCE, payload=b"{}")

    eventually(lambda: box.ask("status")["connections"] > before and box.ask("status")["online"])


def test_a_message_of_five_thousand_bytes_comes_and_a_larger_one_never_does(guard, cloud):
    inbox = small_box.heard(guard, f"rtcc/box/{THING}/cmd/#", city=True)
    for size in (5_001, 5_000):
        cloud.client("iot-data").publish(topic=f"rtcc/box/{THING}/cmd/x", qos=1, payload=b"x" * size)

    assert len(inbox.get(timeout=10).payload) == 5_000


def test_a_message_of_ten_thousand_bytes_kills_the_connection(relay):
    with pytest.raises(Exception):  # noqa: B017, PT011 - the client throws what the runtime throws
        relay.publish_to_topic(topic="rtcc/local/relay/evt", publish_message=said(b"x" * 9_900))
    eventually(lambda: small_box.is_gone(relay))


def test_a_component_gets_the_roles_credentials_in_the_things_name(box, cloud):
    found = box.environment("guard")
    where, token = found["AWS_CONTAINER_CREDENTIALS_FULL_URI"], found["AWS_CONTAINER_AUTHORIZATION_TOKEN"]

    with urllib.request.urlopen(urllib.request.Request(where, headers={"Authorization": token})) as answer:
        given = json.load(answer)
    session = Account(cloud.endpoint, given["AccessKeyId"], given["SecretAccessKey"], given["Token"])
    session.client("s3").put_object(Bucket="inbox", Key=f"clips/{THING}/x", Body=b"x")
    assert session.client("sts").get_caller_identity()["Arn"].endswith(f"assumed-role/boxes/{THING}")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(where, headers={"Authorization": "guessed"}))


def test_a_component_sees_what_a_box_gives_it_and_no_key_of_the_city(box):
    found = box.environment("relay")

    assert (found["AWS_IOT_THING_NAME"], found["AWS_REGION"], found["COLOR"]) == (THING, "us-east-1", "blue")
    assert not {name for name in found if "SECRET" in name or "ACCESS_KEY" in name}
