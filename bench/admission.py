"""What admission takes, in processor and memory, beside `sha256sum` and a bare GET of the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from boto3.s3.transfer import TransferConfig

from bench import report
from bench.report import Measure
from tests.engines import seaweedfs
from tests.engines.account import Account

ROUNDS = 3
SMALL, LARGE = 200_000_000, 2_000_000_000
MOST_CPU, MOST_MB, FLAT = 1.5, 128, 1.1
_PART = 32 * 2**20


def main() -> int:
    """Measure, keep, and say whether everything holds."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        store, account = seaweedfs.start(Path(folder))
        try:
            rounds = {size: _rounds(account, Path(folder), size) for size in (SMALL, LARGE)}
        finally:
            store.stop()
    notes = _notes(rounds, time.perf_counter() - started)
    return 0 if report.write("admission", _measures(rounds), notes=notes) else 1


def _rounds(account: Account, folder: Path, size: int) -> list[dict[str, float]]:
    """Processor seconds of each, and our memory, in turns: first us, then them, and the other way round."""
    clip, digest = _clip(folder / f"{size}.mp4", size)
    s3 = account.client("s3")
    inbox, vault = f"inbox-{size}", f"vault-{size}"
    s3.create_bucket(Bucket=inbox)
    s3.put_bucket_versioning(Bucket=inbox, VersioningConfiguration={"Status": "Enabled"})
    s3.create_bucket(Bucket=vault, ObjectLockEnabledForBucket=True)
    s3.upload_file(str(clip), inbox, "clip", Config=TransferConfig(multipart_chunksize=_PART, max_concurrency=2))
    url = s3.generate_presigned_url("get_object", Params={"Bucket": inbox, "Key": "clip"}, ExpiresIn=3600)
    peers = {
        "sha256sum": ["sha256sum", str(clip)],
        "openssl": ["openssl", "dgst", "-sha256", str(clip)],
        "get": ["curl", "--silent", "--fail", "--output", "/dev/null", url],
    }
    done = []
    for n in range(ROUNDS):
        took: dict[str, float] = {}
        if n % 2:
            took = _ours(account, inbox, vault, n, digest)
        took |= {name: _cpu(command) for name, command in peers.items()}
        if not n % 2:
            took |= _ours(account, inbox, vault, n, digest)
        done.append(took)
    clip.unlink()
    return done


def _clip(path: Path, size: int) -> tuple[Path, str]:
    """A file of random bytes, and its digest."""
    flat = hashlib.sha256()
    with path.open("wb") as out:
        for start in range(0, size, 2**20):
            piece = os.urandom(min(2**20, size - start))
            flat.update(piece)
            out.write(piece)
    return path, flat.hexdigest()


def _ours(account: Account, inbox: str, vault: str, n: int, digest: str) -> dict[str, float]:
    """One admission in a process of its own, as one call of the function is."""
    environment = os.environ | {
        "AWS_ENDPOINT_URL_S3": account.endpoint,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key,
        "AWS_DEFAULT_REGION": "us-east-1",
        "POWERTOOLS_METRICS_NAMESPACE": "RTCC",
        "BUCKET_INBOX": inbox,
        "BUCKET_VAULT": vault,
        "LOCK_DAYS": "1",
    }
    command = [sys.executable, "-m", "bench.admission", "child", f"sub_{n}", digest]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _child(submission: str, digest: str) -> None:
    """Admit what lies in the inbox with everything loaded that the function loads; say what it took."""
    import functions.admit_upload.handler  # noqa: F401 its memory counts
    from rtcc.aws import blobs, settings
    from rtcc.foundation import clock
    from rtcc.vault import service
    from rtcc.vault.model import Origin

    source = blobs.stored(settings.need("BUCKET_INBOX"), "clip")
    before, begun, at_rest = _used(resource.RUSAGE_SELF), time.perf_counter(), _peak()
    origin = Origin("inc_1", "26-1", "cvs_1", "req_1", submission)
    one = service.seal(source, origin, name="clip.mp4", declared=digest, flaw="", received_at=clock.now())
    assert one.sha256 == digest, "other bytes"
    assert not one.flaw, one.flaw
    took = {"ours": _used(resource.RUSAGE_SELF) - before, "seconds": time.perf_counter() - begun}
    print(json.dumps(took | {"mb": _peak(), "at rest": at_rest}))


def _cpu(command: Sequence[str]) -> float:
    before = _used(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return _used(resource.RUSAGE_CHILDREN) - before


def _used(whose: int) -> float:
    """Seconds of processor, the program's own and the system's for it."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _peak() -> float:
    """The most memory that this process ever held, MB. Not `ru_maxrss`: a child begins with its parent's."""
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) / 1000


def _measures(rounds: dict[int, list[dict[str, float]]]) -> list[Measure]:
    large, small = rounds[LARGE], rounds[SMALL]
    ratio = median(one["ours"] / (one["sha256sum"] + one["get"]) for one in large)
    harder = median(one["ours"] / (one["openssl"] + one["get"]) for one in large)
    most = max(one["mb"] for one in large)
    flat = most / max(one["mb"] for one in small)
    name = "processor of admitting 2 GB beside {} and a bare GET of the same bytes"
    return [
        Measure(name.format("`sha256sum`"), round(ratio, 3), f"<= {MOST_CPU}", ratio <= MOST_CPU, _peers(large)),
        Measure(name.format("`openssl dgst`"), round(harder, 3), "none", True, _peers(large, "openssl")),
        Measure("memory of admitting 2 GB, most, MB", round(most), f"<= {MOST_MB}", most <= MOST_MB, _at_rest(large)),
        Measure("memory at 2 GB beside 200 MB", round(flat, 3), f"<= {FLAT}", flat <= FLAT),
    ]


def _peers(rounds: list[dict[str, float]], digest: str = "sha256sum") -> str:
    ours, theirs, get = (median(one[name] for one in rounds) for name in ("ours", digest, "get"))
    return f"{ours:.2f} s; {digest} {theirs:.2f} s, GET {get:.2f} s"


def _at_rest(rounds: list[dict[str, float]]) -> str:
    return f"{max(one['at rest'] for one in rounds):.0f} before it began"


def _notes(rounds: dict[int, list[dict[str, Any]]], took: float) -> str:
    seconds = median(one["seconds"] for one in rounds[LARGE])
    return f"""
Random bytes in the inbox of a seaweedfs on the same machine; {ROUNDS} rounds of 200 MB and of 2 GB in turns, medians.
Ours is `rtcc.vault.service.seal` in a process of its own that loaded all that the function loads: the copy into the
vault under lock and hold (the store moves those bytes), the lock read back, and every byte of the copy read and
digested. Not in it: the row and the line, two small writes whatever the size. Processor is that of the process, its
own and the system's for it, without loading; that of `sha256sum` and `curl` is of their whole processes. The store's
own processor counts for nobody.

`sha256sum` of Debian does not use the processor's instructions for SHA-256, Python's and OpenSSL's digests do: hence
the second row, against the harder peer, which has no bar. Admitting 2 GB took {seconds:.0f} s here, this run
{took:.0f} s.
"""


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        _child(*sys.argv[2:])
        sys.exit(0)
    sys.exit(main())
