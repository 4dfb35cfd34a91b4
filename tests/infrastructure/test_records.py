"""The tables: kept, encrypted, and keyed as the stores think they are."""

import importlib
import inspect

import pytest

from rtcc.aws.table import Row

ROOMS = (
    *("access", "custody", "incidents", "messages", "registry", "canvass", "vault"),
    *("sites", "live", "clips", "release", "inventory", "retention", "inquiries", "sample"),
)


def table(plan, room):
    return plan.one("AWS::DynamoDB::Table", room.capitalize())


def rows(room):
    store = importlib.import_module(f"rtcc.{room}.store")
    return [one for _, one in inspect.getmembers(store, inspect.isclass) if issubclass(one, Row) and one is not Row]


def keys(raw):
    return {part["KeyType"]: part["AttributeName"] for part in raw["KeySchema"]}


@pytest.mark.parametrize("room", ROOMS)
def test_a_table_outlives_its_stack_and_can_be_restored_to_any_second(plan, room):
    found = table(plan, room)

    assert found["DeletionPolicy"] == found["UpdateReplacePolicy"] == "Retain"
    assert found["Properties"]["DeletionProtectionEnabled"] is True
    assert found["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found["Properties"]["SSESpecification"]["SSEType"] == "KMS"
    assert found["Properties"]["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("room", ROOMS)
def test_a_table_has_the_keys_that_its_store_uses(plan, room):
    properties = table(plan, room)["Properties"]
    kinds = {one["AttributeName"]: one["AttributeType"] for one in properties["AttributeDefinitions"]}

    assert rows(room)
    for row in rows(room):
        attributes = row.get_attributes()
        parts = [a for a in attributes.values() if a.is_hash_key or a.is_range_key]
        wanted = {"HASH" if a.is_hash_key else "RANGE": a for a in parts}
        assert {kind: one.attr_name for kind, one in wanted.items()} == keys(properties)
        assert all(kinds[one.attr_name] == one.attr_type for one in wanted.values())


@pytest.mark.parametrize("room", ROOMS)
def test_a_table_has_the_indexes_that_its_store_asks(plan, room):
    raw = table(plan, room)["Properties"].get("GlobalSecondaryIndexes", [])
    has = {one["IndexName"]: keys(one) for one in raw}
    wants = {}
    for row in rows(room):
        for index in row._indexes.values():
            parts = index._get_attributes() if hasattr(index, "_get_attributes") else index.Meta.attributes
            found = {"HASH" if a.is_hash_key else "RANGE": a.attr_name for a in parts.values()}
            wants[index.Meta.index_name] = found

    assert wants == has


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_store_forgets_in_time_the_table_takes_away(plan, room):
    forgets = any("forget_at" in row.get_attributes() for row in rows(room))
    rule = table(plan, room)["Properties"].get("TimeToLiveSpecification")

    assert rule == ({"AttributeName": "forget_at", "Enabled": True} if forgets else None)


def test_nothing_makes_a_custody_line_disappear_in_time(plan):
    assert "TimeToLiveSpecification" not in table(plan, "custody")["Properties"]
