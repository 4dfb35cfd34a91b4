"""Stand-ins for the gates: what leaves the house in unit tests lands here instead."""

import hashlib
import hmac
import threading
from dataclasses import dataclass, field
from itertools import count

from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rtcc.aws.blobs import Lock, Stored
from rtcc.aws.listing import Listed
from rtcc.aws.places import Place
from rtcc.aws.uploads import Part
from rtcc.commands.model import Verb
from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.foundation.geo import Point


class Died(Exception):
    """The function was killed at this very line."""


@dataclass(frozen=True)
class Sent:
    """One message that reached a provider."""

    to: str
    text: str
    mark: str
    subject: str = ""
    html: str = ""


@dataclass
class Providers:
    """The text and e-mail providers; `fault` is what they answer with instead of an id."""

    texts: list[Sent] = field(default_factory=list)
    mails: list[Sent] = field(default_factory=list)
    fault: Exception | None = None

    def text(self, to, *, text, mark):
        self._answer()
        self.texts.append(Sent(to, text, mark))
        return f"text-{len(self.texts)}"

    def mail(self, to, *, subject, text, html, mark):
        self._answer()
        self.mails.append(Sent(to, text, mark, subject, html))
        return f"mail-{len(self.mails)}"

    def _answer(self):
        if self.fault:
            raise self.fault


@dataclass
class Geocoder:
    """Knows the addresses that a test put on its map; everything else is in the middle of the city."""

    places: dict = field(default_factory=dict)

    def find(self, address):
        return self.places.get(address, Place(address, Point(32.5, -93.7)))


class Keys:
    """The keys that never leave KMS: one that makes codes and links, one that signs."""

    def __init__(self):
        self._seal = ec.generate_private_key(ec.SECP256R1())

    def mac(self, *words):
        message = b"".join(len(w.encode()).to_bytes(4, "big") + w.encode() for w in words)
        return hmac.new(b"a key of this test", message, hashlib.sha256).digest()

    def sign(self, message):
        return self._seal.sign(message, ec.ECDSA(hashes.SHA256()))

    sign_command = sign

    def is_signed(self, message, signature):
        try:
            self._seal.public_key().verify(signature, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    def public_key(self):
        kind, shape = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        return self._seal.public_key().public_bytes(kind, shape)


class Line:
    """The way to the boxes: what was sent, as it travels; refreshes, which come by themselves, lie apart.

    `is_cut` answers as a broker does that cannot be reached.
    """

    def __init__(self, keys):
        self._keys, self.sent, self.refreshes, self.is_cut = keys, [], [], False

    def send(self, command):
        if self.is_cut:
            raise Unavailable("The box cannot be reached right now. Please try again.", slug="no-line")
        (self.refreshes if command.verb is Verb.REFRESH else self.sent).append(command)
        command.sealed(self._keys.sign_command(command.message))


class Store:
    """The gates to S3 over a dictionary: versions, locks, uploads in parts. `dies_at` kills the n-th locked write."""

    def __init__(self):
        self.versions, self.locks, self.parts, self.joined = {}, {}, {}, []
        self.verdicts, self.written = {}, {}
        self.writes, self.dies_at, self.confirms = 0, None, True
        self._numbers, self._turn = count(1), threading.Lock()

    def newest(self, bucket, key):
        return self.versions[bucket, key][-1]

    def keep(self, bucket, key, body):
        version = f"v{next(self._numbers)}"
        self.versions.setdefault((bucket, key), []).append((version, body))
        self.written[bucket, key] = clock.now()
        return Stored(bucket, key, version, len(body))

    def begin_upload(self, bucket, key):
        upload_id = f"upload-{next(self._numbers)}"
        self.parts[upload_id] = {}
        return upload_id

    def abort_upload(self, bucket, key, *, upload_id):
        self.parts.pop(upload_id, None)

    def part_url(self, bucket, key, *, upload_id, part, seconds):
        return f"https://store.invalid/{bucket}/{key}?part={part.number}&upload={upload_id}", {"x-sha": part.sha256}

    def put_part(self, upload_id, number, body):
        self.parts[upload_id][number] = body

    def parts_of(self, bucket, key, *, upload_id):
        if upload_id not in self.parts:
            return None
        held = sorted(self.parts[upload_id].items())
        return [Part(number, len(body), hashlib.sha256(body).hexdigest()) for number, body in held]

    def finish_upload(self, bucket, key, *, upload_id):
        self.joined.append(key)
        if (bucket, key) not in self.versions:
            self.keep(bucket, key, b"".join(body for _, body in sorted(self.parts[upload_id].items())))
        version, body = self.newest(bucket, key)
        return Stored(bucket, key, version, len(body))

    def stored(self, bucket, key, *, version_id=None):
        found = dict(self.versions[bucket, key])
        version_id = version_id or self.newest(bucket, key)[0]
        return Stored(bucket, key, version_id, len(found[version_id]))

    def tags(self, what):
        verdict = self.verdicts.get((what.bucket, what.key, what.version_id), "NO_THREATS_FOUND")
        return {"GuardDutyMalwareScanStatus": verdict}

    def written_at(self, bucket, key):
        return self.written.get((bucket, key))

    def held(self, bucket, key):
        return self.stored(bucket, key) if (bucket, key) in self.versions else None

    def read(self, what):
        yield dict(self.versions[what.bucket, what.key])[what.version_id]

    def copy_locked(self, source, *, bucket, key, until):
        kept = self.keep(bucket, key, b"".join(self.read(source)))
        self.locks[kept] = Lock("COMPLIANCE", until, True)
        return kept

    def lock_of(self, what):
        return self.locks.get(what, Lock("", None, False))

    def proven(self, what, *, until, hold=True):
        lock = self.lock_of(what)
        if lock.mode == "COMPLIANCE" and lock.until < until:  # a lock may grow, as in the real store
            self.locks[what] = lock = Lock(lock.mode, until, lock.hold)
        return self.confirms and lock == Lock("COMPLIANCE", until, lock.hold or hold)

    def hold_on(self, what):
        return self._set_hold(what, True)

    def hold_off(self, what):
        return self._set_hold(what, False)

    def _set_hold(self, what, on):
        if self.confirms:
            lock = self.lock_of(what)
            self.locks[what] = Lock(lock.mode, lock.until, on)
        return self.confirms

    def fetch(self, bucket, key):
        return self.newest(bucket, key)[1] if (bucket, key) in self.versions else None

    def fetch_piece(self, bucket, key, *, start, length):
        found = self.fetch(bucket, key)
        return found if found is None else found[max(start, -len(found)) :][:length]

    def first_after(self, bucket, prefix, *, after):
        keys = sorted(key for where, key in self.versions if where == bucket and key.startswith(prefix) and key > after)
        return Listed(keys[0], "", 0, self.written_at(bucket, keys[0])) if keys else None

    def put_locked(self, bucket, key, body, *, until, once=True):
        with self._turn:  # tiles are written beside each other
            self.writes += 1
            number = self.writes
        if number == self.dies_at:
            raise Died(key)
        if once and (bucket, key) in self.versions:
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "PutObject")
        return self.keep(bucket, key, body).version_id
