"""Answering: a link opens one request and nothing else, and a receipt is the same however often one asks."""

import hashlib

import pytest

from rtcc.aws.uploads import Part
from rtcc.canvass import answers, store
from rtcc.canvass.model import RequestState, SubmissionState
from rtcc.canvass.store import RequestRow
from rtcc.foundation.errors import Conflict, Gone, Invalid, NotFound
from tests.unit.city import PEER
from tests.unit.fakes import Died

PART = answers.PART_BYTES
BODY = b"v" * (PART + 3)
SHA = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def holder(city):
    return city.asked()[0]


def begun(holder, key="key-00001", size=PART + 3):
    return answers.begin(holder, key=key, name="street.mp4", size=size)[0]


def sent(city, one, body=BODY):
    """All parts of a file, in the store."""
    for n in range(one.parts):
        city.store.put_part(one.upload_id, n + 1, body[n * PART : (n + 1) * PART])
    return one


def again(token):
    return answers.open_link(token, peer=PEER)


def counts(holder):
    one = store.canvass(holder.request.incident_id, holder.request.canvass_id)
    return one.asked, one.uploaded, one.declined


def test_looking_at_a_link_changes_nothing_however_often(city):
    _, token = city.asked()
    before = city.contents()

    for _ in range(3):
        answers.files(again(token))

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
    one, new = answers.begin(holder, key="key-00001", name="street.mp4", size=5)
    same, newer = answers.begin(holder, key="key-00001", name="other.mp4", size=9)

    assert (new, newer) == (True, False)
    assert same == one
    assert answers.files(holder) == [one]


@pytest.mark.parametrize("size", [0, -1, answers.MOST_BYTES + 1])
def test_a_file_of_no_size_or_too_much_is_refused(holder, size):
    with pytest.raises(Invalid) as refused:
        begun(holder, size=size)

    assert [field.name for field in refused.value.fields] == ["bytes"]


def test_twenty_five_files_are_the_most(holder):
    for n in range(answers.MOST_FILES):
        begun(holder, key=f"key-{n:05d}", size=1)

    with pytest.raises(Conflict) as refused:
        begun(holder, key="key-more", size=1)

    assert refused.value.slug == "too-many-files"


@pytest.mark.parametrize(("size", "parts"), [(1, 1), (PART, 1), (PART + 1, 2), (answers.MOST_BYTES, 954)])
def test_a_file_is_cut_into_parts_that_give_the_whole(holder, size, parts):
    one = begun(holder, size=size)

    assert one.parts == parts
    assert sum(one.bytes_of(n + 1) for n in range(parts)) == size
    assert parts <= 10_000


def test_where_somebody_sent_from_is_kept_as_a_commitment(city, holder):
    begun(holder)

    assert PEER not in str(city.lines())


def test_exactly_the_parts_of_the_file_are_signed_and_written_down(city, holder):
    one = begun(holder)
    asked = [Part(1, PART, "a" * 64), Part(2, 3, "b" * 64)]

    signed = answers.sign(holder, one.id, asked)

    assert [part for part, _, _ in signed] == asked
    assert all(one.object_key in url for _, url, _ in signed)
    assert city.outcomes(answers.number(one)) == [("submission.begin", "done"), ("submission.sign_parts", "done")]


@pytest.mark.parametrize("part", [(0, PART), (3, PART), (1, PART - 1), (1, PART + 1), (2, PART), (2, 4), (-1, 3)])
def test_a_part_that_is_none_of_this_file_is_not_signed(city, holder, part):
    one = begun(holder)
    before = city.contents()

    with pytest.raises(Invalid):
        answers.sign(holder, one.id, [Part(1, PART, "a" * 64), Part(*part, "b" * 64)])

    assert city.contents() == before


def test_whoever_was_interrupted_sees_what_arrived(city, holder):
    one = begun(holder)
    city.store.put_part(one.upload_id, 1, BODY[:PART])

    _, parts = answers.received(holder, one.id)

    assert parts == [Part(1, PART, hashlib.sha256(BODY[:PART]).hexdigest())]


