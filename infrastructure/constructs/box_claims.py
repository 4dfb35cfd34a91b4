"""How a new machine becomes a core box: a claim certificate that can do nothing else, a template, a function that asks.

The certificate of a claim is the same on every machine of a batch. So it may speak to the template and to nothing else,
and only under names that no box bears. AWS IoT waits five seconds for the function's answer; none is a no.
"""

import json
from collections.abc import Mapping
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

TEMPLATE = "rtcc-core-box"
HOOK_VERSION = "2020-04-01"  # the one shape of what the function is asked


class BoxClaims(Construct):
    """The template with its hook, what it may do, and the policy for claim certificates."""

    def __init__(
        self, scope: Construct, name: str, *, function: lambda_.Function, policy: str, listed: Mapping[str, str]
    ) -> None:
        """`policy` is the name of what a box's own certificate may do; `listed` says what each serial becomes."""
        super().__init__(scope, name)
        function.add_environment("BOX_SERIALS", json.dumps(listed))
        stack = Stack.of(self)
        here = {"StringEquals": {"aws:SourceAccount": stack.account}}
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("iot.amazonaws.com", conditions=here),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSIoTThingsRegistration")],
            description="Makes a thing of a machine that was let in",
        )
        template = iot.CfnProvisioningTemplate(
            self,
            "Template",
            template_name=TEMPLATE,
            description="A core box of Open RTCC",
            enabled=True,
            provisioning_role_arn=role.role_arn,
            pre_provisioning_hook=iot.CfnProvisioningTemplate.ProvisioningHookProperty(
                payload_version=HOOK_VERSION, target_arn=function.function_arn
            ),
            template_body=json.dumps(template_body(policy)),
        )
        lambda_.CfnPermission(
            self,
            "MayAsk",
            action="lambda:InvokeFunction",
            function_name=function.function_arn,
            principal="iot.amazonaws.com",
            source_arn=template.attr_template_arn,
            source_account=stack.account,
        )
        iot.CfnPolicy(self, "Policy", policy_document=claim_policy(stack))


def template_body(policy: str) -> dict[str, Any]:
    """What becomes of a machine: its certificate is made active, its thing gets the name that our function gave."""
    certificate = {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}
    thing = {"ThingName": {"Ref": "ThingName"}, "AttributePayload": {"serial": {"Ref": "SerialNumber"}}}
    return {
        "Parameters": {name: {"Type": "String"} for name in ("SerialNumber", "ThingName", "AWS::IoT::Certificate::Id")},
        "Resources": {
            "certificate": {"Type": "AWS::IoT::Certificate", "Properties": certificate},
            "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": policy}},
            "thing": {"Type": "AWS::IoT::Thing", "Properties": thing},
        },
    }


def claim_policy(stack: Stack) -> dict[str, Any]:
    """Ask for a certificate and for the template; connect as `rtcc-claim-…`, so that no box is pushed off the line."""

    def named(kind: str, *names: str) -> list[str]:
        return [stack.format_arn(service="iot", resource=kind, resource_name=name) for name in names]

    asks = (
        "$aws/certificates/create/*",
        "$aws/certificates/create-from-csr/*",
        f"$aws/provisioning-templates/{TEMPLATE}/provision/*",
    )
    statements = [
        (["iot:Connect"], named("client", "rtcc-claim-*")),
        (["iot:Publish", "iot:Receive"], named("topic", *asks)),
        (["iot:Subscribe"], named("topicfilter", *asks)),
    ]
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": acts, "Resource": where} for acts, where in statements],
    }
