"""What the buckets refuse to everybody, whatever a role allows, and what wakes somebody when the record is touched."""

import json


def test_nobody_locks_for_long_and_nobody_takes_a_hold_off(plan):
    told = json.dumps(list(plan.all("AWS::S3::BucketPolicy").values()))

    assert told.count('"NobodyLocksForLong"') == 2
    assert told.count('"s3:object-lock-remaining-retention-days": "31"') == 2
    assert told.count('{"s3:object-lock-legal-hold": "OFF"}') == 2


def test_codes_and_links_have_a_key_each_and_the_public_door_has_only_the_codes(plan):
    keys = {
        name: one["Properties"].get("Description", "")
        for name, one in plan.all("AWS::KMS::Key").items()
        if one["Properties"].get("KeyUsage") == "GENERATE_VERIFY_MAC"
    }
    assert len(keys) == 3
    citizen = [
        json.dumps(one)
        for name, one in plan.all("AWS::IAM::Policy").items()
        if name.startswith("CitizenApi") and "kms:GenerateMac" in json.dumps(one)
    ]

    assert len(citizen) == 1
    assert "KeyCodes" in citizen[0] or "Codes" in citizen[0]
    assert "Links" not in citizen[0]


def test_a_line_that_was_touched_raises_an_alarm(plan):
    alarms = [one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()]

    for name in ("CustodyChanged", "WitnessRefused", "ClockOff"):
        assert [one["Threshold"] for one in alarms if one.get("MetricName") == name] == [0]
    sealing = [
        one["Properties"]
        for name, one in plan.all("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("SealCustody")
    ]
    assert "FilterCriteria" not in sealing[0]
