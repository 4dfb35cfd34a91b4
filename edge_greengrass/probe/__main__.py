"""The probe as a program: `python -m edge_greengrass.probe` with the environment that a nucleus gives a component.

It needs awsiotsdk and nothing else. On a real core it is deployed as a component of its own (`recipe.yaml`), next to
whatever runs there, and its lines stand in that component's log. It ends with 0 when all that our components rely on
holds, and with 1 when something does not.
"""

from __future__ import annotations

import sys

from edge_greengrass.probe.checks import CHECKS
from edge_greengrass.probe.core import Check, Core, Untried, Wrong

_WIDE = 13


def main() -> int:
    """Try everything, in an order in which what breaks the connection comes last."""
    try:
        core = Core()
    except Exception as why:  # noqa: BLE001 - whatever it is: there is no nucleus to ask
        _say("DOES NOT HOLD", f"the nucleus lets a component in: {type(why).__name__} {why}")
        return 1
    missed = [check.what for check in CHECKS if not _try(check, core)]
    core.close()
    if missed:
        _say("", f"{len(missed)} of the things that the components rely on do not hold.")
        return 1
    _say("", "All that the components rely on holds.")
    return 0


def _try(check: Check, core: Core) -> bool:
    """Whether our components can live with what was found."""
    try:
        check.run(core)
    except Untried as why:
        _say("not tried", f"{check.what}: {why}")
    except Exception as why:  # noqa: BLE001 - the client throws its own errors, and each means that it does not hold
        told = str(why) if isinstance(why, Wrong) else f"{type(why).__name__} {why}".strip()
        _say("DOES NOT HOLD" if check.is_needed else "differs", f"{check.what}: {told}")
        return not check.is_needed
    else:
        _say("holds", check.what)
    return True


def _say(verdict: str, told: str) -> None:
    sys.stdout.write(f"{verdict:<{_WIDE}}  {told}\n" if verdict else f"{told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
