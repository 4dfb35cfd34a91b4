"""Writes the demo's staff into the access table with the center's own service. Started by `local.actors`."""

from __future__ import annotations

import json
import sys

from rtcc.access.model import Role, system
from rtcc.roster import service as roster


def main() -> None:
    """Enroll whoever stands on stdin: a list of people, each with identity, name, badge, role, agency and ori."""
    for person in json.load(sys.stdin):
        roster.enroll(system("bootstrap"), **{**person, "role": Role(person["role"])})


if __name__ == "__main__":
    main()
