"""Lets the tables in memory answer at once: asked straight, without the wire that moto makes believe there is.

Most of a unit test's time went into requests that were written, signed, and parsed, and into answers likewise. Here
moto's own operations get the very parameters, and their results are the answers. What they refuse has changed nothing:
it is asked once more over moto's wire, so that a refusal is told as it always was. What a wire does is held where there
is one, in tests/conformance and tests/integration; `test_quick_answers` holds both ways together.
"""

import copy
import uuid
from collections import defaultdict
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from botocore.client import BaseClient
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import ServiceException
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend, dynamo_type
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from tests.unit import quick_tables

STRAIGHT = {
    operation: camelcase_to_underscores(operation)
    for operation in (
        *("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"),
        *("BatchGetItem", "BatchWriteItem", "TransactWriteItems", "TransactGetItems"),
    )
}
over_the_wire = BaseClient._make_api_call
_write_together = DynamoDBBackend.transact_write_items
PLAINLY_SMALL = 100_000  # a quarter of what an item may weigh


def ask(client, operation, asked):
    """As botocore's own way, which is taken for every other service, and again for all that is refused."""
    if operation not in STRAIGHT or client.meta.service_model.service_name != "dynamodb":
        return over_the_wire(client, operation, asked)
    handler = DynamoHandler()
    handler.current_account, handler.region = DEFAULT_ACCOUNT_ID, client.meta.region_name
    handler.body = handler.params = _copied(asked)
    try:
        result = getattr(handler, STRAIGHT[operation])().result
    except (ServiceException, HTTPException):
        return over_the_wire(client, operation, asked)
    named = client.meta.service_model.operation_model(operation).output_shape.members
    told = {"HTTPStatusCode": 200, "RequestId": str(uuid.uuid4()), "HTTPHeaders": {}, "RetryAttempts": 0}
    return {name: _copied(result[name]) for name in named if result.get(name) is not None} | {"ResponseMetadata": told}


def _copied(value):
    """What is asked and what is told shares nothing with what is kept; what is nothing is left out, as on a wire."""
    if type(value) is str:
        return value
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple | set):
        return [_copied(one) for one in value]
    return value


def _together(backend, transact_items):
    """moto copies whole tables, once for each act in a transaction, to put them back: here only what the acts touch."""
    touched, before = defaultdict(set), {}
    for one in transact_items:
        (act,) = one.values()
        table = backend.tables.get(act["TableName"])
        if table is not None:
            key = act.get("Key") or act["Item"]
            keys = [DynamoType(key[name]) for name in table.table_key_attrs if name in key]
            touched[table.name].add(tuple(keys))

    def copied(what, memo=None):
        if not isinstance(what, Table):
            return copy.deepcopy(what, memo)
        if what.name not in before:
            before[what.name] = _as_it_is(what, touched[what.name])
        return before[what.name]

    models.copy = SimpleNamespace(deepcopy=copied, copy=copy.copy)
    try:
        return _write_together(backend, transact_items)
    finally:
        models.copy = copy


def _as_it_is(table, touched):
    kept = copy.copy(table)
    kept.items = defaultdict(dict)
    for hash_key, found in table.items.items():
        kept.items[hash_key] = dict(found) if isinstance(found, dict) else found
    for hash_key, *range_key in touched:
        if hash_key not in table.items:
            continue
        if not range_key:
            kept.items[hash_key] = copy.deepcopy(table.items[hash_key])
        elif range_key[0] in table.items[hash_key]:
            kept.items[hash_key][range_key[0]] = copy.deepcopy(table.items[hash_key][range_key[0]])
    return kept


class Weighed(LimitedSizeDict):
    """moto weighs a whole item anew for each field that is added: here only one that could be too heavy."""

    weight = None  # of a copy nothing is known: moto makes it around everything here

    def __init__(self):
        self.weight = 0

    def __setitem__(self, key, value):
        if self.weight is not None:
            self.weight += 4 * len(key) + (value.size() if type(value) is DynamoType else 4 * len(str(value)))
        if self.weight is None or self.weight > PLAINLY_SMALL:
            super().__setitem__(key, value)
        else:
            dict.__setitem__(self, key, value)


@contextmanager
def installed():
    """While this lasts, in this process; only where moto stands in for AWS."""
    with (
        patch.object(BaseClient, "_make_api_call", ask),
        patch.object(DynamoDBBackend, "transact_write_items", _together),
        patch.object(dynamo_type, "LimitedSizeDict", Weighed),
        quick_tables.installed(),
    ):
        yield
