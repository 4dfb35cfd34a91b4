"""A function that writes down what reached it: how a probe sees what the engine hands to functions."""

import json
from typing import Any

from tests.conformance.arrange import eventually, zipped
from tests.engines.account import Account

SEEN = "seen"
CODE = """
    import json
    import uuid

    import boto3

    def handle(event, context):
        if "call" in event:
            return call(**event["call"])
        if "requestContext" in event:
            return {"statusCode": 200, "body": json.dumps(event, default=str)}
        failures = []
        for record in event.get("Records", [event]):
            text = json.dumps(record)
            write(text)
            if "explode" in text:
                raise RuntimeError("the whole batch fails")
            if "poison" in text:
                failures.append({"itemIdentifier": record.get("messageId") or record["dynamodb"]["SequenceNumber"]})
        return {"batchItemFailures": failures}

    seen = boto3.client("dynamodb")  # once: whoever takes longer than a message hides is handed it again

    def write(text):
        seen.put_item(TableName="seen", Item={"id": {"S": str(uuid.uuid4())}, "text": {"S": text}})

    def call(service, name, arguments):
        try:
            answer = getattr(boto3.client(service), name)(**arguments)
            return {"answer": json.loads(json.dumps(answer, default=str))}
        except Exception as error:
            return {"refused": type(error).__name__ + str(error)}
"""
RIGHTS = [
    {"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": f"arn:aws:dynamodb:*:*:table/{SEEN}"},
    {"Effect": "Allow", "Action": ["logs:*", "sqs:*", "dynamodb:*Stream*"], "Resource": "*"},
]


class Witness:
    """The function, its role, and the table that it alone writes."""

    def __init__(self, cloud: Account) -> None:
        self.cloud = cloud
        self.functions = cloud.client("lambda")
        self.tables = cloud.client("dynamodb")
        table(cloud, SEEN)
        self.role = role(cloud, "witness", RIGHTS, service="lambda.amazonaws.com")
        self.arn = self.functions.create_function(
            FunctionName="witness",
            Runtime="python3.11",
            Role=self.role,
            Handler="probe.handle",
            Code={"ZipFile": zipped(CODE)},
            Timeout=20,
        )["FunctionArn"]

    def call(self, service: str, name: str, **arguments: Any) -> Any:
        """Let the function make a call with its own credentials."""
        event = {"call": {"service": service, "name": name, "arguments": arguments}}
        answer = self.functions.invoke(FunctionName="witness", Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    def listens_to(self, source: str, **how: Any) -> str:
        """Map the source onto the function; returns the id of the mapping."""
        return self.functions.create_event_source_mapping(
            EventSourceArn=source, FunctionName="witness", FunctionResponseTypes=["ReportBatchItemFailures"], **how
        )["UUID"]

    def saw(self, *words: str, times: int = 1) -> list[str]:
        """Wait until records with all these words were seen so often."""
        return eventually(lambda: found if len(found := self.notes(*words)) >= times else [])

    def notes(self, *words: str) -> list[str]:
        """Return what was written down so far, of the records with all these words."""
        items = self.tables.scan(TableName=SEEN, ConsistentRead=True)["Items"]
        texts = [item["text"]["S"] for item in items]
        return [text for text in texts if all(word in text for word in words)]


def role(cloud: Account, name: str, rights: list[dict[str, Any]], **principal: str) -> str:
    """A role with exactly these rights, for a service or for an account."""
    who = {"Service": principal["service"]} if "service" in principal else {"AWS": principal["account"]}
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}]}
    iam = cloud.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": rights}
    if rights:
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=json.dumps(policy))
    return made


def table(cloud: Account, name: str, *, stream: bool = False) -> str | None:
    """A table keyed by id; returns the ARN of its stream."""
    made = cloud.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        **({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}} if stream else {}),
    )["TableDescription"]
    return made.get("LatestStreamArn")
