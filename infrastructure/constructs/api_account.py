"""The one role by which API Gateway writes access logs: an account has one, whatever the number of its APIs."""

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"


class ApiAccount(apigateway.CfnAccount):
    """Stages that log must wait for it."""

    def __init__(self, scope: Construct, name: str) -> None:
        role = iam.Role(
            scope,
            f"{name}Role",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(POLICY)],
        )
        super().__init__(scope, name, cloud_watch_role_arn=role.role_arn)
