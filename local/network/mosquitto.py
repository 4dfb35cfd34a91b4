"""Debian's mosquitto as the city's broker: certificates asked for, each box kept to its own topics."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from local.network import policy
from local.network.certificates import Certificate
from local.nucleus import tether
from local.progress import Stopped

PORT: Final = 8883
CENTER: Final = "center"  # the one client that may say and hear everything
_WITHIN: Final = 10.0
_PLUGIN: Final = "mosquitto_dynamic_security.so"
_CONFIGURATION: Final = """
per_listener_settings false
listener {port} {host}
cafile {authority}
certfile {certificate}
keyfile {key}
require_certificate true
# The client is who its certificate says, under that name and no other (abuse 58).
use_identity_as_username true
use_username_as_clientid true
plugin {plugin}
plugin_opt_config_file {security}
log_dest file {log}
log_type all
log_timestamp_format %Y-%m-%dT%H:%M:%S
user root
"""


class Mosquitto:
    """A running broker; `log` is what it writes."""

    def __init__(self, folder: Path, identity: Certificate, *, host: str, within: tuple[str, ...] = ()) -> None:
        """`within` is what a command begins with to run in a namespace."""
        self.host, self.log = host, folder / "mosquitto.log"
        self._folder, self._identity, self._within = folder, identity, within
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, document: dict[str, Any], things: list[str]) -> None:
        """Start with these boxes under this policy. Raises Stopped."""
        program = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        plugin = next((str(path) for path in sorted(Path("/usr/lib").glob(f"*/{_PLUGIN}"))), None)
        if program is None or plugin is None:
            raise Stopped("mosquitto or its plugin is missing. Type: sudo apt-get install -y mosquitto")
        security = self._folder / "dynamic-security.json"
        policy.write(security, document, things=things, center=CENTER)
        told = _CONFIGURATION.format(
            port=PORT,
            host=self.host,
            authority=self._identity.authority,
            certificate=self._identity.certificate,
            key=self._identity.key,
            plugin=plugin,
            security=security,
            log=self.log,
        )
        (self._folder / "mosquitto.conf").write_text(told, encoding="utf-8")
        self._run(f"exec {program} -c {self._folder / 'mosquitto.conf'}")

    def _run(self, command: str) -> None:
        ours = (sys.executable, "-S", "-E", tether.__file__, str(os.getpid()), command)
        self.log.touch()
        with (self._folder / "mosquitto.out").open("wb") as out:
            self._process = subprocess.Popen([*self._within, *ours], stdout=out, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + _WITHIN
        while " running" not in self.log.read_text(errors="replace"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Stopped(f"mosquitto does not run: {self.log.read_text(errors='replace')[-500:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)
