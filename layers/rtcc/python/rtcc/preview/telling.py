"""How the probe's findings travel to the record: plain JSON, not believed before every field was checked."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from typing import Any

from rtcc.foundation.errors import Invalid
from rtcc.preview.model import COPIED, DRAWN, ENCODED, MOST_BYTES, MOVIE, SHEET, Derivative, Preview, State

MOST_TOLD = 16_384
_LONGEST = 300


def spell(one: Preview) -> dict[str, Any]:
    """As plain values."""
    return dataclasses.asdict(one) | {"state": one.state.value}


def body(one: Preview, *, item_id: str, parent: str, parent_version: str) -> bytes:
    """What the probe leaves for admission: the findings, and of which bytes they are."""
    return spelled(one, item=item_id, parent=parent, parent_version=parent_version)


def spelled(one: Preview, **of: str) -> bytes:
    """The findings beside what they are of."""
    return json.dumps({**of, "preview": spell(one)}, sort_keys=True).encode()


def parsed(raw: bytes) -> Mapping[str, Any]:
    """The body again, as plain values. Raises Invalid."""
    try:
        told = json.loads(raw[: MOST_TOLD + 1])
    except ValueError:
        raise Invalid("What the probe left is no JSON.") from None
    if not isinstance(told, dict) or not isinstance(told.get("preview"), dict):
        raise Invalid("What the probe left is not what it leaves.")
    return told


def read(told: Mapping[str, Any], *, names: Collection[str] = (SHEET, MOVIE)) -> Preview:
    """The findings, every field of the kind and size that it must be. Raises Invalid.

    `names` are those of the derivatives that whoever left the findings may have made.
    """
    fields = {field.name for field in dataclasses.fields(Preview)}
    if set(told) - fields or "state" not in told:
        raise Invalid("The findings have other fields than they should.")
    rest: dict[str, Any] = {
        name: value for name, value in told.items() if name not in ("state", "derivatives", "flags")
    }
    for name, value in rest.items():
        _must_be(name, value, type(getattr(Preview(State.NONE), name)))
    flags = tuple(_must_be("flags", flag, str) for flag in told.get("flags", ()))
    made = tuple(_derivative(one, names) for one in told.get("derivatives", ()))
    return Preview(State(told["state"]), flags=flags, derivatives=made, **rest)


def _derivative(told: Mapping[str, Any], names: Collection[str]) -> Derivative:
    kinds = {"name": str, "bytes": int, "sha256": str, "version_id": str}
    how = _must_be("how", told.get("how", ""), str)
    one = Derivative(**{name: _must_be(name, told.get(name), kind) for name, kind in kinds.items()}, how=how)
    if one.name not in names or one.how not in ("", DRAWN, COPIED, ENCODED):
        raise Invalid("The findings name a derivative that nobody makes.")
    return one


def _must_be(name: str, value: Any, kind: type) -> Any:
    is_kind = type(value) is kind
    is_small = (kind is not str or (len(value) <= _LONGEST and value.isprintable())) if is_kind else False
    if not is_small or (kind is int and not 0 <= value <= 2 * MOST_BYTES):
        raise Invalid(f"The finding {name} cannot be believed.")
    return value
