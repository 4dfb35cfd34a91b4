"""Answering: a link opens one request and nothing else, and a receipt is the same however often one asks."""

import hashlib

import pytest

from rtcc.aws.uploads import Part
from rtcc.canvass import submissions
from rtcc.canvass.model import RequestState
from rtcc.canvass.rows import RequestRow
from rtcc.foundation.errors import Conflict, Gone, Invalid, NotFound, TooMany
from tests.unit.city import PEER
from tests.unit.sending import BODY, PART, SHA, again, begun


def test_looking_at_a_link_changes_nothing_however_often(city):
    _, token = city.asked()
    before = city.contents()

    for _ in range(3):
        submissions.files(again(token))

    assert city.contents() == before


@pytest.mark.parametrize("token", ["", "0" * 26, "x" * 5_000])
def test_a_token_that_is_none_opens_nothing(city, token):
    with pytest.raises(NotFound):
        again(token)


def test_a_link_expires(city, later):
    _, token = city.asked()
    later(days=10)

    with pytest.raises(Gone) as gone:
        again(token)

    assert gone.value.slug == "expired"


def test_a_closed_request_says_thanks(city):
    holder, token = city.asked()
    row = RequestRow.get(f"request#{holder.request.id}", "request")
    row.update([RequestRow.state.set(RequestState.CLOSED)])

    with pytest.raises(Gone, match="Thank you") as gone:
        again(token)

    assert gone.value.slug == "closed"


def test_the_same_key_begins_a_file_once(city, holder):
    one, new = submissions.begin(holder, key="key-00001", name="street.mp4", size=5)
    same, newer = submissions.begin(holder, key="key-00001", name="other.mp4", size=9)

    assert (new, newer) == (True, False)
    assert same == one
    assert submissions.files(holder) == [one]


@pytest.mark.parametrize("size", [-1, submissions.MOST_BYTES + 1])
def test_a_file_of_less_than_nothing_or_too_much_is_refused(holder, size):
    with pytest.raises(Invalid) as refused:
        begun(holder, size=size)

    assert [field.name for field in refused.value.fields] == ["bytes"]


def test_twenty_five_files_are_the_most(holder, monkeypatch):
    assert submissions.MOST_FILES == 25
    monkeypatch.setattr(submissions, "MOST_FILES", 3)
    for n in range(3):
        begun(holder, key=f"key-{n:05d}", size=1)

    with pytest.raises(Conflict) as refused:
        begun(holder, key="key-more", size=1)

    assert refused.value.slug == "too-many-files"


@pytest.mark.parametrize(("size", "parts"), [(1, 1), (PART, 1), (PART + 1, 2), (submissions.MOST_BYTES, 1_000)])
def test_a_file_is_cut_into_parts_that_give_the_whole(holder, size, parts):
    one = begun(holder, size=size)

    assert one.parts == parts
    assert sum(one.bytes_of(n + 1) for n in range(parts)) == size
    assert all(one.bytes_of(n + 1) >= 5 * 2**20 for n in range(parts - 1))  # S3 takes no smaller one but the last
    assert parts <= 1_000


def test_where_somebody_sent_from_is_kept_as_a_commitment(city, holder):
    begun(holder)

    assert PEER not in str(city.lines())


def test_exactly_the_parts_of_the_file_are_signed_and_written_down(city, holder):
    one = begun(holder)
    asked = [Part(1, PART, "a" * 64), Part(2, 3, "b" * 64)]

    signed = submissions.sign(holder, one.id, asked)

    assert [part for part, _, _ in signed] == asked
    assert all(one.object_key in url for _, url, _ in signed)
    assert city.outcomes(submissions.number(one)) == [("submission.begin", "done"), ("submission.sign_parts", "done")]


@pytest.mark.parametrize("part", [(0, PART), (3, PART), (1, PART - 1), (1, PART + 1), (2, PART), (2, 4), (-1, 3)])
def test_a_part_that_is_none_of_this_file_is_not_signed(city, holder, part):
    one = begun(holder)
    before = city.contents()

    with pytest.raises(Invalid):
        submissions.sign(holder, one.id, [Part(1, PART, "a" * 64), Part(*part, "b" * 64)])

    assert city.contents() == before


def test_whoever_was_interrupted_sees_what_arrived(city, holder):
    one = begun(holder)
    city.store.put_part(one.upload_id, 1, BODY[:PART])

    _, parts = submissions.received(holder, one.id)

    assert parts == [Part(1, PART, hashlib.sha256(BODY[:PART]).hexdigest())]


def test_another_request_s_file_does_not_exist(city, holder):
    one = begun(holder)
    other, _ = city.asked(2)

    for act in (
        lambda: submissions.received(other, one.id),
        lambda: submissions.sign(other, one.id, [Part(1, PART, "a" * 64)]),
        lambda: submissions.finish(other, one.id, sha256=SHA),
    ):
        with pytest.raises(NotFound):
            act()
    assert submissions.files(other) == []


def test_a_file_that_rested_too_long_begins_anew_under_the_same_number(city, holder):
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=5)
    city.store.parts.pop(one.upload_id)  # the store closed it: an upload lives for a day
    assert submissions.received(holder, one.id)[1] == []

    submissions.sign(holder, one.id, [Part(1, 5, "0" * 64)])

    again = submissions.submission(holder, one.id)
    assert again.upload_id != one.upload_id
    assert submissions.number(again) == submissions.number(one)
    assert [line[0] for line in city.outcomes(submissions.number(one))] == ["submission.begin"] * 2 + [
        "submission.sign_parts"
    ]


def test_a_link_cannot_be_used_to_bury_an_item_under_lines(city, holder):
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=5)

    for _ in range(54):
        submissions.sign(holder, one.id, [Part(1, 5, "0" * 64)])
    with pytest.raises(TooMany):
        submissions.sign(holder, one.id, [Part(1, 5, "0" * 64)])

    assert len(city.outcomes(submissions.number(one))) == 55
