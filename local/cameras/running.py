"""Starts a simulated camera in a process of its own, for tests and for whoever wants one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from local.city_file import ROOT


@dataclass(frozen=True)
class Camera:
    """One running camera."""

    address: str
    user: str
    password: str
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """Of its process."""
        return self.process.pid

    def stop(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def start(name: str, password: str, *more: str, user: str = "viewer") -> Camera:
    """Start a camera in a process of its own and wait until it listens; `more` are options of its command line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "local.cameras", "--name", name, "--user", user, *more],
        cwd=ROOT,
        env=os.environ | {"RTCC_CAMERA_PASSWORD": password},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    return Camera(json.loads(process.stdout.readline())["address"], user, password, process)
