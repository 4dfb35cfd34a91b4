"""AWS says "not now": what passes is asked again with jitter, what stays is 503, and nothing is lost (abuse 87)."""

import json
from contextlib import contextmanager
from unittest import mock

import pytest
from botocore import endpoint
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ConnectTimeoutError, ParamValidationError, ReadTimeoutError

from functions.invite_registrants import handler as invite_registrants
from rtcc.access.model import Action
from rtcc.aws import patience
from rtcc.aws.patience import is_busy, will_pass
from rtcc.canvass.errands import ErrandRow
from rtcc.custody import service as custody
from rtcc.foundation.errors import Unavailable
from rtcc.registry import store as registrants
from tests.unit import quick_answers
from tests.unit.city import ANALYST
from tests.unit.test_functions import stream

THROTTLED = "com.amazonaws.dynamodb.v20120810#ThrottlingException"
LONGEST_SECONDS = 29  # what API Gateway waits for a door


class _Raw:
    def __init__(self, body):
        self._body = body

    def stream(self, **_):
        return [self._body]


def answer(request, told, status=400):
    return AWSResponse(
        request.url, status, {"content-type": "application/x-amz-json-1.0"}, _Raw(json.dumps(told).encode())
    )


class Table:
    """DynamoDB that has no time, for so many of its answers; how long was waited."""

    def __init__(self):
        self.left, self.waited, self.said = 0, [], {"__type": THROTTLED, "message": "Rate exceeded"}

    @contextmanager
    def busy(self, times=10_000, **said):
        self.left, self.said = times, self.said | said
        yield self
        self.left = 0


@pytest.fixture
def table(city, monkeypatch):
    one, send = Table(), endpoint.Endpoint._do_get_response

    def through(self, request, operation_model, context):
        if one.left > 0 and operation_model.service_model.service_name == "dynamodb":
            one.left -= 1
            said = [(None, answer(request, one.said))]
            with mock.patch.object(self._event_emitter, "emit", return_value=said):
                return send(self, request, operation_model, context)
        return send(self, request, operation_model, context)

    monkeypatch.setattr(BaseClient, "_make_api_call", quick_answers.over_the_wire)
    monkeypatch.setattr(endpoint.Endpoint, "_do_get_response", through)
    for module in (endpoint, patience):
        monkeypatch.setattr(module, "time", mock.Mock(time=module.time.time, sleep=one.waited.append))
    return one


def test_abuse_087_a_table_that_is_busy_for_a_moment_is_asked_again_and_the_act_is_done_once(city, table):
    with table.busy(times=2):
        call = city.call()

    assert [outcome for _, outcome in city.outcomes(call.id)] == ["done"]
    assert len(table.waited) == 2
    assert 0 <= sum(table.waited) < LONGEST_SECONDS


def test_abuse_087_a_cancelled_transaction_is_tried_again_with_jitter_and_done_once(city, table):
    custody.note(ANALYST, Action.READ_SELF, "usr_1")
    reasons = [{"Code": "ThrottlingError", "Message": "busy"}]
    cancelled = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    real = custody.store.last

    def then_busy(subject):
        found = real(subject)
        if not table.waited:
            table.left, table.said = (
                1,
                {"__type": cancelled, "message": "[ThrottlingError]", "CancellationReasons": reasons},
            )
        return found

    with mock.patch.object(custody.store, "last", then_busy):
        custody.note(ANALYST, Action.READ_SELF, "usr_1")

    assert [line.seq for line in custody.lines("usr_1")] == [1, 2]
    assert len(table.waited) == 1


@pytest.mark.parametrize("name", ["console:GET:/incidents", "dispatch:PUT:/calls/{number}"])
def test_abuse_087_a_table_that_stays_busy_is_503_with_retry_after_and_nothing_was_changed(city, at, table, name):
    before = city.contents()

    with table.busy():
        reply = at(name)

    assert (reply.status, reply.headers["Retry-After"]) == (503, "5")
    assert reply.body["detail"].endswith("try again in a moment.")
    assert city.contents() == before
    assert sum(table.waited) < LONGEST_SECONDS


def test_abuse_087_a_function_whose_table_stays_busy_loses_nothing_it_comes_again(city, table):
    city.resident()
    city.canvass(city.call())
    event = stream(ErrandRow.scan(ErrandRow.kind == "errand"))

    with table.busy(), pytest.raises(Exception, match="All records failed"):
        invite_registrants.handle(event, None)
    table.left = 0

    assert invite_registrants.handle(event, None) == {"batchItemFailures": []}
    assert [line.event for line in city.lines()].count("canvass.invite") == 1


def leaving_out(most):
    """A table that gives so many rows of a batch at a time and leaves the others out."""
    real = BaseClient._make_api_call

    def call(self, operation, told):
        if operation != "BatchGetItem":
            return real(self, operation, told)
        ((name, asked),) = told["RequestItems"].items()
        given, left = asked["Keys"][:most], asked["Keys"][most:]
        found = (
            real(self, operation, told | {"RequestItems": {name: asked | {"Keys": given}}})
            if given
            else {"Responses": {name: []}}
        )
        return found | {"UnprocessedKeys": {name: asked | {"Keys": left}} if left else {}}

    return mock.patch.object(BaseClient, "_make_api_call", call)


def test_abuse_087_what_a_busy_table_leaves_out_of_a_batch_is_asked_for_again(city, table):
    people = [city.resident(n).id for n in range(1, 4)]

    with leaving_out(most=1):
        found = registrants.find_all(people)

    assert [one.id for one in found] == sorted(people)
    assert len(table.waited) == 2


def test_abuse_087_a_batch_that_stays_unanswered_is_no_short_list_but_an_error(city, table):
    people = [city.resident().id]

    with leaving_out(most=0), pytest.raises(Unavailable):
        registrants.find_all(people)

    assert sum(table.waited) < LONGEST_SECONDS


def refused(code):
    return ClientError({"Error": {"Code": code, "Message": ""}}, "Any")


@pytest.mark.parametrize("code", ["SlowDown", "ThrottlingException", "ProvisionedThroughputExceededException"])
def test_abuse_087_what_was_refused_for_being_too_much_was_surely_not_done(code):
    assert is_busy(refused(code))
    assert will_pass(refused(code))


@pytest.mark.parametrize(
    "error",
    [refused("InternalServerError"), ReadTimeoutError(endpoint_url=""), ConnectTimeoutError(endpoint_url="")],
    ids=["failed", "silent", "not there"],
)
def test_abuse_087_what_may_have_been_done_passes_but_is_not_done_again_by_us(error):
    assert will_pass(error)
    assert not is_busy(error)


@pytest.mark.parametrize("error", [refused("AccessDenied"), ParamValidationError(report=""), ValueError()], ids=repr)
def test_what_is_our_own_fault_does_not_pass(error):
    assert not will_pass(error)
