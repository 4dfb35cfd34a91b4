"""What the unit tests ask straight is what they would be told over moto's wire."""

import copy

import pytest
from botocore.exceptions import ClientError

from rtcc.aws.clients import client
from tests.unit import quick_answers, quick_tables

KEY = {"AttributeType": "S", "AttributeName": "pk"}
FIRST = {
    "pk": {"S": "a"},
    "sk": {"N": "1"},
    "words": {"L": [{"S": "x"}, {"M": {"y": {"N": "2.50"}}}]},
    "bytes": {"B": b"\x00\xff"},
    "set": {"SS": ["p", "q"]},
    "is": {"BOOL": True},
    "none": {"NULL": True},
}
SECOND = {"pk": {"S": "a"}, "sk": {"N": "2"}, "count": {"N": "7"}}
AT = {"TableName": "quick"}
ASKED = [
    ("PutItem", AT | {"Item": FIRST, "ConditionExpression": "attribute_not_exists(pk)"}),
    ("PutItem", AT | {"Item": FIRST, "ConditionExpression": "attribute_not_exists(pk)"}),
    ("PutItem", AT | {"Item": SECOND, "ReturnValues": "ALL_OLD"}),
    ("GetItem", AT | {"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ConsistentRead": True}),
    ("GetItem", AT | {"Key": {"pk": {"S": "nobody"}, "sk": {"N": "1"}}}),
    ("GetItem", AT | {"Key": {"pk": {"S": ""}, "sk": {"N": "1"}}}),
    (
        "UpdateItem",
        AT
        | {
            "Key": {"pk": {"S": "a"}, "sk": {"N": "2"}},
            "UpdateExpression": "SET #c = #c + :one",
            "ConditionExpression": "#c < :most",
            "ExpressionAttributeNames": {"#c": "count"},
            "ExpressionAttributeValues": {":one": {"N": "1"}, ":most": {"N": "8"}},
            "ReturnValues": "ALL_NEW",
        },
    ),
    (
        "UpdateItem",
        AT
        | {
            "Key": {"pk": {"S": "a"}, "sk": {"N": "2"}},
            "UpdateExpression": "SET #c = #c + :one",
            "ConditionExpression": "#c < :most",
            "ExpressionAttributeNames": {"#c": "count"},
            "ExpressionAttributeValues": {":one": {"N": "1"}, ":most": {"N": "8"}},
        },
    ),
    (
        "Query",
        AT
        | {
            "KeyConditionExpression": "pk = :a AND sk > :none",
            "ExpressionAttributeValues": {":a": {"S": "a"}, ":none": {"N": "0"}},
            "Limit": 1,
            "ScanIndexForward": False,
            "ReturnConsumedCapacity": "TOTAL",
        },
    ),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"Put": AT | {"Item": SECOND | {"sk": {"N": "3"}}}},
                {
                    "Update": AT
                    | {
                        "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}},
                        "UpdateExpression": "SET words[0] = :z ADD #s :r",
                        "ExpressionAttributeNames": {"#s": "set"},
                        "ExpressionAttributeValues": {":z": {"S": "z"}, ":r": {"SS": ["r"]}},
                    }
                },
                {
                    "ConditionCheck": AT
                    | {
                        "Key": {"pk": {"S": "a"}, "sk": {"N": "2"}},
                        "ConditionExpression": "attribute_not_exists(pk)",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
            ]
        },
    ),
    ("Scan", AT),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"Put": AT | {"Item": SECOND | {"sk": {"N": "3"}}}},
                {"Delete": AT | {"Key": {"pk": {"S": "a"}, "sk": {"N": "2"}}}},
            ]
        },
    ),
    *(
        (
            "UpdateItem",
            AT
            | {
                "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}},
                "UpdateExpression": "SET words = list_append(words, :l), #n = if_not_exists(#n, :x) REMOVE words[0]",
                "ConditionExpression": "attribute_not_exists(#n) OR (#n = :x AND size(#n) < :s)",
                "ExpressionAttributeNames": {"#n": "novel"} | unused,
                "ExpressionAttributeValues": {
                    ":x": {"S": text},
                    ":l": {"L": [{"M": {"z": {"SS": ["q"]}}}]},
                    ":s": {"N": "9"},
                },
                "ReturnValues": "ALL_NEW",
            },
        )
        for text, unused in [("r\u00e9sum\u00e9", {}), ("r\u00e9sum\u00e9", {}), ("other", {}), ("x", {"#u": "unused"})]
    ),
    *(
        (
            "Scan",
            AT
            | {
                "FilterExpression": "#n = :x AND sk > :n",
                "ExpressionAttributeNames": {"#n": "novel"},
                "ExpressionAttributeValues": {":x": {"S": text}, ":n": {"N": "0.5"}},
            },
        )
        for text in ("r\u00e9sum\u00e9", "nobody", "r\u00e9sum\u00e9")
    ),
    (
        "UpdateItem",
        AT
        | {
            "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}},
            "UpdateExpression": "SET a1 = :z SET b1 = :z",
            "ExpressionAttributeValues": {":z": {"S": "z"}},
        },
    ),
    ("BatchGetItem", {"RequestItems": {"quick": {"Keys": [{"pk": {"S": "a"}, "sk": {"N": str(n)}} for n in (1, 2)]}}}),
    ("BatchWriteItem", {"RequestItems": {"quick": [{"DeleteRequest": {"Key": {"pk": {"S": "a"}, "sk": {"N": "3"}}}}]}}),
    ("DeleteItem", AT | {"Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ReturnValues": "ALL_OLD"}),
    ("Scan", AT | {"FilterExpression": "attribute_exists(pk)"}),
    ("Scan", {"TableName": "nowhere"}),
    ("PutItem", AT | {"Item": SECOND | {"words": {"S": "x" * 410_000}}}),
    *(
        (
            "UpdateItem",
            AT
            | {
                "Key": {"pk": {"S": "a"}, "sk": {"N": "2"}},
                "UpdateExpression": f"SET part{n} = :x",
                "ExpressionAttributeValues": {":x": {"S": "x" * 150_000}},
            },
        )
        for n in range(3)  # the third is one too many
    ),
]


