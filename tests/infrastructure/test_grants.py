"""Who may touch what, as the templates say it."""

import json

import pytest

# Services that know no resource for the action, each with its reason.
NAMELESS = {
    "xray:PutTraceSegments": "traces belong to no resource",
    "xray:PutTelemetryRecords": "traces belong to no resource",
    "dynamodb:ListStreams": "what Lambda asks of a stream's reader; it names no table",
    "kinesisvideo:ListStreams": "a list of streams is of all of them; the sweep looks for those that nobody watches",
}
CHANGES = ("UpdateItem", "DeleteItem", "BatchWriteItem", "PartiQLUpdate", "PartiQLDelete", "PartiQLInsert")
ESCAPES = (
    "s3:DeleteObject",
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
    "lambda:InvokeFunction",
)


def reference(function):
    return function["Properties"]["Role"]["Fn::GetAtt"][0]


def test_every_function_has_a_role_of_its_own(plan):
    roles = [reference(function) for function in plan.all("AWS::Lambda::Function").values()]

    assert len(roles) == 24
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


def test_one_role_deletes_versions_and_it_neither_takes_holds_off_nor_reads_evidence(plan):
    assert {s.bearer.partition("Role")[0] for s in plan.roles() if s.allows("s3:DeleteObjectVersion")} == {
        "RetireEvidence"
    }
    assert not bearers(plan, "s3:DeleteObjectVersion", "Log9")
    mine = {a for s in plan.roles() if s.bearer.startswith("RetireEvidence") for a in s.actions}
    puts = {"s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObject"}
    assert not mine & (puts | {"s3:GetObject", "s3:GetObjectVersion"})
    assert [s for s in plan.roles() if s.allows("s3:DeleteObjectVersion") and s.touches("Vault")]


@pytest.mark.parametrize("change", CHANGES)
def test_no_role_changes_or_takes_away_a_custody_line(plan, change):
    assert [s.bearer for s in plan.roles() if s.allows(f"dynamodb:{change}") and s.touches("Custody")] == []


def test_nothing_is_allowed_on_everything_but_what_knows_no_resource(plan):
    wide = {action for s in plan.roles() if s.effect == "Allow" and '"*"' in s.resources for action in s.actions}

    assert wide == set(NAMELESS)


def test_no_role_is_given_a_whole_service(plan):
    assert [s.bearer for s in plan.roles() if any(action.split(":")[-1] == "*" for action in s.actions)] == []


def bearers(plan, action, thing):
    """The functions (or others) whose role may do this to that, by the beginning of their name."""
    found = {s.bearer for s in plan.roles() if s.allows(action) and s.touches(thing)}
    return {name.partition("Role")[0] for name in found}


def test_nobody_takes_a_registrant_away_but_the_door_by_which_they_leave(plan):
    """And who ends pauses: the row that says when one is over goes with it."""
    assert bearers(plan, "dynamodb:DeleteItem", "Registry") == {"CitizenApi", "WakeRegistrants"}
    assert {s.bearer.partition("Role")[0] for s in plan.roles() if s.allows("dynamodb:DeleteItem")} == {
        "CitizenApi",
        "WakeRegistrants",
    }


def conditions(plan, bearer, action, thing):
    """Under which condition a role may do this to that: of each statement one."""
    found = [s for s in plan.roles() if s.bearer.startswith(bearer) and s.allows(action) and s.touches(thing)]
    return [json.loads(s.conditions) for s in found]


def test_the_sweep_may_wake_a_row_and_write_nothing_that_counts_in_it(plan):
    columns, rows = "ForAllValues:StringEquals", "ForAllValues:StringLike"

    assert conditions(plan, "SweepStores", "dynamodb:UpdateItem", "Release") == [
        {columns: {"dynamodb:Attributes": ["id", "asked_again_at"]}}
    ]
    assert conditions(plan, "SweepStores", "dynamodb:UpdateItem", "Canvass") == [
        {columns: {"dynamodb:Attributes": ["pk", "sk", "asked_again_at"]}, rows: {"dynamodb:LeadingKeys": ["errand#*"]}}
    ]


def test_whoever_notes_previews_writes_no_release(plan):
    assert conditions(plan, "AdmitPreview", "dynamodb:PutItem", "Release") == [
        {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["mark#*", "package#*"]}}
    ]
    assert conditions(plan, "AdmitPreview", "dynamodb:UpdateItem", "Release") == []


