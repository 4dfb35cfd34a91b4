"""What boxes in the field stand on: their names, what each may do by its own certificate, the software they run."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_kms as kms
from constructs import Construct

from infrastructure.box_rights import core_policy, say_policy
from infrastructure.constructs.greengrass_component import BY_HAND, COMPONENTS, GreengrassComponent
from infrastructure.settings import Settings
from infrastructure.stacks.evidence import Evidence


class Edge(Stack):
    """Things, one policy with a variable for the thing, one role behind an alias, one version of each component."""

    def __init__(self, scope: Construct, name: str, *, settings: Settings, evidence: Evidence) -> None:
        super().__init__(scope, name, description="Open RTCC: core boxes")
        self.key_commands = kms.Key(
            self,
            "Commands",
            description="Signs commands to core boxes; each use is logged",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=settings.removal,
        )
        self.role = iam.Role(
            self,
            "Box",
            assumed_by=iam.ServicePrincipal("credentials.iot.amazonaws.com"),
            description="What a box may do in the cloud by its own certificate",
        )
        for statement in core_policy(self, inbox=evidence.inbox, key=evidence.key_store):
            self.role.add_to_policy(statement)
        alias = iot.CfnRoleAlias(self, "BoxAlias", role_arn=self.role.role_arn, credential_duration_seconds=3600)
        policy = iot.CfnPolicy(self, "BoxPolicy", policy_document=say_policy(self, alias=alias.attr_role_alias_arn))
        self.policy = policy.ref
        for box in settings.boxes:
            iot.CfnThing(self, box, thing_name=box)
        self.components = [GreengrassComponent(self, each, settings=settings) for each in (*COMPONENTS, *BY_HAND)]
        archives = [each.artifact.bucket.arn_for_objects(each.artifact.s3_object_key) for each in self.components]
        self.role.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=archives))
        CfnOutput(self, "KeyCommands", value=self.key_commands.key_arn)
        CfnOutput(self, "RoleBox", value=self.role.role_arn)
        CfnOutput(self, "PolicyBox", value=policy.ref)
        CfnOutput(self, "ThingBox", value=",".join(settings.boxes) or "none")
