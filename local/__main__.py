"""Starts the small city and keeps it until Ctrl-C: `python -m local [--data DIR] [--port N] [--fresh] [--empty]`."""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local import city_file, seed
from local.city import City, end_on_sigterm
from local.pages import SIGNED_IN
from local.progress import Progress, Stopped

_PORT = 8600
_ELSEWHERE = ("owner", "recipient")  # who signs in to a page that is not the console


def main() -> int:
    """Run a city; 0 when it was ended, 1 when it could not start."""
    asked = _arguments()
    end_on_sigterm()
    try:
        _must_have_pages()
        data = asked.data.resolve() if asked.data else None
        progress = Progress()
        with City.start(data, asked.port, fresh=asked.fresh, progress=progress) as city:
            if not asked.empty and city["is_new"]:
                seed.fill(city, progress)
            _introduce(city, progress)
            threading.Event().wait()
    except KeyboardInterrupt:
        print("\nthe city has ended", file=sys.stderr)
    except Stopped as why:
        print(f"\n{why}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description="A small city on 127.0.0.1.")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the city in this folder (else it is forgotten)")
    parser.add_argument("--port", type=int, default=0, help=f"of its pages ({_PORT}, or the kept city's own)")
    parser.add_argument("--fresh", action="store_true", help="forget what --data kept, its code too, and start anew")
    parser.add_argument("--empty", action="store_true", help="start without the fictional registrants and calls")
    asked = parser.parse_args()
    if not asked.port and not (asked.data and (asked.data / "city.json").exists()):
        asked.port = _PORT
    return asked


def _must_have_pages() -> None:
    if all((city_file.ROOT / "web" / page / "dist" / "index.html").is_file() for page in ("citizen", *SIGNED_IN)):
        return
    if shutil.which("node") is None:
        raise Stopped("The pages need Node.js 20 or newer to be built: sudo apt-get install -y nodejs npm")
    raise Stopped("The pages are not built yet: run `make pages`, or simply `make demo`.")


def _introduce(city: dict[str, Any], progress: Progress) -> None:
    progress.say("ready")
    site, box = city["site"], city["box"]
    print(f"""
  {city["city"]["name"]} runs on this machine. Nothing leaves it; nobody in it is real.

    Citizens      {site}/
    Console       {site}/console/
    Shop's owner  {site}/owner/
    Agency        {site}/agency/      who may receive evidence
    Core box      {box["page"]}/      the shop's own page on its own network; PIN {box["pin"]}
    Outbox        {site}/outbox      every text and e-mail
""")
    _list("Sign in to the console as one of:", city, lambda role: role not in _ELSEWHERE)
    _list("To the owner's and the agency's page:", city, lambda role: role in _ELSEWHERE)
    python = Path(sys.executable)
    shown = python.relative_to(city_file.ROOT) if python.is_relative_to(city_file.ROOT) else python
    print(f"""  The code the sign-in asks for:   {shown} -m local.code analyst
  A new call for service:          {shown} -m local.call --priority 1 --kind robbery --at "412 Alder St"
  To unplug the box:               kill {box["pids"]["nucleus"]}
  To end the city:                 Ctrl-C
""")
    sys.stdout.flush()


def _list(title: str, city: dict[str, Any], is_meant: Callable[[str], bool]) -> None:
    print(f"  {title}\n")
    for role, actor in city["actors"].items():
        if "totp_secret" in actor and is_meant(role):
            print(f"    {role:<14} {actor['user']:<16} {actor['password']}")
    print()


if __name__ == "__main__":
    sys.exit(main())
