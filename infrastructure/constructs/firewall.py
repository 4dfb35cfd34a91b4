"""What stands before everything public: AWS's own rules, and a ceiling on what one address may ask."""

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

ACL = wafv2.CfnWebACL
MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
)
# Five minutes of one address: a library or a shelter shares one, a person does not reach it.
CEILING = 2000


class Firewall(ACL):
    """`rate` counts by address: only where the address is the visitor's own, as it is at CloudFront."""

    def __init__(self, scope: Construct, name: str, *, at: str, rate: bool) -> None:
        rules = [_managed(number, rule) for number, rule in enumerate(MANAGED, start=1)]
        super().__init__(
            scope,
            name,
            scope=at,
            default_action=ACL.DefaultActionProperty(allow=ACL.AllowActionProperty()),
            visibility_config=_seen(name),
            rules=[*rules, *([_ceiling()] if rate else [])],
        )


def _managed(priority: int, name: str) -> wafv2.CfnWebACL.RuleProperty:
    return ACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=ACL.OverrideActionProperty(none={}),
        visibility_config=_seen(name),
        statement=ACL.StatementProperty(
            managed_rule_group_statement=ACL.ManagedRuleGroupStatementProperty(name=name, vendor_name="AWS")
        ),
    )


def _ceiling() -> wafv2.CfnWebACL.RuleProperty:
    return ACL.RuleProperty(
        name="OneAddress",
        priority=0,
        action=ACL.RuleActionProperty(block=ACL.BlockActionProperty()),
        visibility_config=_seen("OneAddress"),
        statement=ACL.StatementProperty(
            rate_based_statement=ACL.RateBasedStatementProperty(limit=CEILING, aggregate_key_type="IP")
        ),
    )


def _seen(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    # No samples: a sampled request shows its headers, and with them a link's token.
    return ACL.VisibilityConfigProperty(
        metric_name=name, cloud_watch_metrics_enabled=True, sampled_requests_enabled=False
    )
