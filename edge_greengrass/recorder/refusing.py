"""Why a camera is not recorded, in sentences that its owner can act on."""

from __future__ import annotations


class Absent(Exception):
    """The camera does not answer, or the line broke; we try again soon."""


class Refusal(Exception):
    """The camera answers and cannot be recorded as it is; the sentence says what to set on it."""
