"""What deletes must be told what: an empty name would be that of everything."""

import pytest

from rtcc.aws import erasing
from rtcc.aws.clients import client


def test_nothing_is_deleted_without_a_name(center):
    client("s3").put_object(Bucket="inbox", Key="inbox/req_1/sub_1", Body=b"x")

    with pytest.raises(ValueError, match="without a name"):
        erasing.erase_all("inbox", "")

    assert [one.key for one in erasing.versions("inbox", "inbox/req_1/")] == ["inbox/req_1/sub_1"]
    assert erasing.erase_all("inbox", "inbox/req_1/sub_1") == 0
    assert list(erasing.versions("inbox", "inbox/req_1/")) == []
