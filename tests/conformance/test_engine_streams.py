"""Probes of local/engine_streams.py: a slow follower of a stream holds back nobody else, and a window gathers rows."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.conformance.arrange import TRUST, eventually, policy, zipped
from tests.engines.account import Account

SLOW = """
    import time
    def handle(event, context):
        time.sleep(8)
"""
TELLS = """
    import json, os, boto3
    def handle(event, context):
        words = json.dumps([one["dynamodb"]["Keys"]["id"]["S"] for one in event["Records"]])
        boto3.client("sqs").send_message(QueueUrl=os.environ["TO"], MessageBody=words)
"""


@pytest.fixture
def heard(patched_cloud: Account) -> Any:
    """A queue for what a function tells, and how to read it."""
    sqs = patched_cloud.client("sqs")
    url = sqs.create_queue(QueueName=f"told-{uuid.uuid4().hex[:8]}")["QueueUrl"]

    def read() -> list[Any]:
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for one in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
        return [json.loads(one["Body"]) for one in found]

    read.url = url  # type: ignore[attr-defined]
    return read


def table(cloud: Account) -> tuple[str, str]:
    """A new table with a stream: its name, and the stream's."""
    name = f"rows-{uuid.uuid4().hex[:8]}"
    made = cloud.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return name, made["TableDescription"]["LatestStreamArn"]


def follow(cloud: Account, stream: str, source: str, *, window: int = 0, to: str = "") -> None:
    """A function that follows the stream from its beginning."""
    name = f"follower-{uuid.uuid4().hex[:8]}"
    role = cloud.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=policy(TRUST))["Role"]["Arn"]
    may = {"Effect": "Allow", "Action": ["sqs:*", "dynamodb:*"], "Resource": "*"}
    cloud.client("iam").put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=policy(may))
    cloud.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="probe.handle",
        Timeout=60,
        Role=role,
        Code={"ZipFile": zipped(source)},
        Environment={"Variables": {"TO": to}},
    )
    cloud.client("lambda").create_event_source_mapping(
        FunctionName=name,
        EventSourceArn=stream,
        StartingPosition="TRIM_HORIZON",
        BatchSize=100,
        MaximumBatchingWindowInSeconds=window,
    )


def put(cloud: Account, name: str, row: str) -> None:
    cloud.client("dynamodb").put_item(TableName=name, Item={"id": {"S": row}})


def test_a_slow_follower_holds_back_no_other(patched_cloud, heard):
    (slow, slow_stream), (quick, quick_stream) = table(patched_cloud), table(patched_cloud)
    follow(patched_cloud, slow_stream, SLOW)
    follow(patched_cloud, quick_stream, TELLS, to=heard.url)
    put(patched_cloud, quick, "warm")
    assert eventually(heard) == [["warm"]]

    put(patched_cloud, slow, "long work")
    put(patched_cloud, quick, "meanwhile")

    assert eventually(heard, within=6) == [["meanwhile"]]


def test_rows_of_one_window_come_as_one_batch_in_order(patched_cloud, heard):
    name, stream = table(patched_cloud)
    follow(patched_cloud, stream, TELLS, window=60, to=heard.url)
    put(patched_cloud, name, "warm")
    assert eventually(heard) == [["warm"]]
    rows = [f"row-{number}" for number in range(15)]

    for row in rows:
        put(patched_cloud, name, row)

    assert eventually(heard) == [rows]


def test_two_followers_of_one_table_each_hear_every_row_once(patched_cloud, heard):
    name, stream = table(patched_cloud)
    follow(patched_cloud, stream, TELLS, to=heard.url)
    follow(patched_cloud, stream, TELLS, to=heard.url)
    told: list[str] = []

    for number in range(6):
        put(patched_cloud, name, f"row-{number}")

    def all_heard() -> bool:
        told.extend(row for batch in heard() for row in batch)
        return len(told) >= 12

    eventually(all_heard)
    assert sorted(told) == sorted(2 * [f"row-{number}" for number in range(6)])
