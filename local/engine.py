"""The local cloud as one child process on loopback: started, waited for, and always ended.

ministack stands in for AWS. It does not enforce throttles, body limits, WAF or KMS encryption of buckets; what we
rely on, and what we work around, is written down as probes under tests/conformance.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from local.aws import REGION
from local.progress import Stopped

HOST = "127.0.0.1"
_STARTS_WITHIN = 40.0
_SAVES_WITHIN = 30.0
# The engine inherits nothing of the caller's AWS settings: only what a process needs to run at all.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True)
class Engine:
    """A running engine. `keeps` says whether its state must be saved at the end."""

    endpoint: str
    port: int
    broker_port: int  # MQTT over TLS, with a certificate of the engine's own authority
    home: Path
    keeps: bool
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the engine and every Lambda worker it started; save first when the city is kept."""
        if self.keeps and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_SAVES_WITHIN)
            except subprocess.TimeoutExpired:
                print("the engine did not save within its time; the last autosave counts", file=sys.stderr)
        _end_group(self.process)
        if not self.keeps:
            shutil.rmtree(self.home, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def must_be_free(port: int, *, option: str) -> None:
    """Say in one sentence that a port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Stopped(f"Port {port} on {HOST} is taken: choose another with {option} (make demo PORT=n).") from None


def start(*, data: Path | None, port: int) -> Engine:
    """Start the engine and wait until it answers. With `data`, its state is kept there."""
    home = data / "engine" if data else Path(tempfile.mkdtemp(prefix="rtcc-city-"))
    for folder in ("state", "s3", "tmp"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    broker_port = free_port()
    process = _spawn(home, port=port, broker_port=broker_port, keeps=data is not None)
    engine = Engine(f"http://{HOST}:{port}", port, broker_port, home, data is not None, process)
    try:
        _wait(engine)
    except BaseException:
        engine.stop()
        raise
    return engine


def _spawn(home: Path, *, port: int, broker_port: int, keeps: bool) -> subprocess.Popen[bytes]:
    with (home / "engine.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "local.engine_main"],
            env=_environment(home, port=port, keeps=keeps) | {"IOT_MTLS_PORT": str(broker_port)},
            cwd=home,
            stdin=subprocess.PIPE,  # its closing tells the engine that we are gone
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours to handle: the engine ends when its state is saved
        )


def _environment(home: Path, *, port: int, keeps: bool) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | {
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "1",  # on loopback: see local.engine_things
        "SFTP_ENABLED": "0",
        "LAMBDA_EXECUTOR": "local",
        "MINISTACK_REGION": REGION,
        "MINISTACK_HOST": HOST,
        "DOCKER_HOST": "unix:///nonexistent",  # never look for a container engine
        "LOG_LEVEL": os.environ.get("RTCC_ENGINE_LOG", "INFO"),
        "RTCC_ENGINE_SAVES": os.environ.get("RTCC_ENGINE_SAVES", "15"),  # seconds between two autosaves
        "PERSIST_STATE": "1" if keeps else "0",
        "S3_PERSIST": "1" if keeps else "0",
        "STATE_DIR": str(home / "state"),
        "S3_DATA_DIR": str(home / "s3"),
        "TMPDIR": str(home / "tmp"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _wait(engine: Engine) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline:
        if engine.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{engine.endpoint}/_ministack/health", timeout=2) as answer:
                if json.load(answer)["iot_mtls"] == "listening":
                    return
        except OSError:
            pass
        time.sleep(0.1)
    tail = (engine.home / "engine.log").read_text(errors="replace").splitlines()[-8:]
    raise Stopped("The local engine did not start: " + " | ".join(tail))


def _end_group(process: subprocess.Popen[bytes]) -> None:
    # The engine leads its own session, so its id names the group of all its workers.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
    if process.stdin:
        process.stdin.close()
