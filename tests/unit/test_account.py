"""What the sender says of a file: kept with it, carried into the evidence, and written down without a name."""

from datetime import UTC, datetime

import pytest

from rtcc.canvass import submissions
from rtcc.canvass.account import Account, Shown, Source, Trimmed
from rtcc.custody import service as custody
from rtcc.vault import service as vault
from tests.unit.sending import SHA, begun, sent
from tests.unit.test_vault import admitted

READ_AT = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # ten in the morning in the city's zone
TOLD = Account(
    source=Source.RING,
    clock=Shown(datetime(2026, 11, 20, 10, 3, 12), READ_AT),
    trimmed=Trimmed(1_000, 61_000, "whole evening.mp4", 9_000_000),
)


@pytest.mark.parametrize(
    ("shown", "offset"),
    [
        (datetime(2026, 11, 20, 10, 3, 12), 192),
        (datetime(2026, 11, 20, 9, 59, 30), -30),
        (datetime(2026, 11, 20, 16, 0, 0), 21_600),  # a camera that shows UTC
        (datetime(2000, 1, 1, 0, 0, 0), -848_484_000),  # one that lost its battery
    ],
)
def test_the_offset_says_how_far_the_camera_s_clock_is_ahead(shown, offset):
    assert Shown(shown, READ_AT).offset_s("America/Chicago") == offset


def test_summer_and_winter_are_the_city_s_own():
    summer = Shown(datetime(2026, 7, 1, 10, 0), datetime(2026, 7, 1, 15, 0, tzinfo=UTC))

    assert summer.offset_s("America/Chicago") == 0


def test_what_was_not_said_is_not_kept(holder):
    assert begun(holder).account == {}


def test_what_is_said_of_a_file_is_kept_with_it_and_written_down_without_its_name(city, holder):
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=5, told=TOLD)

    assert submissions.files(holder)[0].account == {
        "source": "ring",
        "clock": {"shown": "2026-11-20T10:03:12", "seen_at": "2026-11-20T16:00:00.00Z", "offset_s": 192},
        "trimmed": {"from_ms": 1_000, "to_ms": 61_000, "name": "whole evening.mp4", "bytes": 9_000_000},
    }
    facts = custody.last(submissions.number(one)).facts
    assert (facts["source"], facts["clock_offset_s"], facts["trimmed"]) == ("ring", 192, True)
    assert "whole evening" not in str(city.lines())


def test_the_account_goes_into_the_evidence_and_its_line(city, holder):
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=submissions.PART_BYTES + 3, told=TOLD)
    submissions.finish(holder, sent(city, one).id, sha256=SHA)

    admitted(city, one)

    item = vault.item(submissions.number(one))
    assert item.account["clock"]["offset_s"] == 192
    assert item.account["trimmed"]["name"] == "whole evening.mp4"
    assert custody.last(item.id).facts["clock_offset_s"] == 192
