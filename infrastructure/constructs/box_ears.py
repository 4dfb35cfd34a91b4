"""How what boxes tell reaches the center: a rule on the line for each kind of news, both to one function."""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

# The thing is the topic's own word, which the box's certificate lets it use; a field of that name would be a claim.
# So what the box says is carried whole, in one field of its own: nothing in it can take another's place. And it counts
# when the line heard it, not when the function wakes: a lease that was held up must not last the longer for it.
TOLD = (
    "SELECT encode(*, 'base64') AS said, topic(3) AS thing, topic(5) AS kind, timestamp() AS heard_ms "
    "FROM 'rtcc/box/+/evt/+'"
)
GONE = "SELECT *, 'gone' AS kind, topic(5) AS thing FROM '$aws/events/presence/disconnected/+'"


class BoxEars(Construct):
    """Two topic rules, and the permission for exactly these rules to wake the function."""

    def __init__(self, scope: Construct, name: str, *, function: lambda_.IFunction) -> None:
        super().__init__(scope, name)
        for rule_name, sql in (("RtccBoxTells", TOLD), ("RtccBoxGone", GONE)):
            rule = iot.CfnTopicRule(
                self,
                rule_name,
                topic_rule_payload=iot.CfnTopicRule.TopicRulePayloadProperty(
                    sql=sql,
                    aws_iot_sql_version="2016-03-23",
                    actions=[
                        iot.CfnTopicRule.ActionProperty(
                            lambda_=iot.CfnTopicRule.LambdaActionProperty(function_arn=function.function_arn)
                        )
                    ],
                ),
            )
            lambda_.CfnPermission(
                self,
                f"{rule_name}May",
                action="lambda:InvokeFunction",
                function_name=function.function_arn,
                principal="iot.amazonaws.com",
                source_arn=rule.attr_arn,
                source_account=Stack.of(self).account,
            )


def viewer_role(scope: Construct, *, by: iam.IRole) -> iam.Role:
    """Who watches a stream: only the console's door may take this role, and narrows it to one stream each time."""
    streams = Stack.of(scope).format_arn(service="kinesisvideo", resource="stream", resource_name="rtcc-*/*")
    role = iam.Role(scope, "Viewer", assumed_by=iam.ArnPrincipal(by.role_arn), description="Watches one live stream")
    actions = ["kinesisvideo:GetMedia", "kinesisvideo:GetDataEndpoint", "kinesisvideo:DescribeStream"]
    role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[streams]))
    return role
