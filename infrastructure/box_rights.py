"""What a box may do: in the cloud by its role, on the line by its certificate. Each right names the box's own thing."""

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

# Filled in by AWS from the certificate that speaks, never by the box (abuse 58, 59).
BY_ROLE = "${credentials-iot:ThingName}"
ON_LINE = "${iot:Connection.Thing.ThingName}"


def core_policy(stack: Stack, *, inbox: s3.IBucket, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Push its own streams, put its own clips into the inbox. It can read nothing back and delete nothing."""
    # A stream's name goes on with a camera's id. Without that, rtcc-box-1 would reach the streams of rtcc-box-1-2.
    name = f"rtcc-{BY_ROLE}-cam_*/*"
    streams = stack.format_arn(service="kinesisvideo", resource="stream", resource_name=name)
    clips = inbox.arn_for_objects(f"clips/{BY_ROLE}/*")
    by_s3 = {"StringEquals": {"kms:ViaService": f"s3.{stack.region}.amazonaws.com"}}
    return [
        iam.PolicyStatement(
            actions=["kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream"],
            resources=[streams],
        ),
        # Abort, because what was already sent of a clip must go when its owner says no.
        iam.PolicyStatement(actions=["s3:PutObject", "s3:AbortMultipartUpload"], resources=[clips]),
        # Decrypt, because S3 reads back the parts of a large clip while it joins them.
        iam.PolicyStatement(actions=["kms:GenerateDataKey", "kms:Decrypt"], resources=[key.key_arn], conditions=by_s3),
    ]


def say_policy(stack: Stack, *, alias: str) -> dict[str, Any]:
    """Hear its own commands, tell its own events, hear its own echo; and what every Greengrass core needs."""

    def topics(kind: str, *names: str) -> list[str]:
        return [stack.format_arn(service="iot", resource=kind, resource_name=name) for name in names]

    own, thing = f"rtcc/box/{ON_LINE}", f"$aws/things/{ON_LINE}"
    nucleus = (f"{thing}/jobs/*", f"{thing}/shadow/*", f"{thing}/greengrass/health/json")
    statements = [
        (["iot:Connect"], topics("client", ON_LINE)),
        (["iot:Publish"], topics("topic", f"{own}/evt/*", f"{own}/echo", *nucleus)),
        (["iot:Subscribe"], topics("topicfilter", f"{own}/cmd/*", f"{own}/echo", *nucleus)),
        (["iot:Receive"], topics("topic", f"{own}/cmd/*", f"{own}/echo", *nucleus)),
        (["iot:AssumeRoleWithCertificate"], [alias]),
        # These name no resource of the caller's: AWS answers a core for itself only.
        (["greengrass:GetDeploymentConfiguration", "greengrass:ListThingGroupsForCoreDevice"], ["*"]),
        (["greengrass:ResolveComponentCandidates", "greengrass:GetComponentVersionArtifact"], ["*"]),
    ]
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": where} for actions, where in statements],
    }
