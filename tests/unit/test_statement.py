"""The statement: drafted for who they are, signed by name over what arrived, kept as shown, answered by a receipt."""

import hashlib

import pytest

from rtcc.canvass import signatures, statement, submissions
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid
from rtcc.messages.store import MessageRow
from rtcc.registry.model import Kind
from rtcc.registry.rows import RegistrantRow
from tests.unit.sending import SHA, again, begun, sent

SIGNED = {"name": "Ana Ortega", "title": "", "language": "en"}


def received(city, holder, key="key-00001", name="street.mp4"):
    one, _ = submissions.begin(holder, key=key, name=name, size=submissions.PART_BYTES + 3)
    return submissions.finish(holder, sent(city, one).id, sha256=SHA)


def sign(holder, **more):
    version = statement.drafted(holder).version
    return statement.sign(holder, **(SIGNED | {"version": version} | more))


def becomes(holder, kind):
    for row in RegistrantRow.scan(RegistrantRow.id == holder.request.registrant_id):
        row.update([RegistrantRow.kind.set(kind)])


def receipts():
    return [row for row in MessageRow.scan(MessageRow.id.startswith("msg_")) if row.template.value == "receipt"]


def test_a_household_gets_a_plain_statement_and_a_business_that_of_a_custodian(holder):
    assert statement.drafted(holder).kind == "household"
    becomes(holder, Kind.BUSINESS)

    draft = statement.drafted(holder)

    assert draft.kind == "custodian"
    assert "902(11)" in draft.text["en"]
    assert "902(11)" in draft.text["es"]


def test_a_translation_that_nobody_certified_says_so(holder):
    assert statement.drafted(holder).unreviewed == ("es",)


def test_the_text_names_the_agency_and_the_block_and_leaves_no_blank(holder):
    for text in statement.drafted(holder).text.values():
        assert "Rivermark Police Department" in text
        assert holder.request.block in text
        assert "{" not in text


def test_it_is_kept_as_it_was_shown_with_its_digest_in_every_chain(city, holder):
    file = received(city, holder)

    one = sign(holder)

    shown = statement.drafted(holder).text["en"]
    (kept,) = signatures.of_request(holder.request.id)
    assert (kept.text, kept.name) == (shown, "Ana Ortega")
    assert [each["custody_number"] for each in kept.files] == [submissions.number(file)]
    for subject in (holder.request.id, submissions.number(file)):
        line = custody.last(subject)
        assert (line.event, line.facts["text"]) == ("statement.sign", hashlib.sha256(shown.encode()).hexdigest())
        assert "Ana" not in str(line)
    assert one.sha256 == line.facts["text"]


def test_the_receipt_goes_out_once_with_names_sizes_digests_and_numbers(city, holder):
    file = received(city, holder)
    sign(holder)
    sign(holder)

    (row,) = receipts()
    city.deliver()
    (mail,) = [sent for sent in city.providers.mails if SHA in sent.text]
    assert row.about == holder.request.id
    for word in ("street.mp4", "5,242,883 B", SHA, submissions.number(file)):
        assert word in mail.text
        assert word in mail.html


def test_another_file_afterward_is_signed_for_anew(city):
    holder, token = city.asked()
    received(city, holder)
    sign(holder)
    received(city, again(token), key="key-00002", name="other.mp4")

    sign(again(token))

    assert [len(one.files) for one in signatures.of_request(holder.request.id)] == [1, 2]
    assert len(receipts()) == 2


def test_nothing_is_signed_while_nothing_arrived(city, holder):
    begun(holder)
    before = city.contents()

    with pytest.raises(Conflict) as refused:
        sign(holder)

    assert refused.value.slug == "nothing-to-sign"
    assert city.contents() == before


def test_a_text_that_was_renewed_is_read_again_first(city, holder):
    received(city, holder)

    with pytest.raises(Conflict) as refused:
        sign(holder, version="2020-01")

    assert refused.value.slug == "statement-renewed"


def test_a_custodian_says_what_they_are(city, holder):
    received(city, holder)
    becomes(holder, Kind.INSTITUTION)

    with pytest.raises(Invalid) as refused:
        sign(holder)

    assert [field.name for field in refused.value.fields] == ["title"]
    assert sign(holder, title="Manager").title == "Manager"


@pytest.mark.parametrize("name", ["https://evil.example/pay.mp4", "go to www.evil.example.mp4", "me@evil.example"])
def test_a_file_s_name_puts_no_link_into_the_city_s_mail(city, holder, name):
    received(city, holder, name=name)

    sign(holder)
    city.deliver()

    (mail,) = [sent for sent in city.providers.mails if SHA in sent.text]
    assert "evil" not in mail.text
    assert "evil" not in mail.html
