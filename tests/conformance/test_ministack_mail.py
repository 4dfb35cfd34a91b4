"""The mail of the local city: how the outbox learns of it."""

import pytest

from tests.conformance.arrange import http, refused


def test_ministack_shows_the_mail_that_was_sent(bare_cloud):
    mail = bare_cloud.client("sesv2")
    mail.create_email_identity(EmailIdentity="city.example")
    content = {
        "Simple": {
            "Subject": {"Data": "Your code"},
            "Body": {"Text": {"Data": "123456"}, "Html": {"Data": "<p>123456</p>"}},
        }
    }

    mail.send_email(
        FromEmailAddress="rtcc@city.example", Destination={"ToAddresses": ["ann@example.org"]}, Content=content
    )

    shown = http("GET", f"{bare_cloud.endpoint}/_ministack/ses/messages").json["messages"]["000000000000"][-1]
    assert (shown["Source"], shown["To"], shown["Subject"]) == ("rtcc@city.example", ["ann@example.org"], "Your code")
    assert (shown["BodyText"], shown["BodyHtml"]) == ("123456", "<p>123456</p>")
    assert shown["Timestamp"]


def test_ministack_lists_neither_texts_to_telephones_nor_addresses_so_we_stand_in(bare_cloud):
    known = http("GET", f"{bare_cloud.endpoint}/_ministack/health").json["services"]

    assert "ses" in known
    assert not [name for name in known if name.startswith(("pinpoint", "sms", "geo"))]


# Asked for a service that it does not know, the engine reads the models of all that Amazon has: four seconds of a
# processor. The test above holds it every time, by what the engine says of itself.
@pytest.mark.slow
def test_ministack_knows_no_texts_to_telephones_so_we_stand_in(bare_cloud):
    with refused("400"):
        bare_cloud.client("pinpoint-sms-voice-v2").send_text_message(
            DestinationPhoneNumber="+15555550100", MessageBody="x"
        )


@pytest.mark.slow  # as the one above
def test_ministack_knows_no_addresses_so_we_stand_in(bare_cloud):
    with refused("400"):
        bare_cloud.client("geo-places").geocode(QueryText="1 Main Street")
