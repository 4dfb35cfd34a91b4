"""What each component may say and hear: the `accessControl` of its configuration."""

from __future__ import annotations

import fnmatch
from typing import Any, Final

PUBSUB: Final = "aws.greengrass.ipc.pubsub"
MQTT: Final = "aws.greengrass.ipc.mqttproxy"
_THING: Final = "{iot:thingName}"


def may(configuration: dict[str, Any], service: str, operation: str, topic: str, *, thing: str) -> bool:
    """Whether a component with this configuration may do this with this topic."""
    policies = configuration.get("accessControl", {}).get(service, {}).values()
    return any(
        (operation in policy.get("operations", ()) or "*" in policy.get("operations", ()))
        and any(_covers(str(each).replace(_THING, thing), topic) for each in policy.get("resources", ()))
        for policy in policies
    )


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a filter with MQTT's wildcards matches a topic."""
    wanted, given = topic_filter.split("/"), topic.split("/")
    for at, level in enumerate(wanted):
        if level == "#":
            return True
        if at >= len(given) or level not in ("+", given[at]):
            return False
    return len(wanted) == len(given)


def _covers(resource: str, topic: str) -> bool:
    """A resource names a topic, or many: by `*` (any characters), or by MQTT's wildcards."""
    literal = resource.replace("[", "[[]").replace("?", "[?]")
    return fnmatch.fnmatchcase(topic, literal) or matches(resource, topic)
