"""What a sweep looks at in unit tests: the stores in memory, as a listing tells of them."""

from functions.sweep_stores import handler as sweep_stores
from rtcc.aws import listing, queue
from rtcc.aws.listing import Listed
from rtcc.custody import service as custody
from rtcc.foundation import clock

QUEUES = {"QUEUE_ADMIT_UPLOAD": "uploads", "QUEUE_ADMIT_CLIP": "clips", "QUEUE_ADMIT_PREVIEW": "previews"}
QUEUES |= {"QUEUE_PROBE_MEDIA": "probes", "QUEUE_MARK_MEDIA": "marks"}


class Shelf:
    """What the stores list, and what the sweep asked for."""

    def __init__(self, city):
        self.city, self.open, self.markers, self.gone, self.asked = city, [], [], set(), []
        self.since = clock.now()

    def versions(self, bucket):
        for (held, key), versions in self.city.store.versions.items():
            for version, body in versions:
                if held == bucket and version not in self.gone:
                    yield Listed(key, version, len(body), self.since)
        yield from (Listed(key, "m1", 0, self.since, True) for held, key in self.markers if held == bucket)


def stocked(city, monkeypatch):
    """The gates that a sweep uses, over the city's store."""
    one = Shelf(city)
    monkeypatch.setattr(listing, "versions", one.versions)
    monkeypatch.setattr(listing, "open_uploads", lambda _bucket: iter(one.open))
    monkeypatch.setattr(queue, "hand_over", lambda url, words: one.asked.append((url, words)))
    for name, value in QUEUES.items():
        monkeypatch.setenv(name, value)
    return one


def swept():
    """What one sweep found."""
    return sweep_stores.handle({}, None)


def told(subject):
    """The lines that sweeps left of one thing: what was found, and how it ended."""
    lines = [line for line in custody.lines(subject) if line.event == "stores.sweep"]
    return [(line.facts["found"], line.facts["cured"], line.outcome.value) for line in lines]
