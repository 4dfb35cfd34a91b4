"""What the demo's box is known by: its place in the center, its certificate, the key that commands are signed with."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from local import aws, city_file
from local.city_plan import CityPlan
from local.progress import Stopped

CERTIFICATE, KEY, AUTHORITY = "certificate.pem", "private.key", "authority.pem"


def make(endpoint: str, *, thing: str, policy: str, folder: Path) -> None:
    """Have a certificate made, let it speak for the thing and no more, and keep it in the box's folder."""
    iot = aws.client("iot", endpoint)
    made = iot.create_keys_and_certificate(setAsActive=True)
    iot.attach_policy(policyName=policy, target=made["certificateArn"])
    iot.attach_thing_principal(thingName=thing, principal=made["certificateArn"])
    _write(folder / CERTIFICATE, made["certificatePem"].encode())
    _write(folder / KEY, made["keyPair"]["PrivateKey"].encode())
    with urllib.request.urlopen(f"{endpoint}/_ministack/iot/ca.pem", timeout=10) as authority:
        _write(folder / AUTHORITY, authority.read())


def command_key(endpoint: str, key: str) -> str:
    """The public half of the key that signs commands: base64 of DER SubjectPublicKeyInfo."""
    return base64.b64encode(aws.client("kms", endpoint).get_public_key(KeyId=key)["PublicKey"]).decode()


def enroll(box: dict[str, Any], *, administrator: str, environment: dict[str, str]) -> str:
    """Let the establishment and its box in; returns the site's id.

    `box` is name, address, zone, thing, model and most_cameras. In a child process, so that nobody else sees the
    functions' environment.
    """
    number, street = box["address"].split(" ", 1)
    at = CityPlan(tuple(city_file.config()["bounds"])).find(int(number), street)
    assert at is not None
    done = subprocess.run(
        [sys.executable, "-m", "local.box_enroll"],
        input=json.dumps({**box, "lat": at.lat, "lon": at.lon, "administrator": administrator}).encode(),
        env=environment,
        capture_output=True,
        timeout=60,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise Stopped(f"The demo's box could not be enrolled: {said[-1]}")
    return done.stdout.decode().strip()


def _write(path: Path, content: bytes) -> None:
    """For its owner only."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
