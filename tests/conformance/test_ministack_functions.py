"""What reaches a function in the local city, how often, and with whose rights it acts."""

import json

import pytest

from tests.conformance.arrange import eventually
from tests.conformance.witness import role, table


@pytest.fixture(scope="module")
def queue(bare_cloud, witness):
    """A queue whose messages the witness gets, and which gives up after the second try."""
    sqs = bare_cloud.client("sqs")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    target = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": 2})
    url = sqs.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "2", "RedrivePolicy": redrive})[
        "QueueUrl"
    ]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    witness.listens_to(arn, BatchSize=10)
    return {"url": url, "arn": arn, "dead": dead}


@pytest.fixture(scope="module")
def failing(bare_cloud, queue):
    """Three messages in one batch, of which two fail: what is waited for of each comes at the same time."""
    bodies = ["poison-queue", "fine-queue", "poison-dead"]
    entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
    bare_cloud.client("sqs").send_message_batch(QueueUrl=queue["url"], Entries=entries)


@pytest.fixture(scope="module")
def stream(bare_cloud, witness):
    """A table whose new canvasses the witness gets."""
    source = table(bare_cloud, "canvass", stream=True)
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["canvass"]}}}}
    filters = {"Filters": [{"Pattern": json.dumps(pattern)}]}
    witness.listens_to(source, StartingPosition="TRIM_HORIZON", BatchSize=10, FilterCriteria=filters)
    return "canvass"


def put(cloud, table, key, kind="canvass"):
    cloud.client("dynamodb").put_item(TableName=table, Item={"id": {"S": key}, "kind": {"S": kind}})


def test_ministack_runs_a_function_with_the_credentials_of_its_own_role(witness):
    assert ":assumed-role/witness/" in witness.call("sts", "get_caller_identity")["answer"]["Arn"]


def test_ministack_refuses_a_function_what_its_role_may_not(witness):
    assert "AccessDenied" in witness.call("dynamodb", "scan", TableName="seen")["refused"]
    assert "AccessDenied" in witness.call("kms", "list_keys")["refused"]


def test_ministack_lets_a_function_do_what_its_role_may(witness):
    item = {"id": {"S": "mine"}, "text": {"S": "mine"}}

    assert "answer" in witness.call("dynamodb", "put_item", TableName="seen", Item=item)


def test_ministack_refuses_each_write_of_a_transaction_that_the_role_may_not(bare_cloud, witness):
    table(bare_cloud, "foreign")
    ours = {"Put": {"TableName": "seen", "Item": {"id": {"S": "half"}, "text": {"S": "half"}}}}
    theirs = {"Put": {"TableName": "foreign", "Item": {"id": {"S": "half"}}}}

    answer = witness.call("dynamodb", "transact_write_items", TransactItems=[ours, theirs])

    assert "AccessDenied" in answer["refused"]
    assert not witness.notes("half")


def test_ministack_hands_only_the_rows_of_the_filter_to_the_function(bare_cloud, witness, stream):
    put(bare_cloud, stream, "other-kind", kind="request")
    put(bare_cloud, stream, "wanted")
    put(bare_cloud, stream, "wanted", kind="canvass")
    put(bare_cloud, stream, "wanted-last")

    witness.saw("wanted-last")

    assert len(witness.notes('"wanted"', "INSERT")) == 1
    assert not witness.notes("MODIFY")
    assert not witness.notes("other-kind")


def test_ministack_forgets_the_failed_rows_of_a_batch_so_a_stream_function_fails_as_a_whole(
    bare_cloud, witness, stream
):
    put(bare_cloud, stream, "poison-row")
    witness.saw("poison-row")

    put(bare_cloud, stream, "after-poison")
    witness.saw("after-poison")

    assert len(witness.notes("poison-row")) == 1


def test_ministack_hands_a_batch_of_a_function_that_fails_for_ever_whatever_the_limit_of_tries(bare_cloud, witness):
    source = table(bare_cloud, "failing", stream=True)
    mapping = witness.listens_to(source, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=0)

    put(bare_cloud, "failing", "explode-row")

    witness.saw("explode-row", times=3)
    witness.functions.delete_event_source_mapping(UUID=mapping)


def test_ministack_hands_a_failed_message_again_and_the_others_not(witness, failing):
    witness.saw("poison-queue", times=2)
    assert len(witness.notes("fine-queue")) == 1


def test_ministack_moves_a_message_that_fails_too_often_to_the_dead_letters(bare_cloud, queue, failing):
    sqs = bare_cloud.client("sqs")

    def dead():
        return sqs.receive_message(QueueUrl=queue["dead"], WaitTimeSeconds=5).get("Messages", [])

    assert eventually(lambda: any("poison-dead" in message["Body"] for message in dead()))


def test_ministack_refuses_an_event_in_the_name_of_aws_so_the_scan_stands_in_inside_the_engine(bare_cloud):
    event = {"Source": "aws.guardduty", "DetailType": "x", "Detail": "{}"}

    answer = bare_cloud.client("events").put_events(Entries=[event])

    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"


def test_ministack_hands_an_event_to_the_queue_of_the_rule_that_names_its_bucket(bare_cloud, witness, queue):
    events = bare_cloud.client("events")
    pattern = {"source": ["ours"], "detail-type": ["Scanned"], "detail": {"s3ObjectDetails": {"bucketName": ["inbox"]}}}
    events.put_rule(Name="scanned", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="scanned", Targets=[{"Id": "queue", "Arn": queue["arn"]}])

    def scanned(bucket, key):
        detail = json.dumps({"s3ObjectDetails": {"bucketName": bucket, "objectKey": key}})
        return {"Source": "ours", "DetailType": "Scanned", "Detail": detail}

    events.put_events(Entries=[scanned("elsewhere", "scan-other"), scanned("inbox", "scan-ours")])

    witness.saw("scan-ours")
    assert not witness.notes("scan-other")


def test_ministack_tells_eventbridge_of_an_object_that_came(bare_cloud, witness, queue):
    s3 = bare_cloud.client("s3")
    s3.create_bucket(Bucket="telling")
    s3.put_bucket_notification_configuration(
        Bucket="telling", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    events = bare_cloud.client("events")
    pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": ["telling"]}}}
    events.put_rule(Name="came", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="came", Targets=[{"Id": "queue", "Arn": queue["arn"]}])

    s3.put_object(Bucket="telling", Key="clip-came", Body=b"x")

    assert witness.saw("clip-came", "Object Created")


def test_ministack_refuses_to_assume_a_role_that_trusts_another(bare_cloud, witness):
    arn = role(bare_cloud, "cad", [], account="arn:aws:iam::000000000000:role/somebody-else")

    assert "AccessDenied" in witness.call("sts", "assume_role", RoleArn=arn, RoleSessionName="us")["refused"]
