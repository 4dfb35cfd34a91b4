"""Who stands outside the house: a witness with a memory of its own, and an authority that stamps times (RFC 3161)."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from rtcc.aws import seals
from rtcc.foundation import der
from tests.engines import time_authority
from tools import witness as tool

_NAME = "clerk.example.gov/witness"


@contextmanager
def watching(folder: Path) -> Iterator[str]:
    """Start the witness of our log and name it to the product; gives its verifier key."""
    (folder / "key.der.b64").write_bytes(base64.b64encode(seals.public_key()) + b"\n")
    place = [sys.executable, "-I", "-S", str(Path(tool.__file__))]
    own = ["--name", _NAME, "--state", str(folder / "state")]
    made = subprocess.run([*place, "make-key", *own], check=True, capture_output=True, text=True)
    log = ["--origin", os.environ["LOG_ORIGIN"], "--log-key", str(folder / "key.der.b64"), "--port", "0"]
    with subprocess.Popen(
        [*place, "watch", *own, *log], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout
            told = [{"url": process.stdout.readline().strip(), "key": made.stdout.strip()}]
            with mock.patch.dict(os.environ, {"WITNESSES": json.dumps(told)}):
                yield made.stdout.strip()
        finally:
            process.kill()


@contextmanager
def stamping(folder: Path) -> Iterator[None]:
    """Start OpenSSL's own authority on this machine and name it, and its root, to the product."""
    house = time_authority.make(folder, kind="P-256")
    server = time_authority.serve(house)
    root = " ".join(base64.b64encode(one).decode() for one in der.certificates_in(house.root))
    try:
        with mock.patch.dict(os.environ, {"TSA_URL": house.url, "TSA_CHAIN": root}):
            yield
    finally:
        server.shutdown()
        server.server_close()