def test_a_file_is_not_finished_while_parts_are_missing(city, holder):
    one = begun(holder)
    city.store.put_part(one.upload_id, 2, BODY[PART:])

    with pytest.raises(Conflict, match=r"\[1\]"):
        answers.finish(holder, one.id, sha256=SHA)

    assert answers.submission(holder, one.id).state is SubmissionState.UPLOADING


def test_a_receipt_is_the_same_however_often_one_asks(city):
    holder, token = city.asked()
    one = sent(city, begun(holder))
    receipt = answers.finish(holder, one.id, sha256=SHA)
    before = city.contents()

    assert answers.finish(again(token), one.id, sha256=SHA) == receipt
    assert (receipt.state, receipt.declared, answers.number(receipt)[:4]) == (SubmissionState.RECEIVED, SHA, "evi_")
    assert city.contents() == before
    assert counts(holder) == (1, 1, 0)


def test_another_digest_afterward_is_refused(city, holder):
    one = sent(city, begun(holder))
    answers.finish(holder, one.id, sha256=SHA)

    with pytest.raises(Conflict):
        answers.finish(holder, one.id, sha256="0" * 64)

    assert answers.submission(holder, one.id).declared == SHA


def test_who_dies_before_joining_the_parts_joins_them_by_asking_again(city, holder, monkeypatch):
    one = sent(city, begun(holder))
    with monkeypatch.context() as killed:
        killed.setattr("rtcc.aws.uploads.finish_upload", lambda *_, **__: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            answers.finish(holder, one.id, sha256=SHA)

    answers.finish(holder, one.id, sha256=SHA)

    assert city.store.newest("inbox", one.object_key)[1] == BODY


def test_a_second_file_counts_no_second_answer(city):
    holder, token = city.asked()
    for n in range(2):
        holder = again(token)
        answers.finish(holder, sent(city, begun(holder, key=f"key-{n:05d}")).id, sha256=SHA)

    assert counts(holder) == (1, 1, 0)


def test_nothing_more_is_signed_for_a_finished_file(city, holder):
    one = sent(city, begun(holder))
    answers.finish(holder, one.id, sha256=SHA)

    with pytest.raises(Conflict):
        answers.sign(holder, one.id, [Part(1, PART, "a" * 64)])


def test_another_request_s_file_does_not_exist(city, holder):
    one = begun(holder)
    other, _ = city.asked(2)

    for act in (
        lambda: answers.received(other, one.id),
        lambda: answers.sign(other, one.id, [Part(1, PART, "a" * 64)]),
        lambda: answers.finish(other, one.id, sha256=SHA),
    ):
        with pytest.raises(NotFound):
            act()
    assert answers.files(other) == []


def test_no_leaves_a_count_and_no_name_on_the_canvass(city, holder):
    assert answers.decline(holder).state is RequestState.DECLINED

    assert counts(holder) == (1, 0, 1)
    one = store.canvass(holder.request.incident_id, holder.request.canvass_id)
    assert holder.request.registrant_id not in str(one)
    assert city.outcomes(holder.request.id)[-1] == ("request.decline", "done")


def test_no_twice_is_no_once(city):
    holder, token = city.asked()
    answers.decline(holder)
    before = city.contents()

    assert answers.decline(again(token)).state is RequestState.DECLINED
    assert city.contents() == before


def test_no_and_a_file_at_the_same_moment_are_not_both_counted(city, holder):
    answers.decline(holder)
    stale = holder

    one = sent(city, begun(stale))
    with pytest.raises(Conflict):
        answers.finish(stale, one.id, sha256=SHA)

    assert counts(holder) == (1, 0, 1)


def test_who_said_no_sends_nothing_more(city):
    holder, token = city.asked()
    one = begun(holder)
    answers.decline(holder)

    for act in (
        lambda: begun(again(token), key="key-00002"),
        lambda: answers.sign(again(token), one.id, [Part(1, PART, "a" * 64)]),
        lambda: answers.finish(again(token), one.id, sha256=SHA),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.slug == "declined"


def test_who_sent_something_cannot_say_no_anymore(city):
    holder, token = city.asked()
    answers.finish(holder, sent(city, begun(holder)).id, sha256=SHA)

    with pytest.raises(Conflict) as refused:
        answers.decline(again(token))

    assert refused.value.slug == "already-answered"
