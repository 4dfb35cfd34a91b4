"""How staff sign in, what pages tell the browser, and what wakes somebody."""

import json

import pytest

from infrastructure.page_headers import HEADERS, content_security_policy
from rtcc.sweep.model import Amiss

AUDIENCES = {"Staff": "/console/", "Owner": "/owner/", "Agency": "/agency/"}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_people_sign_in_with_an_authenticator_and_nobody_signs_up_alone(plan, audience):
    pool = plan.one("AWS::Cognito::UserPool", f"{audience}Pool")["Properties"]

    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 16
    assert pool["UserPoolAddOns"]["AdvancedSecurityMode"] == "ENFORCED"
    assert pool["DeletionProtection"] == "ACTIVE"


@pytest.mark.parametrize(("audience", "page"), AUDIENCES.items())
def test_the_only_way_in_is_the_code_flow_of_a_public_client(plan, audience, page):
    client = plan.one("AWS::Cognito::UserPoolClient", f"{audience}Pool")["Properties"]

    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["GenerateSecret"] is False
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert (client["IdTokenValidity"], client["RefreshTokenValidity"]) == (60, 60)
    assert client["CallbackURLs"] == [{"Fn::Join": ["", [{"Ref": "SiteOrigin"}, page]]}]


def test_there_is_a_pool_an_audience_and_no_other(plan):
    assert len(plan.all("AWS::Cognito::UserPool")) == len(AUDIENCES)
    assert len(plan.all("AWS::Cognito::UserPoolClient")) == len(AUDIENCES)


def test_pages_run_nothing_inline_and_are_framed_by_nobody():
    policy = content_security_policy(["https://inbox.example"])

    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self' https://inbox.example;" in policy
    assert "media-src 'self' blob:;" in policy


def plan_text(plan, policy):
    """The policy of content that a policy of headers names, as text; references by their names."""
    config = plan.all("AWS::CloudFront::ResponseHeadersPolicy")[policy]["Properties"]["ResponseHeadersPolicyConfig"]
    told = config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    parts = told["Fn::Join"][1] if isinstance(told, dict) else [told]
    return "".join(part if isinstance(part, str) else json.dumps(part).replace("; ", "") for part in parts)


def test_cloudfront_tells_what_the_list_says(plan):
    policies = plan.all("AWS::CloudFront::ResponseHeadersPolicy").values()
    assert len(policies) == 2
    for policy in policies:
        config = policy["Properties"]["ResponseHeadersPolicyConfig"]
        named, custom = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
        told = {one["Header"]: one["Value"] for one in custom} | {
            "X-Frame-Options": named["FrameOptions"]["FrameOption"],
            "Referrer-Policy": named["ReferrerPolicy"]["ReferrerPolicy"],
            "X-Content-Type-Options": "nosniff" if named["ContentTypeOptions"]["Override"] else None,
        }

        assert told == HEADERS
        assert "default-src 'none'" in json.dumps(named["ContentSecurityPolicy"])


@pytest.mark.parametrize("page", ["console", "agency"])
def test_two_pages_alone_show_what_was_made_of_evidence_and_none_shows_the_vault(plan, page):
    (distribution,) = plan.all("AWS::CloudFront::Distribution").values()
    config = distribution["Properties"]["DistributionConfig"]
    showing = next(one for one in config["CacheBehaviors"] if one["PathPattern"] == f"/{page}/*")
    shown = {
        name: {part for part in plan_text(plan, ref).split("; ") if part.startswith(("img-src", "media-src"))}
        for name, ref in {
            "showing": showing["ResponseHeadersPolicyId"]["Ref"],
            "rest": config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]["Ref"],
        }.items()
    }

    assert shown["rest"] == {"img-src 'self' data: blob:", "media-src 'self' blob:"}
    assert {part.split(" https://")[0] for part in shown["showing"]} == shown["rest"]
    assert all(part.count("https://") == 1 and "Preview" in part for part in shown["showing"])


