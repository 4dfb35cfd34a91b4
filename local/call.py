"""Plays the dispatch system: `python -m local.call --priority 1 --kind robbery --at "412 Alder St"`."""

from __future__ import annotations

import argparse
import json
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local import actors, city_file
from local.city_plan import CityPlan
from local.geocoder import place_of
from local.progress import Stopped


def put(city: dict[str, Any], number: str, call: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send one call for service, signed as the dispatch system; give the status and what was answered."""
    given = actors.dispatch(city["aws"]["endpoint"], city["actors"]["dispatch"]["role_arn"])
    keys = Credentials(given["access_key_id"], given["secret_access_key"], given["session_token"])
    url = f"{city['apis']['dispatch']}/calls/{number}"
    request = AWSRequest(
        "PUT",
        url,
        data=json.dumps(call).encode(),
        headers={"Content-Type": "application/json"},
    )
    SigV4Auth(keys, "execute-api", city["aws"]["region"]).add_auth(request)
    signed = urllib.request.Request(url, request.data, dict(request.headers.items()), method="PUT")
    try:
        with urllib.request.urlopen(signed, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read() or b"{}")


def call_at(city: dict[str, Any], address: str, *, priority: int, kind: str, state: str = "open") -> dict[str, Any]:
    """The body of a call at an address of the drawn city. Raises Stopped when there is no such address."""
    found = place_of(CityPlan(tuple(city["city"]["bounds"])), city["city"], address)
    if found is None:
        raise Stopped(f"There is no {address} in {city['city']['name']}: try 412 Alder St or 715 Elm St.")
    lon, lat = found["Position"]
    return {
        "priority": priority,
        "kind": kind,
        "address": found["Title"].split(",")[0],
        "lat": lat,
        "lon": lon,
        "opened_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "state": state,
    }


def main() -> int:
    """Send one call and say what became of it."""
    parser = argparse.ArgumentParser(prog="python -m local.call", description="Send a call for service.")
    parser.add_argument("--priority", type=int, choices=(1, 2, 3, 4), default=1)
    parser.add_argument("--kind", default="robbery")
    parser.add_argument("--at", default="412 Alder St", metavar="ADDRESS")
    parser.add_argument("--number", default=datetime.now(UTC).strftime("%y-%m%d%H%M%S"))
    parser.add_argument("--close", action="store_true", help="close the call instead of opening it")
    asked = parser.parse_args()
    try:
        city = city_file.read()
        state = "closed" if asked.close else "open"
        call = call_at(city, asked.at, priority=asked.priority, kind=asked.kind, state=state)
    except Stopped as why:
        print(why, file=sys.stderr)
        return 1
    status, answer = put(city, asked.number, call)
    print(f"{asked.number}: {call['kind']} at {call['address']}, priority {call['priority']} ({status})")
    if status >= 300:
        print(json.dumps(answer, indent=2), file=sys.stderr)
    return 0 if status < 300 else 1


if __name__ == "__main__":
    sys.exit(main())
