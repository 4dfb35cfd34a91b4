"""What packing 50 items takes in memory at 200 MB and at 2 GB, and how soon the first byte of a download is there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from bench import released, report
from bench.released import ITEMS, LINES
from bench.report import Measure
from rtcc.aws import blobs, seals
from rtcc.aws.clients import client
from rtcc.custody import log
from rtcc.custody import service as custody
from rtcc.release import package

SMALL, LARGE = 200_000_000, 2_000_000_000
MOST_MEMORY, MOST_GROWTH, MOST_SECONDS = 256, 1.1, 2.0
DOWNLOADS = 9
TOOL = Path(__file__).parent.parent / "tools" / "verify_release.py"


def main() -> int:
    """Measure, and keep it; whether all bars hold. `pack` and `check` are what runs in a process of its own."""
    if sys.argv[1:2] == ["pack"]:
        print(json.dumps(_pack(int(sys.argv[2]))))
        return 0
    if sys.argv[1:2] == ["check"]:
        print(json.dumps(_check(Path(sys.argv[2]), sys.argv[3])))
        return 0
    began = time.perf_counter()
    from tests.engines import seaweedfs
    from tests.unit.conftest import ENVIRONMENT

    with tempfile.TemporaryDirectory() as folder:
        child, account = seaweedfs.start(Path(folder))
        keys = {"AWS_ACCESS_KEY_ID": account.access_key_id, "AWS_SECRET_ACCESS_KEY": account.secret_access_key}
        told = {**ENVIRONMENT, **keys, "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL_S3": account.endpoint}
        try:
            with mock.patch.dict(os.environ, told):
                done, first = _measure(Path(folder))
        finally:
            child.stop()
    return 0 if report.write("package", _bars(done, first), notes=_notes(done, began)) else 1


def _measure(folder: Path) -> tuple[dict[int, dict[str, Any]], list[float]]:
    client.cache_clear()
    for bucket in ("vault", "release"):
        client("s3").create_bucket(Bucket=bucket)
        client("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    done, first = {}, []
    for size in (SMALL, LARGE):
        for number in range(ITEMS):
            client("s3").put_object(Bucket="vault", Key=released.key(size, number), Body=released.body(size, number))
        done[size] = _child("pack", str(size))
        what = blobs.stored("release", f"releases/{released.name(size)}.zip")
        first = [_first_byte(blobs.download_url(what, name="a.zip", seconds=300)) for _ in range(DOWNLOADS)]
        kept = folder / f"{released.name(size)}.zip"
        client("s3").download_file("release", what.key, str(kept))
        done[size]["check"] = _child("check", str(kept), done[size]["fingerprint"])
        kept.unlink()
    return done, first


def _child(*words: str) -> dict[str, Any]:
    run = subprocess.run([sys.executable, "-m", "bench.package", *words], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(run.stdout + run.stderr)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def _first_byte(url: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        answer.read(1)
        return time.perf_counter() - began


def _pack(size: int) -> dict[str, Any]:
    """Make one package as the function does; what the process held at most, in MB."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = key.public_key().public_bytes(serialization.Encoding.DER, form)
    items = [released.item(size, number) for number in range(ITEMS)]
    with ExitStack() as patched:
        for gate, name, way in (
            (seals, "public_key", lambda: public),
            (seals, "sign", lambda message: key.sign(message, ec.ECDSA(hashes.SHA256()))),
            (custody, "lines", released.lines),
            (log, "note", lambda: None),
        ):
            patched.enter_context(mock.patch.object(gate, name, way))
        before, began = _most(), time.perf_counter()
        made = package.write(released.release(size, items), items)
        seconds = time.perf_counter() - began
    print(made.sha256, file=sys.stderr)
    found = {"before": before, "most": _most(), "seconds": seconds, "bytes": made.bytes}
    return found | {"fingerprint": seals.fingerprint(public)}


def _check(path: Path, fingerprint: str) -> dict[str, Any]:
    """What the court's checker takes and says of it."""
    began = time.perf_counter()
    command = [sys.executable, "-I", str(TOOL), str(path), "--fingerprint", fingerprint]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        most, said = 0.0, []
        for line in run.stdout:
            most = max(most, _most(run.pid))
            said.append(line)
    return {"code": run.returncode, "seconds": time.perf_counter() - began, "most": most, "said": said[-1]}


def _most(pid: int | str = "self") -> float:
    """The most that a process held so far, MB; 0 when it is gone."""
    try:
        told = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(told[1]) / 1000 if told else 0.0


def _bars(done: dict[int, dict[str, Any]], first: list[float]) -> list[Measure]:
    small, large = done[SMALL], done[LARGE]
    growth = round(large["most"] / small["most"], 3)
    rate = large["bytes"] / large["seconds"] / 1e6
    slowest = round(max(first), 3)
    checked = large["check"]
    return [
        Measure("MB that the packer held at most, 50 items, 2 GB", round(large["most"]), f"<= {MOST_MEMORY}",
                large["most"] <= MOST_MEMORY, f"{large['before']:.0f} before it began"),
        Measure("the same at 2 GB over 200 MB", growth, f"<= {MOST_GROWTH}", growth <= MOST_GROWTH,
                f"{small['most']:.0f} MB at 200 MB"),
        Measure("seconds to the first byte of a download of 2 GB, slowest", slowest, f"<= {MOST_SECONDS:g}",
                slowest <= MOST_SECONDS, f"of {len(first)}"),
        Measure("seconds to pack 2 GB", round(large["seconds"], 1), "none", True, f"{rate:.0f} MB/s"),
        Measure("MB that verify_release.py held at most, 2 GB", round(checked["most"]), f"<= {MOST_MEMORY}",
                checked["most"] <= MOST_MEMORY, f"{checked['seconds']:.0f} s"),
    ]  # fmt: skip


def _notes(done: dict[int, dict[str, Any]], began: float) -> str:
    return f"""
The packer as the function runs it, in a process of its own: {ITEMS} items of equal size read from seaweedfs in pieces
and written back as one package in parts, every byte hashed on the way, with the custody report, the drafts of
certificates over {LINES} lines an item, and a C2PA sidecar of each item, for each begins as an MP4 does.
Signatures are made by a key in memory, lines by this bench, and there is no log. The most that the process held is what
Linux counted (VmHWM). A download's first byte is that of the address that a recipient is given. verify_release.py said
of the large package: {done[LARGE]["check"]["said"].strip()}
This run took {time.perf_counter() - began:.0f} s, on a machine with two processors that other work may have shared.
"""


if __name__ == "__main__":
    sys.exit(main())
