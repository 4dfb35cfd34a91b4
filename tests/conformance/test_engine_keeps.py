"""What a kept city remembers after a restart: `keep_too` and the autosave of local/engine_patches.py."""

from contextlib import contextmanager

import pytest

from local import engine
from tests.conformance.arrange import eventually, http, refused
from tests.conformance.locks import bucket_with_lock, until, version_under_lock
from tests.engines.account import Account


@contextmanager
def kept(folder, port):
    """An engine that keeps its state in the folder."""
    running = engine.start(data=folder, port=port)
    try:
        yield Account(running.endpoint, "test", "test")
    finally:
        running.stop()


@pytest.fixture(scope="module")
def restarted(tmp_path_factory):
    """An engine that was started again on what it kept, and what was left in it before: a lock, a stream, a mail."""
    folder, port = tmp_path_factory.mktemp("kept"), engine.free_port()
    with kept(folder, port) as before:
        version, locked = locked_version(before)
        tables, mail = before.client("dynamodb"), before.client("sesv2")
        key = {"AttributeName": "id"}
        tables.create_table(
            TableName="told", BillingMode="PAY_PER_REQUEST", KeySchema=[key | {"KeyType": "HASH"}],
            AttributeDefinitions=[key | {"AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )  # fmt: skip
        tables.put_item(TableName="told", Item={"id": {"S": "first"}})
        mail.create_email_identity(EmailIdentity="city.example")
        content = {"Simple": {"Subject": {"Data": "kept"}, "Body": {"Text": {"Data": "x"}}}}
        to = {"ToAddresses": ["ann@example.org"]}
        mail.send_email(FromEmailAddress="rtcc@city.example", Destination=to, Content=content)
    with kept(folder, port) as after:
        yield after, version, locked


def locked_version(cloud):
    """A version under lock and hold, and until when the store says that it is locked."""
    s3 = cloud.client("s3")
    version = version_under_lock(s3, bucket_with_lock(s3, "kept"), "clip", hold=True)
    return version, until(s3, version)


def test_a_kept_city_remembers_retention_and_hold_of_a_version(restarted):
    after, version, locked = restarted
    s3 = after.client("s3")

    assert until(s3, version) == locked
    assert s3.get_object_legal_hold(**version)["LegalHold"]["Status"] == "ON"
    with refused("AccessDenied"):
        s3.delete_object(**version)


def test_a_kept_city_remembers_streams_and_mails(restarted):
    after, *_ = restarted

    after.client("dynamodb").put_item(TableName="told", Item={"id": {"S": "second"}})

    streams = after.client("dynamodbstreams")
    (stream,) = streams.list_streams(TableName="told")["Streams"]
    (shard,) = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]["Shards"]
    oldest = streams.get_shard_iterator(
        StreamArn=stream["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    told = [each["dynamodb"]["Keys"]["id"]["S"] for each in streams.get_records(ShardIterator=oldest)["Records"]]
    mails = http("GET", f"{after.endpoint}/_ministack/ses/messages").json["messages"]["000000000000"]
    assert told == ["first", "second"]
    assert [each["Subject"] for each in mails] == ["kept"]


def test_a_kept_city_saves_itself_while_it_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("RTCC_ENGINE_SAVES", "1")
    running = engine.start(data=tmp_path, port=engine.free_port())
    try:
        Account(running.endpoint, "test", "test").client("sqs").create_queue(QueueName="before-the-power-cut")
        state = tmp_path / "engine" / "state" / "sqs.json"
        eventually(lambda: state.exists() and "before-the-power-cut" in state.read_text())
    finally:
        running.stop()
