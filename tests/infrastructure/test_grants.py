"""Who may touch what, as the templates say it."""

import json

import pytest

# Services that know no resource for the action, each with its reason.
NAMELESS = {
    "xray:PutTraceSegments": "traces belong to no resource",
    "xray:PutTelemetryRecords": "traces belong to no resource",
    "dynamodb:ListStreams": "what Lambda asks of a stream's reader; it names no table",
}
CHANGES = ("UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "PartiQLInsert")
ESCAPES = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:BypassGovernanceRetention",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutLifecycleConfiguration",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKey",
    "kms:PutKeyPolicy",
    "dynamodb:DeleteTable",
    "iam:PassRole",
    "sts:AssumeRole",
    "lambda:InvokeFunction",
)


def reference(function):
    return function["Properties"]["Role"]["Fn::GetAtt"][0]


def test_every_function_has_a_role_of_its_own(plan):
    roles = [reference(function) for function in plan.all("AWS::Lambda::Function").values()]

    assert len(roles) == 7
    assert len(set(roles)) == len(roles)


def test_a_functions_role_serves_lambda_and_nobody_else(plan):
    roles = plan.all("AWS::IAM::Role")

    for function in plan.all("AWS::Lambda::Function").values():
        (trust,) = roles[reference(function)]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert "ManagedPolicyArns" not in roles[reference(function)]["Properties"]


@pytest.mark.parametrize("action", ESCAPES)
def test_no_role_may_do_what_undoes_a_safeguard(plan, action):
    assert [s.bearer for s in plan.roles() if s.allows(action)] == []


@pytest.mark.parametrize("change", CHANGES)
def test_no_role_changes_or_takes_away_a_custody_line(plan, change):
    assert [s.bearer for s in plan.roles() if s.allows(f"dynamodb:{change}") and s.touches("Custody")] == []


def test_nothing_is_allowed_on_everything_but_what_knows_no_resource(plan):
    wide = {action for s in plan.roles() if s.effect == "Allow" and '"*"' in s.resources for action in s.actions}

    assert wide == set(NAMELESS)


def test_no_role_is_given_a_whole_service(plan):
    assert [s.bearer for s in plan.roles() if any(action.split(":")[-1] == "*" for action in s.actions)] == []


def test_only_the_sealing_function_signs(plan):
    signers = {s.bearer for s in plan.roles() if s.allows("kms:Sign")}

    assert [name for name in signers if not name.startswith("SealCustody")] == []
    assert signers


def test_only_admission_and_sealing_write_where_locks_are(plan):
    writers = {
        s.bearer[:12] for s in plan.roles() if s.allows("s3:PutObject") and (s.touches("Vault") or s.touches("Log9"))
    }

    assert writers == {"AdmitUploadR", "SealCustodyR"}


def test_only_the_malware_scan_tags_what_was_uploaded(plan):
    taggers = {s.bearer for s in plan.roles() if s.allows("s3:PutObjectVersionTagging")}
    denied = [s for s in plan.statements if s.effect == "Deny" and s.reaches("s3:PutObjectVersionTagging")]

    assert all(name.startswith("ScanRole") for name in taggers)
    assert [s.bearer for s in denied if s.bearer.startswith("InboxPolicy")]


def test_a_dispatch_system_may_call_the_dispatch_api_and_do_nothing_else(plan):
    mine = [s for s in plan.roles() if s.bearer.startswith("Dispatcher")]

    assert [s.actions for s in mine] == [("execute-api:Invoke",)]
    assert all(s.touches("Dispatch") and not s.touches("Console") for s in mine)


def test_functions_are_told_names_and_no_secrets(plan):
    for function in plan.all("AWS::Lambda::Function").values():
        told = function["Properties"]["Environment"]["Variables"]
        assert not [name for name in told if any(word in name for word in ("SECRET", "PASSWORD", "TOKEN", "PRIVATE"))]
        assert {"CITY", "SITE_ORIGIN", "TABLE_CUSTODY", "BUCKET_VAULT", "KEY_SEAL"} <= set(told)
        assert json.loads(told["CITY"])["ori"]