@pytest.fixture
def table(tables):
    """A table that both ways begin with; moto's own way to copy it is not one of them."""
    client("dynamodb").create_table(
        **AT,
        AttributeDefinitions=[KEY, {"AttributeName": "sk", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield
    client("dynamodb").delete_table(**AT)


def told(way):
    """Every answer and every refusal, in order, from an empty table on."""
    for one in client("dynamodb").scan(**AT)["Items"]:
        client("dynamodb").delete_item(**AT, Key={name: one[name] for name in ("pk", "sk")})
    answers = []
    for operation, asked in ASKED:
        try:
            answer = way(client("dynamodb"), operation, copy.deepcopy(asked))
        except ClientError as refused:
            answer = refused.response
        answers.append((operation, {name: one for name, one in answer.items() if name != "ResponseMetadata"}))
    return answers


def test_both_ways_tell_the_same(table):
    with quick_tables.plainly():
        plainly = told(quick_answers.over_the_wire)

    assert [name for name, answer in plainly if "Error" in answer] == [
        *("PutItem", "GetItem", "UpdateItem", "TransactWriteItems", "UpdateItem", "UpdateItem", "UpdateItem"),
        *("Scan", "PutItem", "UpdateItem"),
    ]
    assert told(quick_answers.ask) == plainly


def test_what_is_told_is_not_what_is_kept(table):
    told(quick_answers.ask)
    quick_answers.ask(client("dynamodb"), "PutItem", AT | {"Item": FIRST})
    key = {"Key": {name: FIRST[name] for name in ("pk", "sk")}}

    quick_answers.ask(client("dynamodb"), "GetItem", AT | key)["Item"]["words"]["L"].clear()

    assert len(quick_answers.ask(client("dynamodb"), "GetItem", AT | key)["Item"]["words"]["L"]) == 2
