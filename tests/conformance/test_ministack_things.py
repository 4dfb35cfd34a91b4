"""What boxes rest on: the engine's MQTT broker, its rules, its policies, and the patches of local/engine_things.py."""

import base64
import json
import socket
import ssl
import time
from pathlib import Path

import pytest
from awscrt.exceptions import AwsCrtError

from tests.conformance import things
from tests.conformance.arrange import eventually, refused
from tests.conformance.witness import Witness


@pytest.fixture(scope="module")
def box(patched_cloud):
    return things.thing(patched_cloud, "rtcc-box-1")


@pytest.fixture
def device(patched_engine, box):
    connected = things.connected(patched_engine, box)
    yield connected
    connected.link.disconnect().result(10)


@pytest.fixture(scope="module")
def listener(patched_cloud):
    """A function that writes down what the rules hand to it; two rules of the edge stack, deployed by template."""
    seen = Witness(patched_cloud)
    rules = {
        "events": "SELECT encode(*, 'base64') AS said, topic(3) AS thing, topic(5) AS kind, timestamp() AS heard_ms "
        "FROM 'rtcc/box/+/evt/+'",
        "gone": "SELECT *, 'gone' AS kind, topic(5) AS thing FROM '$aws/events/presence/disconnected/+'",
    }
    action = [{"Lambda": {"FunctionArn": seen.arn}}]
    payload = {"AwsIotSqlVersion": "2016-03-23", "RuleDisabled": False, "Actions": action}
    resources = {
        name: {"Type": "AWS::IoT::TopicRule", "Properties": {"TopicRulePayload": {**payload, "Sql": sql}}}
        for name, sql in rules.items()
    }
    may = {"Action": "lambda:InvokeFunction", "FunctionName": seen.arn, "Principal": "iot.amazonaws.com"}
    resources["May"] = {"Type": "AWS::Lambda::Permission", "Properties": may}
    _deploy(patched_cloud, "rules", resources)
    return seen


def _deploy(cloud, name, resources):
    stacks = cloud.client("cloudformation")
    stacks.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}))

    def status():
        found = stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return "" if found.endswith("IN_PROGRESS") else found

    assert eventually(status) == "CREATE_COMPLETE"


def test_a_command_published_over_https_reaches_a_box(patched_cloud, device):
    device.subscribe("rtcc/box/rtcc-box-1/cmd/#").result(10)

    patched_cloud.client("iot-data").publish(topic="rtcc/box/rtcc-box-1/cmd/view.start", qos=1, payload=b'{"a": 1}')

    assert eventually(lambda: device.heard) == [("rtcc/box/rtcc-box-1/cmd/view.start", {"a": 1})]


@pytest.mark.parametrize("act", ["subscribe", "publish"])
def test_a_box_that_reaches_for_another_boxs_topic_loses_its_connection(device, act):
    if act == "subscribe":
        answer = device.subscribe("rtcc/box/rtcc-box-2/cmd/#")
    else:
        answer = device.publish("rtcc/box/rtcc-box-2/evt/lease", {})

    with pytest.raises(AwsCrtError):
        answer.result(10)
    eventually(lambda: device.lost)


def test_a_box_cannot_connect_under_another_name(patched_engine, patched_cloud, box):
    patched_cloud.client("iot").create_thing(thingName="rtcc-box-9")

    with pytest.raises(AwsCrtError):
        things.connected(patched_engine, box, client="rtcc-box-9")


def test_a_client_without_a_certificate_is_served_nothing(patched_engine):
    trusts = ssl.create_default_context(cadata=things.authority(patched_engine).decode())
    hello = bytes([0x10, 13]) + b"\x00\x04MQTT\x04\x02\x00\x1e\x00\x01x"

    plain = socket.create_connection(("127.0.0.1", patched_engine.broker_port), 10)
    with trusts.wrap_socket(plain, server_hostname="127.0.0.1") as link:
        link.sendall(hello)
        link.settimeout(10)

        assert link.recv(64) == b""


def test_the_broker_listens_on_this_machine_only(patched_engine):
    port = f":{patched_engine.broker_port:04X}"
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    listening = [line.split()[1] for table in tables for line in table.read_text().splitlines() if " 0A " in line]

    assert [each for each in listening if each.endswith(port)] == [f"0100007F{port}"]


def test_a_rule_hands_an_event_to_a_function_with_the_box_and_the_kind(listener, device):
    claim = {"total": 2, "thing": "rtcc-box-2", "kind": "gone", "heard_ms": 7}
    device.publish("rtcc/box/rtcc-box-1/evt/lease", claim).result(10)

    [seen] = listener.saw("said")
    told = json.loads(seen)
    assert (told["thing"], told["kind"]) == ("rtcc-box-1", "lease")
    assert abs(told["heard_ms"] / 1000 - time.time()) < 60
    assert json.loads(base64.b64decode(told["said"])) == claim


def test_a_rule_hears_of_a_box_whose_connection_is_lost(listener, patched_engine, box):
    link = things.connected_by_hand(patched_engine, box)
    link.close()  # no DISCONNECT: as when the cord is pulled and the router notices

    seen = json.loads(listener.saw("gone", "disconnected", "CONNECTION_LOST")[0])
    assert (seen["kind"], seen["thing"], seen["clientId"]) == ("gone", "rtcc-box-1", "rtcc-box-1")


@pytest.mark.parametrize("kind", ["AWS::IoT::RoleAlias", "AWS::GreengrassV2::ComponentVersion"])
def test_the_engine_does_not_know_what_the_nucleus_stands_in_for(patched_cloud, kind):
    with refused("ValidationError"):
        _deploy(patched_cloud, f"absent-{kind.split(':')[-1]}", {"It": {"Type": kind, "Properties": {}}})


def test_a_template_makes_things_and_policies(patched_cloud):
    document = {"PolicyDocument": things.POLICY}
    _deploy(
        patched_cloud,
        "edge",
        {
            "Box": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": "rtcc-box-7"}},
            "May": {"Type": "AWS::IoT::Policy", "Properties": {**document, "PolicyName": "boxes"}},
        },
    )

    iot = patched_cloud.client("iot")
    assert iot.describe_thing(thingName="rtcc-box-7")["thingName"] == "rtcc-box-7"
    assert "${iot:Connection.Thing.ThingName}" in iot.get_policy(policyName="boxes")["policyDocument"]
