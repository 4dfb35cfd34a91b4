"""Steps 6 and 7: nobody can take evidence out of the vault, and nobody can unwrite the record."""

from __future__ import annotations

import io
import json
import time
import zipfile
from typing import Any

from local.play.telling import see, wait_for
from local.play.world import World

# Runs as a Lambda under each role in turn: the very credentials that the role's own function gets.
_PROBE = """
import boto3, datetime
from botocore.exceptions import ClientError

def handle(event, context):
    s3, name = boto3.client("s3"), event["name"]
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    tries = {
        "delete the version": lambda: s3.delete_object(**name),
        "hide it behind a delete marker": lambda: s3.delete_object(Bucket=name["Bucket"], Key=name["Key"]),
        "shorten the retention": lambda: s3.put_object_retention(
            **name, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": soon}),
        "weaken the mode": lambda: s3.put_object_retention(
            **name, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": soon}, BypassGovernanceRetention=True),
    }
    done = []
    for what, attempt in tries.items():
        try:
            attempt()
            done.append(what)
        except ClientError:
            pass
    return done
"""


def nobody_can_delete(world: World) -> str:
    """With every role of the templates, deleting the version and shortening its retention are refused."""
    stored = world.item["storage"]
    name = {"Bucket": stored["bucket"], "Key": stored["key"], "VersionId": stored["version_id"]}
    roles = world.city["roles"]
    iam, spoiled = world.aws("iam"), roles["admit_upload"].rsplit("/", 1)[1]
    if world.sabotage == 6:
        _spoil(world, iam, spoiled, stored["bucket"])
    done = {role: outcome for role, arn in roles.items() if (outcome := _try_as(world, role, arn, name))}
    if world.sabotage == 6:
        iam.delete_role_policy(RoleName=spoiled, PolicyName="sabotage")
        _uncover(world, name)
    see(not done, f"{done}")
    kept = world.aws("s3").get_object_retention(**name)["Retention"]
    see(kept["Mode"] == "COMPLIANCE", f"the mode is {kept['Mode']} now")
    return f"all {len(roles)} roles tried to delete, hide, shorten and weaken: each was refused, and the lock stands"


def record_holds(world: World) -> str:
    """The record verifies from first line to last; with one line changed in the table, the verifier names it."""
    auditor = world.signed_in("auditor")
    subject = world.item["id"]
    if world.sabotage == 7:
        kept = change_line(world, subject, 2)
    whole = wait_for("the seal of every line", lambda: sealed(auditor), seconds=40)
    if world.sabotage == 7:
        restore_line(world, kept)
    see(whole["holds"], f"the record does not hold: {whole['faults'][:3]}")
    kept = change_line(world, subject, 2)
    changed = auditor.ask("POST", "/custody/verifications", {})
    restore_line(world, kept)
    named = {(fault["subject"], fault["seq"]) for fault in changed["faults"]}
    see(not changed["holds"], "a changed line was not noticed")
    see(named == {(subject, 2)}, f"the verifier named {named}")
    again = auditor.ask("POST", "/custody/verifications", {})
    see(again["holds"], f"the restored record does not hold: {again['faults'][:3]}")
    return f"{whole['lines']} lines of {whole['subjects']} subjects hold; line 2 of {subject}, changed, was named"


def _try_as(world: World, role: str, arn: str, name: dict[str, str]) -> list[str]:
    functions, probe = world.aws("lambda"), f"probe-{role}-{int(time.time() * 1000)}"
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as bundle:
        bundle.writestr("probe.py", _PROBE)
    functions.create_function(
        FunctionName=probe,
        Role=arn,
        Runtime="python3.13",
        Handler="probe.handle",
        Timeout=30,
        Code={"ZipFile": code.getvalue()},
    )
    try:
        answer = functions.invoke(FunctionName=probe, Payload=json.dumps({"name": name}).encode())
        told = json.loads(answer["Payload"].read())
        see("FunctionError" not in answer, f"the probe itself broke: {told}")
    finally:
        functions.delete_function(FunctionName=probe)
    return list(told)


def _spoil(world: World, iam: Any, role: str, bucket: str) -> None:
    """The sabotage of step 6: somebody grants the strongest role the right to delete, in policy and bucket."""
    rights = {"Effect": "Allow", "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"], "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [rights]}
    iam.put_role_policy(RoleName=role, PolicyName="sabotage", PolicyDocument=json.dumps(policy))
    world.aws("s3").delete_bucket_policy(Bucket=bucket)


def _uncover(world: World, name: dict[str, str]) -> None:
    """Take the sabotage's delete marker away again."""
    s3 = world.aws("s3")
    found = s3.list_object_versions(Bucket=name["Bucket"], Prefix=name["Key"]).get("DeleteMarkers", [])
    for marker in found:
        s3.delete_object(Bucket=name["Bucket"], Key=marker["Key"], VersionId=marker["VersionId"])


def sealed(auditor: Any) -> dict[str, Any] | None:
    """The verification, once the log has caught up with the lines (but for those of this very question)."""
    report: dict[str, Any] = auditor.ask("POST", "/custody/verifications", {})
    return report if report["unsealed"] <= 2 or report["faults"] else None


def change_line(world: World, subject: str, seq: int) -> dict[str, Any]:
    """An insider with every right to the table changes one word of one line; returns the row as it was."""
    tables, table = world.aws("dynamodb"), world.city["tables"]["custody"]
    key = {"subject": {"S": subject}, "seq": {"N": str(seq)}}
    row: dict[str, Any] = tables.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    tables.put_item(TableName=table, Item=row | {"reason": {"S": "another reason"}})
    return row


def restore_line(world: World, row: dict[str, Any]) -> None:
    """The line as it was."""
    world.aws("dynamodb").put_item(TableName=world.city["tables"]["custody"], Item=row)
