"""What a stolen box could do: every act of every service that we use, tried against the very policies that deploy."""

import itertools

import botocore.session
import pytest

from local.network import policy
from tests.conformance.things import POLICY
from tests.infrastructure.judging import ACCOUNT, REGION, Judge, Resolved

THING, OTHER, LONGER = "rtcc-box-1", "rtcc-box-2", "rtcc-box-1-2"
CAMERA = "cam_01jz0000000000000000000000"
VIA_S3 = {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}
# What our templates use, and what whoever has credentials tries next.
SERVICES = (
    *("s3", "kms", "kinesisvideo", "kinesis-video-media", "kinesis-video-archived-media", "dynamodb", "sqs", "sns"),
    *("lambda", "iam", "sts", "iot", "iot-data", "greengrassv2", "cloudformation", "logs", "events", "cloudwatch"),
    *("cognito-idp", "sesv2", "secretsmanager", "ssm", "ec2", "ecr", "apigateway", "guardduty", "cloudtrail"),
)
PREFIXES = {"kinesis-video-media": "kinesisvideo", "kinesis-video-archived-media": "kinesisvideo", "iot-data": "iot"}
# Rights whose names no operation bears.
UNNAMED = (
    *("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts"),
    *("s3:GetObjectVersion", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutObjectVersionTagging"),
    *("iot:Connect", "iot:Subscribe", "iot:Receive", "iot:AssumeRoleWithCertificate", "iam:PassRole"),
    *("greengrass:CreateDeployment", "greengrass:ResolveComponentCandidates", "execute-api:Invoke"),
)


def stream(thing, camera=CAMERA):
    return f"arn:aws:kinesisvideo:{REGION}:{ACCOUNT}:stream/rtcc-{thing}-{camera}/1600000000000"


@pytest.fixture(scope="module")
def resolved(plan):
    return Resolved(plan)


@pytest.fixture(scope="module")
def box(resolved):
    return Judge(resolved.role("rtcc-edge", "Box"), {"credentials-iot:ThingName": THING})


@pytest.fixture(scope="module")
def inbox(resolved):
    return resolved.arn("AWS::S3::Bucket", "Inbox")


@pytest.fixture(scope="module")
def own(resolved, inbox):
    """All that a box may do: act by resource."""
    pushing = ("kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream")
    acts = {(act, stream(THING, camera)) for act in pushing for camera in (CAMERA, f"{CAMERA}-viw_1")}
    acts |= {(act, f"{inbox}/clips/{THING}/ord_1.mp4") for act in ("s3:PutObject", "s3:AbortMultipartUpload")}
    return acts | {(act, resolved.arn("AWS::KMS::Key", "Store")) for act in ("kms:GenerateDataKey", "kms:Decrypt")}


@pytest.fixture(scope="module")
def actions(plan):
    """Every operation of those services, and every action that any policy of ours names."""
    loader = botocore.session.get_session().get_component("data_loader")
    found = set(UNNAMED)
    for service in SERVICES:
        told = loader.load_service_model(service, "service-2")
        prefix = PREFIXES.get(service, told["metadata"].get("signingName", told["metadata"]["endpointPrefix"]))
        found |= {f"{prefix}:{name}" for name in told["operations"]}
    named = {action for statement in plan.statements for action in statement.actions if "*" not in action}
    return sorted(found | named)


@pytest.fixture(scope="module")
def resources(resolved, inbox, own):
    """Its own things, those of others, and everything else that there is."""
    foreign = [stream(thing) for thing in (OTHER, LONGER, "rtcc-box-10")]
    clips = [f"{inbox}/{key}" for key in (f"clips/{OTHER}/x", f"clips/{LONGER}/x", "clips/x", "inbox/x", f"{THING}/x")]
    buckets = [*resolved.arns("AWS::S3::Bucket"), *(f"{one}/x" for one in resolved.arns("AWS::S3::Bucket"))]
    kinds = ("AWS::KMS::Key", "AWS::DynamoDB::Table", "AWS::IAM::Role", "AWS::Lambda::Function", "AWS::SQS::Queue")
    others = [arn for kind in kinds for arn in resolved.arns(kind)]
    topics = [f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/rtcc/box/{OTHER}/cmd/view.start"]
    return sorted({resource for _, resource in own} | {*foreign, *clips, *buckets, *others, *topics, "*"})


def test_a_box_can_do_its_work(box, own):
    assert [pair for pair in sorted(own) if not box.allows(*pair, **VIA_S3)] == []


def test_abuse_059_075_nothing_else_is_allowed_to_a_boxs_role(box, own, actions, resources):
    """Every act on its own things; and what it may do to those, on everything else that there is."""
    theirs, its_own = sorted({act for act, _ in own}), sorted({resource for _, resource in own})
    tried = {*itertools.product(actions, (*its_own, "*")), *itertools.product(theirs, resources)}

    assert len(actions) > 2_000
    assert len(resources) > 60
    assert [pair for pair in sorted(tried) if pair not in own and box.allows(*pair, **VIA_S3)] == []


def test_abuse_059_the_key_of_the_stores_opens_nothing_but_through_s3(box, own):
    keys = [pair for pair in sorted(own) if pair[0].startswith("kms:")]

    assert [box.allows(*pair, **{"kms:ViaService": f"dynamodb.{REGION}.amazonaws.com"}) for pair in keys] == [False] * 2
    assert [box.allows(*pair) for pair in keys] == [False] * 2


def test_abuse_059_what_a_box_reads_is_its_software_by_its_digest(plan, box, resolved):
    (software,) = [one["Resource"] for one in resolved.role("rtcc-edge", "Box") if one["Action"] == "s3:GetObject"]

    assert all(box.allows("s3:GetObject", one) for one in software)
    assert not any("*" in one for one in software)


def arn(kind, name):
    return f"arn:aws:iot:{REGION}:{ACCOUNT}:{kind}/{name}"


@pytest.fixture(scope="module")
def line(resolved, plan):
    document = resolved.value("rtcc-edge", plan.one("AWS::IoT::Policy", "BoxPolicy")["Properties"]["PolicyDocument"])
    return Judge(document["Statement"], {"iot:Connection.Thing.ThingName": THING})


OWN_LINE = {
    ("iot:Connect", arn("client", THING)),
    *(("iot:Publish", arn("topic", f"rtcc/box/{THING}/{end}")) for end in ("evt/lease", "evt/clip", "echo")),
    *(("iot:Subscribe", arn("topicfilter", f"rtcc/box/{THING}/{end}")) for end in ("cmd/+", "echo")),
    *(("iot:Receive", arn("topic", f"rtcc/box/{THING}/{end}")) for end in ("cmd/view.start", "echo")),
}
REACHED_FOR = [
    *(arn("client", name) for name in (THING, OTHER, LONGER, "center", "*")),
    *(
        arn(kind, f"{start}/{end}")
        for kind in ("topic", "topicfilter")
        for start in (*(f"rtcc/box/{thing}" for thing in (THING, OTHER, LONGER, "+")), f"$aws/things/{OTHER}")
        for end in ("cmd/view.start", "cmd/+", "evt/lease", "evt/clip", "evt/+", "echo", "#", "jobs/x", "shadow/x")
    ),
    *(arn("topicfilter", name) for name in ("#", "+", "rtcc/#", "$aws/#", "$aws/events/presence/connected/+")),
    *(arn("topic", name) for name in ("$aws/events/presence/disconnected/x", "$aws/rules/x")),
]


MAY_BE = {
    "iot:Connect": (arn("client", THING),),
    "iot:Publish": (arn("topic", f"rtcc/box/{THING}/evt/"), arn("topic", f"rtcc/box/{THING}/echo")),
    "iot:Subscribe": (arn("topicfilter", f"rtcc/box/{THING}/cmd/"), arn("topicfilter", f"rtcc/box/{THING}/echo")),
    "iot:Receive": (arn("topic", f"rtcc/box/{THING}/cmd/"), arn("topic", f"rtcc/box/{THING}/echo")),
}


def test_abuse_058_on_the_line_a_box_is_itself_and_nobody_else(line, actions):
    acts = [action for action in actions if action.split(":")[0] == "iot"]
    allowed = [pair for pair in itertools.product(acts, REACHED_FOR) if line.allows(*pair)]

    assert [pair for pair in sorted(OWN_LINE) if not line.allows(*pair)] == []
    assert len(allowed) >= 8
    assert [pair for pair in allowed if not pair[1].startswith(MAY_BE.get(pair[0], ()))] == []
    assert [name for action, name in allowed if action == "iot:Connect"] == [arn("client", THING)]


def test_the_policy_of_the_tests_is_the_one_that_deploys(resolved, plan):
    """But for what the nucleus itself says to AWS, which no test of ours plays."""
    document = resolved.value("rtcc-edge", plan.one("AWS::IoT::Policy", "BoxPolicy")["Properties"]["PolicyDocument"])
    deploys = {one for one in policy.allowed(document, THING) if not one[1].startswith("$aws/")}

    assert deploys == set(policy.allowed(POLICY, THING))


def test_abuse_062_only_whoever_orders_boxes_signs_with_the_command_key(resolved):
    key = resolved.arn("AWS::KMS::Key", "Commands")
    signers = {name for (_, name), told in resolved.roles().items() if Judge(told, {}).allows("kms:Sign", key)}

    assert {name.partition("Role")[0] for name in signers} == {"ConsoleApi", "OwnerApi", "HearBox", "CloseViews"}
