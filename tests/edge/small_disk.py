"""A recorder's ring on a disk of 2 MB that fills up, is mended, turns read-only and comes back: told as JSON.

Run in a mount namespace of its own: `unshare -rm python -m tests.edge.small_disk FOLDER`.
"""

import itertools
import json
import subprocess
import sys
from pathlib import Path

from edge_greengrass.kit import holds, index
from edge_greengrass.recorder.camera import Camera
from edge_greengrass.recorder.listed import Listed
from edge_greengrass.recorder.recorder import Recorder
from edge_greengrass.recorder.ring import Ring
from edge_greengrass.recorder.standing import State
from edge_greengrass.recorder.tape import Tape
from rtcc.foundation import ids
from tests.edge.footage import film
from tests.edge.site import LOOPBACK

NOW = 1_790_000_000_000
ID = ids.new("cam")


class Viewer:
    """Counts what a viewer of the live picture is given."""

    def __init__(self):
        self.transport, self.frames = self, 0

    def get_write_buffer_size(self):
        return 0

    def write(self, _data):
        self.frames += 1

    def close(self):
        pass


class Site:
    """One camera whose frames a script hands in."""

    def __init__(self, home):
        self.recorder = Recorder(home, network=LOOPBACK)
        self.ring = Ring(home / "ring" / ID, 7, lambda: self.recorder.calendar.ran)
        self.camera = Camera(Listed(ID, "", "", "", 7), self.ring, network=LOOPBACK)
        self.camera.standing.be(State.RECORDING)
        self.recorder._cameras[ID] = (self.camera, None)
        self.tape, self.viewer, self.frame = Tape(self.ring, self.camera.feed), Viewer(), 0
        self.pictures = film(30)
        self.tape.begin(self.pictures[0].track)

    def film(self, groups):
        for _ in range(groups * 15):
            picture = self.pictures[self.frame % len(self.pictures)]
            self.tape.take(NOW + self.frame * 67, is_key=picture.is_key, data=picture.sample * 3)
            if not self.camera.feed.readers:
                self.camera.feed.join(self.viewer)
            self.frame += 1

    def told(self):
        told = self.recorder.told()
        camera, health = told["cameras"][0], told["health"]
        found = list(index.between(self.ring.folder, 0, 1 << 60))
        facts = {"state": camera["state"], "why": camera.get("why", ""), "disk": health["disk"]}
        facts |= {"live": self.viewer.frames, "kept": sum(bool(piece.read()) for piece in found)}
        facts["first"] = (found[0].entry.start - NOW) // 1000
        facts["gaps"] = sum(a.entry.end != b.entry.start for a, b in itertools.pairwise(found))
        return facts


def mount(*how):
    subprocess.run(["mount", *map(str, how)], check=True)


def main(home):
    """Everything that happens to the disk, and what was told after each."""
    mount("-t", "tmpfs", "-o", "size=2m", "disk", home)
    site, told = Site(home), {}
    site.film(190)  # four segments
    told["fine"] = site.told()
    with (home / "ballast").open("wb") as file:
        free = site.recorder.health.free_percent
        file.write(bytes(2 * 2**20 * (free - 17) // 100))
    told["filling"] = site.told()
    holds.hold(site.ring.folder, "ord_1", NOW, NOW + 1000)
    _fill(home / "more")
    site.film(10)
    told["full"] = site.told()
    site.recorder.make_room()
    told["made room"] = site.told()
    for name in ("ballast", "more"):
        (home / name).unlink(missing_ok=True)
    site.film(10)
    site.recorder.make_room()
    told["mended"] = site.told()
    site.ring._end()
    site.ring.durable()()
    mount("-o", "remount,ro", home)
    site.film(10)
    told["read-only"] = site.told()
    mount("-o", "remount,rw", home)
    site.film(10)
    told["writable"] = site.told()
    sys.stdout.write(json.dumps(told))


def _fill(path):
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
