"""seaweedfs: a real S3 server that keeps locks, holds and checksums as AWS does."""

import json
import sysconfig
import urllib.error
import urllib.request
from pathlib import Path

from tests.engines.account import Account
from tests.engines.child import HOST, Child, clean_environment, free_ports

# Every right there is: what this key cannot do, no key can. Letters alone: DynamoDB Local takes no others beside it.
KEY_ID, SECRET = "everyright", "there-is-in-this-store"
RIGHTS = ["Admin", "Read", "ReadAcp", "Write", "WriteAcp", "List", "Tagging", "BypassGovernanceRetention"]
PORTS = ("s3", "filer", "master", "volume", "admin")
# Telemetry is on by default; buckets made by accident and silent recursive deletes would hide mistakes.
FLAGS = [
    "-admin.ui=false",
    "-webdav=false",
    "-master.telemetry=false",
    "-s3.autoCreateBucket=false",
    "-s3.allowDeleteBucketNotEmpty=false",
    "-volume.max=50000",  # each bucket takes some; by itself it gives as many as the disk could fill
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
]


def start(folder: Path) -> tuple[Child, Account]:
    """Start a store that keeps its objects in the folder, and wait until S3 answers."""
    rights = folder / "s3.json"
    credentials = [{"accessKey": KEY_ID, "secretKey": SECRET}]
    rights.write_text(json.dumps({"identities": [{"name": "root", "credentials": credentials, "actions": RIGHTS}]}))
    ports = free_ports(2 * len(PORTS))
    named = [f"-{name}.port={ports.pop()}" for name in PORTS]
    remote = [f"-{name}.port.grpc={ports.pop()}" for name in PORTS]
    sockets = [f"-{name}.localSocket={folder / name}.sock" for name in ("s3", "filer")]
    weed = Path(sysconfig.get_path("scripts")) / "weed"
    command = [str(weed), "mini", f"-dir={folder}", f"-ip={HOST}", f"-ip.bind={HOST}", f"-s3.config={rights}"]
    child = Child(
        [*command, *FLAGS, *named, *remote, *sockets], folder=folder, environment=clean_environment(TMPDIR=str(folder))
    )
    endpoint = f"http://{HOST}:{named[0].split('=')[1]}"
    child.wait_until(lambda: _answers(f"{endpoint}/healthz"))
    return child, Account(endpoint, KEY_ID, SECRET)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