def test_the_pages_bucket_answers_cloudfront_alone(plan):
    (policy,) = (
        one["Properties"]["PolicyDocument"]["Statement"]
        for one in plan.all("AWS::S3::BucketPolicy", "rtcc-web").values()
    )
    allowed = [s for s in policy if s["Effect"] == "Allow"]

    assert [s["Principal"] for s in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert "AWS:SourceArn" in json.dumps(allowed[0]["Condition"])


def test_a_firewall_stands_before_pages_and_apis(plan):
    (distribution,) = plan.all("AWS::CloudFront::Distribution").values()
    config = distribution["Properties"]["DistributionConfig"]
    (wall,) = (one["Properties"] for one in plan.all("AWS::WAFv2::WebACL").values())

    assert {one["PathPattern"] for one in config["CacheBehaviors"]} == {
        *(f"/api/{name}/*" for name in ("citizen", "console", "owner", "agency")),
        "/console/*",
        "/agency/*",
        "/log/checkpoint",
        "/log/tile/*",
    }
    assert config["WebACLId"]["Fn::GetAtt"][0].startswith("SiteFirewall")
    assert [rule["Priority"] for rule in wall["Rules"]] == [1, 2, 3, 0]
    assert all(rule["VisibilityConfig"]["SampledRequestsEnabled"] is False for rule in wall["Rules"])


def test_every_queue_of_failures_wakes_somebody_at_its_first_message(plan):
    queues = {key for key in plan.all("AWS::SQS::Queue") if "Failures" in key}
    alarms = [one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()]
    watched = [a for a in alarms if a["MetricName"] == "ApproximateNumberOfMessagesVisible"]

    assert len(queues) == 19
    for queue in queues:
        (alarm,) = (a for a in watched if queue in json.dumps(a["Dimensions"]))
        assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_every_queue_gives_what_fails_to_a_watched_one(plan):
    queues = plan.all("AWS::SQS::Queue")
    sources = [one["Properties"] for one in plan.all("AWS::Lambda::EventSourceMapping").values()]

    for key, queue in queues.items():
        if "Failures" not in key:
            target = queue["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
            assert "Failures" in target
    streams = [one for one in sources if "StartingPosition" in one]
    assert len(streams) == 7
    assert all("Failures" in json.dumps(one["DestinationConfig"]) for one in streams)


def test_every_function_and_every_api_is_watched_and_so_is_the_age_of_what_is_not_sealed(plan):
    alarms = [one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()]
    kinds = [alarm["MetricName"] for alarm in alarms]

    assert (kinds.count("Errors"), kinds.count("Throttles"), kinds.count("5XXError")) == (24, 24, 5)
    assert kinds.count("IteratorAge") == 1
    assert all(alarm["AlarmActions"] for alarm in alarms)


def test_abuse_001_whoever_guesses_links_or_codes_wakes_somebody(plan):
    alarms = [one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()]

    (missed,) = (alarm for alarm in alarms if alarm["MetricName"] == "Missed")
    assert missed["Dimensions"] == [{"Name": "service", "Value": "citizen_api"}]
    assert (missed["Threshold"], missed["Statistic"], missed["Period"]) == (100, "Sum", 300)


def test_texts_and_e_mails_wait_in_a_queue_each_with_as_many_at_work_as_turns_in_a_second(plan):
    sources = [one["Properties"] for one in plan.all("AWS::Lambda::EventSourceMapping").values()]
    lanes = [one for one in sources if "ScalingConfig" in one]

    # The last two: what is looked at again, and what is marked for a share.
    assert [one["ScalingConfig"]["MaximumConcurrency"] for one in lanes] == [20, 20, 2, 10]
    assert {one["BatchSize"] for one in lanes} == {1}


def test_whatever_is_amiss_between_stores_and_record_wakes_somebody_and_is_looked_for_often(plan):
    alarms = {one["Properties"]["MetricName"]: one["Properties"] for one in plan.all("AWS::CloudWatch::Alarm").values()}
    rules = [one["Properties"] for one in plan.all("AWS::Events::Rule").values()]

    assert {amiss.metric for amiss in Amiss} <= set(alarms)
    assert all(alarms[amiss.metric]["Threshold"] == 0 for amiss in Amiss)
    (every,) = (one for one in rules if "SweepStores" in json.dumps(one["Targets"]))
    assert every["ScheduleExpression"] == "rate(15 minutes)"
