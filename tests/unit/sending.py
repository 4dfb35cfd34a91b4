"""Short ways to send a file as the holder of a link, and to ask what the canvass counted."""

import hashlib

from rtcc.canvass import links, store, submissions
from tests.unit.city import PEER

PART = submissions.PART_BYTES
BODY = b"v" * (PART + 3)
SHA = hashlib.sha256(BODY).hexdigest()


def begun(holder, key="key-00001", size=PART + 3):
    return submissions.begin(holder, key=key, name="street.mp4", size=size)[0]


def sent(city, one, body=BODY):
    """All parts of a file, in the store."""
    for n in range(one.parts):
        city.store.put_part(one.upload_id, n + 1, body[n * PART : (n + 1) * PART])
    return one


def again(token):
    return links.open_link(token, peer=PEER)


def counts(holder):
    one = store.canvass(holder.request.incident_id, holder.request.canvass_id)
    return one.asked, one.uploaded, one.declined
