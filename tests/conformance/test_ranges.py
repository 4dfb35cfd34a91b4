"""Keys sort by their bytes, in every engine: else a search of the registry's map would miss people."""

import pytest

from rtcc.foundation import cells

KEYS = ["k" + cells.spell(value, length=2) + tail for value in range(0, 4096, 41) for tail in ("", "zz")]


@pytest.fixture(params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def db(request):
    return request.getfixturevalue(request.param).client("dynamodb")


def test_a_stretch_of_keys_is_what_sorting_them_says(db):
    names = [("pk", "HASH"), ("sk", "RANGE")]
    db.create_table(
        TableName="ranges",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in names],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name, _ in names],
        BillingMode="PAY_PER_REQUEST",
    )
    for start in range(0, len(KEYS), 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": "@"}, "sk": {"S": key}}}} for key in KEYS[start : start + 25]]
        db.batch_write_item(RequestItems={"ranges": puts})

    for first, last in (("k--", "kzz~"), ("k0Z", "k_z~"), ("kZ", "ka"), (KEYS[8], KEYS[9])):
        found = db.query(
            TableName="ranges",
            KeyConditionExpression="pk = :p AND sk BETWEEN :a AND :z",
            ExpressionAttributeValues={":p": {"S": "@"}, ":a": {"S": first}, ":z": {"S": last}},
        )["Items"]
        assert [item["sk"]["S"] for item in found] == sorted(key for key in KEYS if first <= key <= last)
