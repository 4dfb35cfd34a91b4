"""DynamoDB in memory, as much of it as sending a message uses: conditions and updates judged as they are spelled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from botocore.exceptions import ClientError

Item = dict[str, dict[str, Any]]
Judge = Callable[[Item, Mapping[str, str], Mapping[str, Any]], bool]
KEYS = {"messages": ("id",), "custody": ("subject", "seq")}
INDEXES = {"by_state": ("state", "due_at")}
_TOKEN = re.compile(r"#\w+|:\w+|attribute_exists|attribute_not_exists|AND|OR|NOT|<=|>=|<>|[()=<>]")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Memory:
    """The client that PynamoDB calls. `step` is told of each call: time passes there, and functions die there."""

    def __init__(self, step: Callable[[], None]) -> None:
        self._step = step
        self._items: dict[str, dict[str, dict[str, Item]]] = {name: defaultdict(dict) for name in KEYS}

    def _make_api_call(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What boto3's own clients do under PynamoDB; raises ClientError as they do."""
        self._step()
        done: dict[str, Any] = getattr(self, f"_{operation}")(asked)
        return done

    def items(self, table: str) -> list[Item]:
        """Every item of a table."""
        return [item for bucket in self._items[table].values() for item in bucket.values()]

    def _at(self, table: str, key: Mapping[str, Any]) -> tuple[dict[str, Item], str]:
        of = [next(iter(key[name].values())) for name in KEYS[table]]
        return self._items[table][of[0]], ".".join(of)

    def _GetItem(self, asked: dict[str, Any]) -> dict[str, Any]:
        bucket, name = self._at(asked["TableName"], asked["Key"])
        return {"Item": dict(bucket[name])} if name in bucket else {}

    def _BatchGetItem(self, asked: dict[str, Any]) -> dict[str, Any]:
        found = {}
        for table, wanted in asked["RequestItems"].items():
            places = [self._at(table, key) for key in wanted["Keys"]]
            found[table] = [dict(bucket[name]) for bucket, name in places if name in bucket]
        return {"Responses": found, "UnprocessedKeys": {}}

    def _PutItem(self, asked: dict[str, Any]) -> dict[str, Any]:
        return self._one(asked, asked["Item"])

    def _UpdateItem(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"Attributes": self._one(asked, asked["Key"])}

    def _Query(self, asked: dict[str, Any]) -> dict[str, Any]:
        table = asked["TableName"]
        hashed, ranged = INDEXES[asked["IndexName"]] if "IndexName" in asked else KEYS[table]
        judge, names = judging(asked["KeyConditionExpression"]), asked["ExpressionAttributeNames"]
        values = asked["ExpressionAttributeValues"]
        # The one bucket is all there is to a hash key; an index is found by looking at everything.
        whole = [next(iter(v.values())) for v in values.values() if next(iter(v.values())) in self._items[table]]
        items = (
            self.items(table) if "IndexName" in asked else [i for v in whole for i in self._items[table][v].values()]
        )
        found = [dict(item) for item in items if ranged in item and hashed in item and judge(item, names, values)]
        found.sort(key=lambda item: plain(item[ranged]), reverse=not asked.get("ScanIndexForward", True))
        found = found[: asked.get("Limit", len(found))]
        return {"Items": found, "Count": len(found), "ScannedCount": len(found)}

    def _TransactWriteItems(self, asked: dict[str, Any]) -> dict[str, Any]:
        writes = [next(iter(one.values())) for one in asked["TransactItems"]]
        holds = [self._holds(write, write.get("Item") or write["Key"]) for write in writes]
        if not all(holds):
            reasons = [{"Code": "None"} if held else {"Code": "ConditionalCheckFailed"} for held in holds]
            error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}
            raise ClientError(error, "TransactWriteItems")  # type: ignore[arg-type]
        for write in writes:
            self._write(write, write.get("Item") or write["Key"])
        return {}

    def _one(self, write: dict[str, Any], key: Item) -> Item:
        if not self._holds(write, key):
            raise ClientError({"Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}, "UpdateItem")
        return self._write(write, key)

    def _holds(self, write: dict[str, Any], key: Item) -> bool:
        if "ConditionExpression" not in write:
            return True
        bucket, name = self._at(write["TableName"], key)
        values = write.get("ExpressionAttributeValues", {})
        return judging(write["ConditionExpression"])(bucket.get(name, {}), write["ExpressionAttributeNames"], values)

    def _write(self, write: dict[str, Any], key: Item) -> Item:
        bucket, name = self._at(write["TableName"], key)
        if "Item" in write:
            bucket[name] = dict(write["Item"])
        else:
            bucket[name] = _changed(bucket.get(name) or dict(key), write)
        return bucket[name]


def _changed(before: Item, write: dict[str, Any]) -> Item:
    """SET name = value and ADD name value, which is all that messages are changed by."""
    item, names, values = dict(before), write["ExpressionAttributeNames"], write["ExpressionAttributeValues"]
    for verb, clause in re.findall(r"(SET|ADD) (.*?)(?= ADD | SET |$)", write["UpdateExpression"]):
        for one in clause.split(","):
            name, value = re.findall(r"#\w+|:\w+", one)
            said = values[value]
            if verb == "ADD":
                said = {"N": str(plain(item.get(names[name], {"N": "0"})) + plain(said))}
            item[names[name]] = said
    return item


def plain(value: dict[str, Any]) -> Any:
    """What stands in a typed value: numbers compare as numbers."""
    kind, said = next(iter(value.items()))
    return Decimal(said) if kind == "N" else said


@lru_cache(maxsize=256)
def judging(spelled: str) -> Judge:
    """A condition as a function of an item, its names, and its values."""
    tokens = _TOKEN.findall(spelled)
    judge = _either(tokens)
    assert not tokens, f"a condition that this table cannot read: {spelled}"
    return judge


def _either(tokens: list[str]) -> Judge:
    first = _both(tokens)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        first = (lambda a, b: lambda *of: a(*of) or b(*of))(first, _both(tokens))
    return first


def _both(tokens: list[str]) -> Judge:
    first = _single(tokens)
    while tokens and tokens[0] == "AND":
        tokens.pop(0)
        first = (lambda a, b: lambda *of: a(*of) and b(*of))(first, _single(tokens))
    return first


def _single(tokens: list[str]) -> Judge:
    token = tokens.pop(0)
    if token == "(":
        inner = _either(tokens)
        tokens.pop(0)
        return inner
    if token.startswith("attribute"):
        _, name, _ = (tokens.pop(0) for _ in range(3))
        wanted = token == "attribute_exists"
        return lambda item, names, _: (names[name] in item) is wanted
    compare, value = _COMPARE[tokens.pop(0)], tokens.pop(0)

    def judge(item: Item, names: Mapping[str, str], values: Mapping[str, Any]) -> bool:
        there = item.get(names[token])
        return there is not None and compare(plain(there), plain(values[value]))

    return judge
