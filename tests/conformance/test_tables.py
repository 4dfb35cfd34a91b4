"""DynamoDB, twice: what AWS's own validator and the local city answer alike, and where the city is too kind."""

import pytest

from tests.conformance.arrange import refused

UNMADE = "attribute_not_exists(id)"
STRING, NUMBER = {"S": "open"}, {"N": "1"}


@pytest.fixture(scope="module", params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def db(request):
    return request.getfixturevalue(request.param).client("dynamodb")


@pytest.fixture(scope="module")
def calls(db):
    """A table of calls with an index by state."""
    return make(db, "calls")


@pytest.fixture(scope="module")
def chain(db):
    """A table like the record: a subject, and a number that grows."""
    keys = [{"AttributeName": "subject", "KeyType": "HASH"}, {"AttributeName": "seq", "KeyType": "RANGE"}]
    kinds = [{"AttributeName": "subject", "AttributeType": "S"}, {"AttributeName": "seq", "AttributeType": "N"}]
    db.create_table(TableName="chain", KeySchema=keys, AttributeDefinitions=kinds, BillingMode="PAY_PER_REQUEST")
    return "chain"


def make(db, name):
    kinds = [{"AttributeName": key, "AttributeType": "S"} for key in ("id", "state", "opened_at")]
    keys = [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "opened_at", "KeyType": "RANGE"}]
    index = {"IndexName": "by_state", "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}}
    db.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=kinds,
        GlobalSecondaryIndexes=[index],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def put(table, key, **condition):
    return {"Put": {"TableName": table, "Item": {"id": {"S": key}}, **condition}}


def has(db, table, key):
    return "Item" in db.get_item(TableName=table, Key={"id": {"S": key}}, ConsistentRead=True)


def test_a_conditional_put_is_made_once(db, calls):
    item = {"id": {"S": "once"}}
    db.put_item(TableName=calls, Item=item, ConditionExpression=UNMADE)

    with refused("ConditionalCheckFailedException"):
        db.put_item(TableName=calls, Item=item, ConditionExpression=UNMADE)


def test_a_transaction_is_made_whole(db, calls):
    db.transact_write_items(TransactItems=[put(calls, "whole-1"), put(calls, "whole-2")])

    assert has(db, calls, "whole-1")
    assert has(db, calls, "whole-2")


def test_a_transaction_that_fails_leaves_nothing_and_names_the_write_that_failed(db, calls):
    db.put_item(TableName=calls, Item={"id": {"S": "taken"}})

    with refused("TransactionCanceledException") as caught:
        db.transact_write_items(
            TransactItems=[put(calls, "act"), put(calls, "taken", ConditionExpression=UNMADE), put(calls, "line")]
        )

    codes = [reason["Code"] for reason in caught.value.response["CancellationReasons"]]
    assert codes == ["None", "ConditionalCheckFailed", "None"]
    assert not has(db, calls, "act")
    assert not has(db, calls, "line")


def test_a_transaction_may_check_a_row_that_it_does_not_write(db, calls):
    check = {"TableName": calls, "Key": {"id": {"S": "nowhere"}}, "ConditionExpression": "attribute_exists(id)"}

    with refused("TransactionCanceledException"):
        db.transact_write_items(TransactItems=[{"ConditionCheck": check}, put(calls, "unchecked")])

    assert not has(db, calls, "unchecked")


def test_a_transaction_gives_back_the_row_that_stood_in_its_way(db, calls):
    db.put_item(TableName=calls, Item={"id": {"S": "way"}, "who": {"S": "me"}})
    write = put(calls, "way", ConditionExpression=UNMADE, ReturnValuesOnConditionCheckFailure="ALL_OLD")

    with refused("TransactionCanceledException") as caught:
        db.transact_write_items(TransactItems=[write])

    assert caught.value.response["CancellationReasons"][0]["Item"]["who"] == {"S": "me"}


def test_two_writes_of_one_row_in_a_transaction_are_refused(db, calls):
    with refused("ValidationException"):
        db.transact_write_items(TransactItems=[put(calls, "twice"), put(calls, "twice")])


def test_a_transaction_of_a_hundred_and_one_writes_is_refused(db, calls):
    with refused("ValidationException"):
        db.transact_write_items(TransactItems=[put(calls, f"many-{n}") for n in range(101)])


def test_the_last_line_of_a_chain_is_read_first(db, chain):
    for seq in (2, 10, 1):
        db.put_item(TableName=chain, Item={"subject": {"S": "inc"}, "seq": {"N": str(seq)}})

    last = db.query(
        TableName=chain,
        KeyConditionExpression="subject = :s",
        ExpressionAttributeValues={":s": {"S": "inc"}},
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=1,
    )

    assert last["Items"][0]["seq"] == {"N": "10"}


def test_a_batch_of_twenty_six_writes_is_refused(db, calls):
    puts = [{"PutRequest": {"Item": {"id": {"S": f"batch-{n}"}}}} for n in range(26)]

    with refused("ValidationException"):
        db.batch_write_item(RequestItems={calls: puts})


def test_dynamodb_local_refuses_a_filter_on_a_key_and_ministack_lets_it_pass(db, chain, request):
    asking = {
        "TableName": chain,
        "KeyConditionExpression": "subject = :s",
        "FilterExpression": "seq > :n",
        "ExpressionAttributeValues": {":s": {"S": "inc"}, ":n": NUMBER},
    }

    if "ministack" in request.node.name.partition("[")[2]:
        assert db.query(**asking)["Count"] >= 0
    else:
        with refused("ValidationException"):
            db.query(**asking)


def test_a_key_of_an_index_with_the_wrong_type_is_refused(db, calls):
    with refused("ValidationException"):
        db.put_item(TableName=calls, Item={"id": {"S": "typed"}, "state": NUMBER, "opened_at": STRING})


def test_an_empty_key_of_an_index_is_refused(db, calls):
    with refused("ValidationException"):
        db.put_item(TableName=calls, Item={"id": {"S": "empty"}, "state": {"S": ""}, "opened_at": STRING})


def test_a_strong_read_of_an_index_is_refused(db, calls):
    with refused("ValidationException"):
        db.query(
            TableName=calls,
            IndexName="by_state",
            KeyConditionExpression="#s = :s",
            ExpressionAttributeNames={"#s": "state"},
            ExpressionAttributeValues={":s": STRING},
            ConsistentRead=True,
        )


def test_a_row_over_400_kb_is_refused(db, calls):
    with refused("ValidationException"):
        db.put_item(TableName=calls, Item={"id": {"S": "big"}, "body": {"S": "x" * 410_000}})


def test_a_reserved_word_without_a_name_is_refused(db, calls):
    with refused("ValidationException"):
        db.update_item(
            TableName=calls,
            Key={"id": {"S": "reserved"}},
            UpdateExpression="SET state = :s",
            ExpressionAttributeValues={":s": STRING},
        )
