"""What the decoder's child says is believed only when it can be so."""

import pytest

from rtcc.access.model import system
from rtcc.aws.clients import client
from rtcc.foundation.errors import RtccError
from rtcc.preview import admission, making, service
from rtcc.preview.making import key_of
from rtcc.preview.model import SHEET, TOLD, State
from rtcc.vault import service as vault
from tests.unit.every import every
from tests.unit.hostile import MP4
from tests.unit.test_preview import told_otherwise

SELF = system("admit_preview")


@pytest.fixture
def found(center):
    """An item whose findings lie there, not admitted yet."""
    item = center.item(MP4)
    making.make(item)
    return item


@every(
    change=[
        {"parent": "0" * 64},
        {"parent_version": "another"},
        {"item": "evi_another"},
        {"preview": {"state": "certain"}},
        {"preview": {"width": -1}},
        {"preview": {"width": "64"}},
        {"preview": {"why": "x" * 301}},
        {"preview": {"why": "a\nb"}},
        {"preview": {"verified": True}},
        {"preview": {"derivatives": [{"name": "../x", "bytes": 1, "sha256": "0", "version_id": "v"}]}},
        {"preview": {"derivatives": [{"name": SHEET, "bytes": 1, "sha256": "0", "version_id": "v", "how": "real"}]}},
    ],
)
def test_findings_that_cannot_be_so_are_not_believed(found, change):
    first = {"Bucket": "preview", "Key": key_of(found.id, TOLD)}
    body = client("s3").get_object(**first)["Body"].read()

    assert refused(told_otherwise(found, **change))
    assert service.of(found).state is State.PENDING

    client("s3").put_object(**first, Body=body)  # the next change is made to what was found


def refused(where):
    try:
        admission.admit(SELF, **where)
    except (RtccError, ValueError):
        return True
    return False


def test_the_same_findings_without_a_change_are_believed(found):
    admission.admit(SELF, **told_otherwise(found))

    assert service.of(vault.item(found.id)).state is State.READY
