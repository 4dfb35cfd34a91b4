"""ministack as it is shipped, without our patches: what the local city is built on."""

import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.engines.account import Account
from tests.engines.child import HOST, Child, clean_environment, free_ports


def start(folder: Path) -> tuple[Child, Account]:
    """Start the engine with authentication on and wait until it answers."""
    port = free_ports(1)[0]
    environment = clean_environment(
        BIND_HOST=HOST,
        GATEWAY_PORT=str(port),
        AUTH="true",
        IOT_MTLS_ENABLED="0",
        LAMBDA_EXECUTOR="local",
        MINISTACK_REGION="us-east-1",
        TMPDIR=str(folder),
        STATE_DIR=str(folder / "state"),
    )
    child = Child([sys.executable, "-m", "ministack"], folder=folder, environment=environment)
    endpoint = f"http://{HOST}:{port}"
    child.wait_until(lambda: _answers(f"{endpoint}/_ministack/ready"))
    return child, Account(endpoint, "test", "test")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
