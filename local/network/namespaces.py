"""Two network namespaces with a cable between them: the city's side and the box's. Gone when the program ends."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from local.progress import Stopped

CITY_ADDRESS, BOX_ADDRESS = "10.77.0.1", "10.77.0.2"
_CITY_END, _BOX_END = "city0", "box0"
_WAITS: Final = ("sh", "-c", "ip link set lo up; echo ready; exec cat")
_PROGRAMS: Final = ("unshare", "nsenter", "ip")
_REMEDY: Final = (
    "this kernel lets {who} make no network namespace ({why}). Type: "
    "sudo sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
)


class Network:
    """`city` and `box` are what a command begins with to run on that side."""

    def __init__(self) -> None:
        if missing := [name for name in _PROGRAMS if not shutil.which(name)]:
            raise Stopped(f"{', '.join(missing)} missing. Type: sudo apt-get install -y util-linux iproute2")
        self._holders: list[subprocess.Popen[bytes]] = []
        self.city = _inside(self._hold(("unshare", "--user", "--map-root-user", "--net", *_WAITS)))
        inner = self._hold((*self.city, "unshare", "--net", *_WAITS))
        self.box = _inside(inner)
        self._do("city", f"link add {_CITY_END} type veth peer name {_BOX_END} netns {inner}")
        self._do("city", f"addr add {CITY_ADDRESS}/30 dev {_CITY_END}")
        self._do("box", f"addr add {BOX_ADDRESS}/30 dev {_BOX_END}")
        self._do("city", f"link set {_CITY_END} up")
        self.mend()

    def cut(self) -> None:
        """Pull the cable at the box. Connections stay open, and nothing passes any more."""
        self._do("box", f"link set {_BOX_END} down")

    def mend(self) -> None:
        """Put it in again."""
        self._do("box", f"link set {_BOX_END} up")

    def end(self) -> None:
        """Let both namespaces go; what still runs in one keeps it alive."""
        for holder in reversed(self._holders):
            if holder.stdin:
                holder.stdin.close()
            holder.wait(10)
            if holder.stdout:
                holder.stdout.close()

    def _hold(self, command: tuple[str, ...]) -> int:
        """A process that does nothing but keep a namespace; it ends when we do."""
        holder = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        assert holder.stdout
        assert holder.stderr
        said = holder.stdout.readline()
        if said != b"ready\n":
            why = holder.stderr.read().decode(errors="replace").strip()
            self.end()
            raise Stopped(_REMEDY.format(who="this user", why=why))
        self._holders.append(holder)
        return holder.pid

    def _do(self, side: str, what: str) -> None:
        done = subprocess.run([*getattr(self, side), "ip", *what.split()], capture_output=True, text=True)
        if done.returncode:
            raise Stopped(f"ip {what}: {done.stderr.strip()}")


def _inside(pid: int) -> tuple[str, ...]:
    return ("nsenter", "--target", str(pid), "--user", "--net", "--preserve-credentials")
