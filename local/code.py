"""Prints the sign-in code that a demo actor's authenticator shows now: `python -m local.code analyst`."""

from __future__ import annotations

import sys
import time

import pyotp

from local import city_file
from local.progress import Stopped


def main() -> int:
    """Print the code, and how long it holds."""
    try:
        actors = {name: actor for name, actor in city_file.read()["actors"].items() if "totp_secret" in actor}
    except Stopped as why:
        print(why, file=sys.stderr)
        return 1
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in actors:
        print(f"Say whose code: python -m local.code {' | '.join(actors)}", file=sys.stderr)
        return 2
    print(pyotp.TOTP(actors[wanted]["totp_secret"]).now())
    print(f"holds for {30 - int(time.time()) % 30} s; user name {actors[wanted]['user']}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
