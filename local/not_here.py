"""What the local engine cannot take: the one list. Anything else that fails to deploy is an error."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple


class Absent(NamedTuple):
    """A resource type that does not exist at home, why, and what does its work there."""

    type: str
    why: str
    stands_in: str


ABSENT: Final = (
    Absent("AWS::GuardDuty::MalwareProtectionPlan", "the engine has no GuardDuty", "local.malware_scan"),
    Absent("AWS::CloudFront::Distribution", "the engine keeps one and serves nothing from it", "local.front_door"),
    Absent("AWS::CloudFront::OriginAccessControl", "belongs to the distribution", "local.front_door"),
    Absent("AWS::CloudFront::ResponseHeadersPolicy", "belongs to the distribution", "local.front_door"),
    Absent("AWS::CloudFront::CachePolicy", "belongs to the distribution", "local.front_door"),
    Absent("AWS::CloudFront::OriginRequestPolicy", "belongs to the distribution", "local.front_door"),
    Absent("AWS::CloudFront::Function", "belongs to the distribution", "local.front_door"),
    Absent("AWS::WAFv2::WebACL", "the engine keeps one and enforces nothing", "nothing: no limit per address"),
    Absent("AWS::WAFv2::WebACLAssociation", "as above", "nothing: no limit per address"),
    Absent("AWS::WAFv2::LoggingConfiguration", "as above", "nothing: no limit per address"),
    Absent("AWS::CloudTrail::Trail", "the engine records no data events", "nothing: custody is ours, and does run"),
    Absent("AWS::IoT::RoleAlias", "the engine has no credentials provider", "local.nucleus: it assumes the role"),
    Absent("AWS::IoT::ProvisioningTemplate", "the engine provisions nothing", "local.box_identity: it makes the thing"),
    Absent("AWS::GreengrassV2::ComponentVersion", "the engine has no Greengrass", "local.nucleus: it runs recipes"),
    Absent("AWS::SMSVOICE::ConfigurationSet", "the engine sends no texts", "local.texts: it tells by itself"),
    Absent("AWS::SES::ConfigurationSet", "the engine's mail tells nothing", "nothing: no mail comes back here"),
    Absent("AWS::SES::ConfigurationSetEventDestination", "as above", "nothing: no mail comes back here"),
    Absent("AWS::CDK::Metadata", "tells Amazon which constructs were used", "nothing"),
)

_TYPES: Final = frozenset(absent.type for absent in ABSENT)
_GONE: Final = object()
_IN_SUB: Final = re.compile(r"\$\{(\w+)[.}]")


def without_absent(template: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The template without what is absent here and without what refers to it; and the ids of what was left out.

    A bucket policy or a permission that names only an absent resource goes with it.
    """
    resources = dict(template.get("Resources", {}))
    gone = {name for name, resource in resources.items() if resource["Type"] in _TYPES}
    while found := {name for name, resource in resources.items() if name not in gone and _needs(resource, gone)}:
        gone |= found
    kept = {name: _pruned(resource, gone) for name, resource in resources.items() if name not in gone}
    outputs = {name: _pruned(output, gone) for name, output in template.get("Outputs", {}).items()}
    outputs = {name: output for name, output in outputs.items() if output is not _GONE and "Value" in output}
    return {**template, "Resources": kept, "Outputs": outputs}, sorted(gone)


def _needs(resource: dict[str, Any], gone: set[str]) -> bool:
    """Whether a resource makes no sense without what is gone: a statement list that becomes empty."""
    before = _statements(resource)
    after = _pruned(resource, gone)
    return bool(before) and (after is _GONE or not _statements(after))


def _statements(resource: dict[str, Any]) -> list[Any]:
    properties = resource.get("Properties", {})
    document = properties.get("PolicyDocument", {})
    return list(document.get("Statement", [])) if isinstance(document, dict) else []


def _pruned(value: Any, gone: set[str]) -> Any:
    """A copy of a template's value without whatever refers to a resource that is gone."""
    if isinstance(value, list):
        return [kept for item in value if (kept := _pruned(item, gone)) is not _GONE]
    if not isinstance(value, dict):
        return value
    # A function of something lost, or a statement that lost a part, would mean something else: it goes whole.
    if _is_reference(value) or "Effect" in value:
        return _GONE if _mentions(value, gone) else value
    pruned = {name: _pruned(item, gone) for name, item in value.items() if name != "DependsOn"}
    if "DependsOn" in value:
        pruned["DependsOn"] = _left(value["DependsOn"], gone)
    return {name: item for name, item in pruned.items() if item is not _GONE}


def _left(depends: str | list[str], gone: set[str]) -> list[str]:
    return [name for name in ([depends] if isinstance(depends, str) else depends) if name not in gone]


def _is_reference(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _mentions(value: Any, gone: set[str]) -> bool:
    """Whether a value refers, however deep, to one of these resources: by Ref, GetAtt or inside a Sub."""
    if isinstance(value, list):
        return any(_mentions(item, gone) for item in value)
    if not isinstance(value, dict):
        return False
    return any(_named(name, item) & gone or _mentions(item, gone) for name, item in value.items())


def _named(function: str, given: Any) -> set[str]:
    """The resources that one intrinsic function names itself."""
    if function == "Ref":
        return {str(given)}
    if function == "Fn::GetAtt":
        return {str(given[0] if isinstance(given, list) else given.split(".")[0])}
    if function == "Fn::Sub":
        return set(_IN_SUB.findall(given[0] if isinstance(given, list) else given))
    return set()
