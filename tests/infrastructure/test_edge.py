"""What a box may do, by its role and by its certificate, and what it is sent."""

import json

import pytest

from infrastructure.constructs.greengrass_component import BY_HAND, COMPONENTS, stage

OWN_STREAMS = "stream/rtcc-${credentials-iot:ThingName}-cam_*/*"
OWN_CLIPS = "/clips/${credentials-iot:ThingName}/*"


def role(plan):
    return [s for s in plan.roles() if s.stack == "rtcc-edge" and s.bearer.startswith("Box")]


def on_the_line(plan):
    """What the certificate allows: action by resources."""
    document = plan.one("AWS::IoT::Policy", "BoxPolicy")["Properties"]["PolicyDocument"]
    return {action: json.dumps(s["Resource"]) for s in document["Statement"] for action in s["Action"]}


def test_a_box_pushes_its_own_streams_puts_its_own_clips_and_nothing_else(plan):
    allowed = {action: s for s in role(plan) for action in s.actions}

    assert set(allowed) == {
        *("kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream"),
        *("s3:PutObject", "s3:AbortMultipartUpload", "s3:GetObject", "kms:GenerateDataKey", "kms:Decrypt"),
    }
    assert all(OWN_STREAMS in r for a, s in allowed.items() if a.startswith("kinesisvideo") for r in s.resources)
    assert [OWN_CLIPS in resource for resource in allowed["s3:PutObject"].resources] == [True]


def test_what_a_box_reads_from_a_bucket_is_its_own_software_file_by_file(plan):
    (reading,) = [s for s in role(plan) if s.allows("s3:GetObject")]

    assert len(reading.resources) == len((*COMPONENTS, *BY_HAND))
    assert all(".zip" in resource and "*" not in resource for resource in reading.resources)
    assert not any("Inbox" in resource or "Vault" in resource for resource in reading.resources)


@pytest.mark.parametrize("action", ["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive"])
def test_on_the_line_every_right_names_the_boxs_own_thing(plan, action):
    resources = json.loads(on_the_line(plan)[action])

    assert resources
    assert all("${iot:Connection.Thing.ThingName}" in json.dumps(one) for one in resources)


def test_a_box_cannot_publish_a_command_nor_hear_anybodys_events(plan):
    line = on_the_line(plan)

    assert "/cmd/" not in line["iot:Publish"]
    assert "/evt/" not in line["iot:Receive"] + line["iot:Subscribe"]


def test_the_role_of_boxes_is_taken_through_the_credentials_provider_alone(plan):
    trust = plan.one("AWS::IAM::Role", "Box")["Properties"]["AssumeRolePolicyDocument"]["Statement"]

    assert [s["Principal"] for s in trust] == [{"Service": "credentials.iot.amazonaws.com"}]


def test_what_boxes_tell_wakes_one_function_and_the_topic_names_the_thing(plan):
    rules = [one["Properties"]["TopicRulePayload"] for one in plan.all("AWS::IoT::TopicRule").values()]
    targets = {json.dumps(rule["Actions"]) for rule in rules}
    permissions = [
        one["Properties"]
        for one in plan.all("AWS::Lambda::Permission").values()
        if one["Properties"]["Principal"] == "iot.amazonaws.com" and "AdmitBox" not in json.dumps(one["Properties"])
    ]

    assert len(rules) == len(permissions) == 2
    assert len(targets) == 1
    assert all("topic(" in rule["Sql"] for rule in rules)
    assert all("SourceArn" in permission for permission in permissions)


@pytest.mark.parametrize("component", [*COMPONENTS, *BY_HAND])
def test_each_component_has_a_version_whose_recipe_names_its_archive(plan, component):
    name = component.title().replace("_", "")
    recipe = json.dumps(plan.one("AWS::GreengrassV2::ComponentVersion", name)["Properties"]["InlineRecipe"])

    assert "s3://ARTIFACTS" not in recipe
    assert ".zip" in recipe
    assert "aws.greengrass.TokenExchangeService" in recipe


@pytest.mark.parametrize("component", COMPONENTS)
def test_an_archive_holds_its_own_component_and_nothing_of_the_center(component):
    files = {path.relative_to(out).as_posix() for out in [stage(component, wheels=False)] for path in out.rglob("*.py")}
    tops = {"/".join(name.split("/")[:2]) for name in files}

    assert tops == {
        *("edge_greengrass/__init__.py", "edge_greengrass/kit", f"edge_greengrass/{component}"),
        *("rtcc/__init__.py", "rtcc/foundation", "rtcc/grants", "rtcc/commands"),
    }


def test_the_key_that_signs_commands_is_used_for_nothing_else(plan, home):
    keys = plan.all("AWS::KMS::Key", "rtcc-edge")

    assert [one["Properties"]["KeySpec"] for one in keys.values()] == ["ECC_NIST_P256"]
    assert [one["DeletionPolicy"] for one in keys.values()] == ["Retain"]
    assert home.all("AWS::KMS::Key", "rtcc-edge").keys() == keys.keys()


@pytest.mark.parametrize("name", ["HearBox", "CloseViews"])
def test_what_nobody_waits_for_is_kept_when_it_fails(plan, name):
    (kept,) = [
        one["Properties"]
        for one in plan.all("AWS::Lambda::EventInvokeConfig").values()
        if name in json.dumps(one["Properties"]["FunctionName"])
    ]

    assert kept["MaximumRetryAttempts"] == 2
    assert f"{name}Failures" in json.dumps(kept["DestinationConfig"]["OnFailure"])


def test_abuse_076_a_machine_becomes_a_box_only_if_our_function_says_so(plan):
    template = plan.one("AWS::IoT::ProvisioningTemplate", "ClaimsTemplate")["Properties"]
    (may,) = [
        one["Properties"]
        for one in plan.all("AWS::Lambda::Permission").values()
        if one["Properties"]["Principal"] == "iot.amazonaws.com" and "AdmitBox" in json.dumps(one["Properties"])
    ]

    assert "AdmitBox" in json.dumps(template["PreProvisioningHook"]["TargetArn"])
    assert "ClaimsTemplate" in json.dumps(may["SourceArn"])
    assert template["TemplateBody"]["Fn::Join"] if isinstance(template["TemplateBody"], dict) else template
    body = json.dumps(template["TemplateBody"]).replace("\\", "")
    assert '"ThingName": {"Ref": "ThingName"}' in body
    assert "BoxPolicy" in body


def test_abuse_076_a_claim_can_ask_and_do_nothing_else(plan):
    document = plan.one("AWS::IoT::Policy", "ClaimsPolicy")["Properties"]["PolicyDocument"]
    allowed = {action: json.dumps(s["Resource"]) for s in document["Statement"] for action in s["Action"]}

    assert set(allowed) == {"iot:Connect", "iot:Publish", "iot:Receive", "iot:Subscribe"}
    assert ":client/rtcc-claim-*" in allowed["iot:Connect"]
    assert all("rtcc/" not in one.replace("rtcc-", "") and '"*"' not in one for one in allowed.values())
    assert {s["Effect"] for s in document["Statement"]} == {"Allow"}


def test_abuse_076_the_list_is_the_functions_own_setting_and_empty_unless_the_city_fills_it(plan):
    told = plan.one("AWS::Lambda::Function", "AdmitBox")["Properties"]["Environment"]["Variables"]

    assert told["BOX_SERIALS"] == "{}"
