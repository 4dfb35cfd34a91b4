"""What a box may say and hear, from the words of AWS IoT's policy into those of mosquitto's dynamic security."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

THING: Final = "${iot:Connection.Thing.ThingName}"
_KINDS: Final = {
    "iot:Publish": "publishClientSend",
    "iot:Subscribe": "subscribePattern",
    "iot:Receive": "publishClientReceive",
}
_EVERYTHING: Final = [{"acltype": kind, "topic": "#", "allow": True} for kind in _KINDS.values()]


def allowed(document: dict[str, Any], thing: str) -> Iterator[tuple[str, str]]:
    """Pairs of action and MQTT filter that the policy gives this thing. Raises ValueError for what it cannot say."""
    for statement in document["Statement"]:
        if statement["Effect"] != "Allow":
            raise ValueError("a denial has no counterpart here")
        for action in _listed(statement["Action"]):
            if action in _KINDS:
                for resource in _listed(statement["Resource"]):
                    yield action, _filter(str(resource), thing)


def write(path: Path, document: dict[str, Any], *, things: Iterable[str], center: str) -> None:
    """The plugin's own file: each thing with the policy's rights, the center with all, everybody else with none."""
    boxes = {thing: [_rule(*each) for each in allowed(document, thing)] for thing in things}
    rules = {**boxes, center: _EVERYTHING}
    nobody = {"publishClientSend": False, "publishClientReceive": False, "subscribe": False, "unsubscribe": True}
    told = {
        "defaultACLAccess": nobody,
        "clients": [{"username": name, "roles": [{"rolename": name}]} for name in rules],
        "groups": [],
        "roles": [{"rolename": name, "acls": acls} for name, acls in rules.items()],
    }
    path.write_text(json.dumps(told), encoding="utf-8")


def _filter(resource: str, thing: str) -> str:
    """`arn:…:topicfilter/rtcc/box/<thing>/cmd/*` as `rtcc/box/<name>/cmd/#`."""
    topic = resource.split(":", 5)[-1].partition("/")[2].replace(THING, thing)
    inner = topic.removesuffix("/*")
    if "*" in inner or "$" in inner.removeprefix("$aws"):
        raise ValueError(f"{resource} has no counterpart here")
    return f"{inner}/#" if inner != topic else topic


def _rule(action: str, topic: str) -> dict[str, Any]:
    return {"acltype": _KINDS[action], "topic": topic, "allow": True}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