def test_a_key_signs_for_those_alone_who_have_something_to_sign(plan):
    assert bearers(plan, "kms:Sign", "Seal") == {"SealCustody", "DeliverRelease"}
    assert bearers(plan, "kms:Sign", "Commands") == {"ConsoleApi", "OwnerApi", "HearBox", "CloseViews"}


def test_whoever_signs_commands_is_whoever_sends_them_and_to_boxes_only(plan):
    senders = [s for s in plan.roles() if s.allows("iot:Publish")]

    assert {s.bearer.partition("Role")[0] for s in senders} == bearers(plan, "kms:Sign", "Commands")
    assert all(len(s.resources) == 1 and ":topic/rtcc/box/*/cmd/*" in s.resources[0] for s in senders)


def test_only_the_consoles_door_takes_another_role_and_only_the_viewers(plan):
    taking = [s for s in plan.roles() if s.allows("sts:AssumeRole")]

    assert [s.bearer.partition("Role")[0] for s in taking] == ["ConsoleApi"]
    assert all("Viewer" in resource for s in taking for resource in s.resources)


def test_only_the_viewers_role_reads_a_stream_and_only_boxes_write_one(plan):
    (reader,) = bearers(plan, "kinesisvideo:GetMedia", "stream/rtcc-")
    (writer,) = bearers(plan, "kinesisvideo:PutMedia", "stream/rtcc-")

    assert reader.startswith("Viewer")
    assert writer.startswith("Box")


def test_only_admission_and_sealing_write_where_locks_are(plan):
    writers = {
        s.bearer.partition("Role")[0]
        for s in plan.roles()
        if s.allows("s3:PutObject") and (s.touches("Vault") or s.touches("Log9"))
    }

    assert writers == {"AdmitUpload", "AdmitClip", "SealCustody"}


def test_abuse_013_what_decodes_files_from_outside_reads_evidence_writes_previews_and_nothing_else(plan):
    mine = [s for s in plan.roles() if s.bearer.startswith("ProbeMedia") and s.effect == "Allow"]
    on = {action: s.resources for s in mine for action in s.actions}
    beyond = {action for action in on if action.split(":")[0] not in ("kms", "logs", "xray")}

    assert beyond == {
        *("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "sqs:SendMessage", "sqs:GetQueueAttributes"),
        *("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"),
        *("sqs:GetQueueUrl", "dynamodb:ListStreams", "dynamodb:DescribeStream", "dynamodb:GetRecords"),
        "dynamodb:GetShardIterator",
    }
    (reads,), writes = on["s3:GetObjectVersion"], on["s3:PutObject"]
    assert "Vault" in reads
    assert "/evidence/*" in reads
    assert all("Preview" in one for one in writes)
    assert [one.partition("/")[2].partition("/")[0] for one in writes] == ["previews", "marked"]
    assert all("Stream" in one for one in on["dynamodb:GetRecords"])
    assert all("Failures" in one for one in on["sqs:SendMessage"])


def test_only_the_probe_writes_previews(plan):
    assert bearers(plan, "s3:PutObject", "Preview") == {"ProbeMedia"}


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


def test_the_comparison_of_stores_and_record_reads_all_of_it_and_changes_no_evidence(plan):
    mine = [s for s in plan.roles() if s.bearer.startswith("SweepStores") and s.effect == "Allow"]
    on = {action: s for s in mine for action in s.actions}

    assert {action for action in on if "Delete" in action or "Update" in action} == {"dynamodb:UpdateItem"}
    updates = [s for s in mine if s.allows("dynamodb:UpdateItem")]
    rooms = ("Canvass", "Release", "Vault", "Custody", "Registry")
    assert [room for room in rooms if any(s.touches(room) for s in updates)] == ["Canvass", "Release"]
    assert on["dynamodb:PutItem"].touches("Custody")
    assert not on["dynamodb:PutItem"].touches("Vault")
    assert on["s3:PutObject"].touches("Inbox")
    assert not on["s3:PutObject"].touches("Vault")
    assert [s for s in mine if s.allows("s3:ListBucketVersions") and s.touches("Vault") and s.touches("Inbox")]
