"""Who may take a hold off, who prolongs locks, who reads again; how often, and whom it wakes when it does not hold."""

import json

import pytest

KEEPERS = ("SettleHolds", "ProlongLocks", "CheckFixity")


def statement(plan, bucket, sid):
    policy = plan.one("AWS::S3::BucketPolicy", f"{bucket}Policy")["Properties"]["PolicyDocument"]["Statement"]
    (found,) = [one for one in policy if one.get("Sid") == sid]
    return found


def actions(plan, name):
    return {action for s in plan.roles() if s.bearer.startswith(name) and s.effect == "Allow" for action in s.actions}


def test_one_role_takes_a_hold_off_and_every_other_is_refused_by_the_bucket_itself(plan):
    mine = statement(plan, "Vault", "OnlySettlingTakesAHoldOff")

    assert (mine["Effect"], mine["Principal"]) == ("Deny", {"AWS": "*"})
    assert mine["Action"] == "s3:PutObjectLegalHold"
    assert mine["Condition"]["StringEquals"] == {"s3:object-lock-legal-hold": "OFF"}
    (arn,) = mine["Condition"]["ArnNotEquals"].values()
    assert str(arn).count(":role/rtcc-settle-holds") == 1
    assert set(mine["Condition"]) == {"StringEquals", "ArnNotEquals"}


def test_nobody_at_all_takes_a_hold_off_the_record(plan):
    mine = statement(plan, "Log", "NobodyTakesAHoldOff")

    assert mine["Condition"] == {"StringEquals": {"s3:object-lock-legal-hold": "OFF"}}


@pytest.mark.parametrize(
    ("name", "role"), [("SettleHolds", "rtcc-settle-holds"), ("RetireEvidence", "rtcc-retire-evidence")]
)
def test_the_roles_that_buckets_know_have_those_very_names(plan, name, role):
    assert plan.one("AWS::IAM::Role", f"{name}Role")["Properties"]["RoleName"] == role


def test_who_takes_holds_off_deletes_nothing_and_who_deletes_takes_no_hold_off(plan):
    assert not {one for one in actions(plan, "SettleHolds") if one.startswith("s3:") and "Delete" in one}
    assert "s3:PutObjectLegalHold" not in actions(plan, "RetireEvidence")


@pytest.mark.parametrize("name", KEEPERS)
def test_what_keeps_evidence_deletes_nothing_writes_no_object_and_changes_no_line(plan, name):
    mine = actions(plan, name)

    assert not {one for one in mine if "Delete" in one or one == "s3:PutObject"}
    on_custody = {a for s in plan.roles() if s.bearer.startswith(name) and s.touches("Custody") for a in s.actions}
    changes = {one for one in on_custody if one.startswith("dynamodb:") and one != "dynamodb:ListStreams"}
    assert changes == {"dynamodb:PutItem", "dynamodb:Query"}


def test_only_who_checks_reads_evidence_and_only_who_prolongs_locks_longer(plan):
    assert {name for name in KEEPERS if "s3:GetObject" in actions(plan, name)} == {"CheckFixity"}
    assert {name for name in KEEPERS if "s3:PutObjectRetention" in actions(plan, name)} == {"ProlongLocks"}


@pytest.mark.parametrize(
    ("name", "rate"),
    [("SettleHolds", "rate(1 hour)"), ("ProlongLocks", "rate(6 hours)"), ("CheckFixity", "rate(1 hour)")],
)
def test_each_comes_by_the_clock(plan, name, rate):
    rules = [one["Properties"] for one in plan.all("AWS::Events::Rule").values()]

    assert [one["ScheduleExpression"] for one in rules if name in json.dumps(one["Targets"])] == [rate]


def test_a_change_of_holds_wakes_who_follows_them(plan):
    (mine,) = [
        one["Properties"]
        for name, one in plan.all("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("SettleHolds")
    ]

    (told,) = mine["FilterCriteria"]["Filters"]
    assert json.loads(told["Pattern"]) == {
        "eventName": ["MODIFY"],
        "dynamodb": {"NewImage": {"hold_due": {"S": ["yes"]}}},
    }


@pytest.mark.parametrize(
    ("metric", "service"), [("LockNotConfirmed", "prolong_locks"), ("FixityDiffers", "check_fixity")]
)
def test_what_is_not_locked_and_what_differs_wakes_somebody_at_the_first(plan, metric, service):
    alarms = [one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()]

    (mine,) = [one for one in alarms if one.get("MetricName") == metric]
    assert (mine["Threshold"], mine["Dimensions"]) == (0, [{"Name": "service", "Value": service}])
    assert mine["AlarmActions"]
