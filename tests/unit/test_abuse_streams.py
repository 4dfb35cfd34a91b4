"""Streams that lag, split, repeat or lose: what the tables give equals what came record by record (abuse 88)."""

import random
from collections import Counter

import pytest

from functions.send_messages import handler as send_messages
from rtcc.access.model import Action
from rtcc.aws import queue
from rtcc.custody import log, sealing
from rtcc.custody import service as custody
from rtcc.custody import store as lines
from rtcc.custody.model import entry
from rtcc.foundation.merkle import MAP
from rtcc.messages.store import MessageRow
from tests.unit.city import ANALYST
from tests.unit.test_functions import stream

SUBJECTS = ("inc_1", "inc_2", "evi_1")


@pytest.fixture
def record(city):
    """A dozen lines of three chains, in the order in which they were written."""
    for n in range(12):
        custody.note(ANALYST, Action.READ_INCIDENT, SUBJECTS[n % 3], reason=str(n))
    return sorted(lines.every(), key=lambda line: int(line.reason))


def batches(record, size=3):
    return [record[at : at + size] for at in range(0, len(record), size)]


def logged(monkeypatch, name, *sealed):
    """The entries of a log of its own into which these batches were sealed, roots of the map aside."""
    monkeypatch.setenv("BUCKET_LOG", name)
    for batch in sealed:
        sealing.seal(batch)
    head = log.head()
    return [kept for kept in log.entries(head.size) if kept[32:64] != MAP]


def in_order(entries, record):
    """Whether each chain stands in the log in the order of its numbers."""
    chains = {subject: [entry(line) for line in record if line.subject == subject] for subject in SUBJECTS}
    return all([one for one in entries if one in set(chain)] == chain for chain in chains.values())


def disturbed(record, how):
    """The batches as a stream gives them on a bad day."""
    chance = random.Random(88)
    whole = batches(record)
    if how == "late":
        chance.shuffle(whole)
    if how == "twice":
        whole = [*whole, *whole[:2], whole[-1]]
    if how == "split":
        whole = [record[1::2], record[0::2]]
    if how == "lost":
        whole = [whole[0], whole[2]]
    return whole


@pytest.mark.parametrize("how", ["late", "twice", "split", "lost"])
def test_abuse_088_a_log_rebuilt_from_the_table_holds_what_the_stream_would_have_brought(
    city, record, monkeypatch, how
):
    wanted = logged(monkeypatch, "log-one", *batches(record))

    found = logged(monkeypatch, "log-two", *disturbed(record, how), list(lines.every()))

    assert Counter(found) == Counter(wanted) == Counter(entry(line) for line in record)
    assert in_order(found, record)
    assert not custody.verify().faults


@pytest.mark.parametrize("how", ["late", "twice", "split"])
def test_abuse_088_a_stream_that_lags_repeats_or_splits_seals_each_line_once_and_in_order(
    city, record, monkeypatch, how
):
    found = logged(monkeypatch, "log-three", *disturbed(record, how))

    assert Counter(found) == Counter(entry(line) for line in record)
    assert in_order(found, record)


def test_abuse_088_what_the_outbox_s_stream_lost_goes_out_as_if_it_had_come(city, monkeypatch, later):
    def sent():
        return sorted((one.to, one.text) for one in [*city.providers.texts, *city.providers.mails])

    waiting = []
    for name in ("TEXTS", "MAILS"):
        monkeypatch.setenv(f"QUEUE_{name}", name)
    monkeypatch.setattr(queue, "hand_over", lambda _url, words: waiting.append(words))
    city.sign_up()
    messages = [row for row in MessageRow.scan() if row.id.startswith("msg_")]

    send_messages.handle(stream(messages[:1]), None)  # the other record expired
    for one in waiting:
        send_messages.handle({"Records": [{"messageId": "m", "eventSource": "aws:sqs", "body": one}]}, None)
    assert len(sent()) == 1
    later(minutes=6)
    for _ in range(2):
        send_messages.handle({"source": "aws.events"}, None)

    assert len(sent()) == len(set(sent())) == len(messages)
