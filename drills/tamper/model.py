"""One tampering: what is done, where, by whose hands, which checkers must name it, and in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")

VERIFY = "custody.verify()"  # the judge of the record: table against log, every hour
SEALER = "the next sealing"
WITNESS = "the witness"
SWEEP = "the sweep"
FIXITY = "the fixity check"
STORE = "the store itself"
TOOL = "verify_release.py"
WITNESSED = "verify_release.py --witness"
PAGE = "verify.html"


@dataclass(frozen=True, slots=True)
class Tampering(Generic[T]):
    """`do` does it, and may raise the store's own refusal. Each of `by` must name it with the words `says`."""

    what: str
    where: str
    do: Callable[[T], Any]
    by: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A tampering that no checker can name, and why."""

    what: str
    why: str
