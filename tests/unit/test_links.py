"""Links that age: one expires, is renewed for its registrant alone, and shows a receipt for good once it was used."""

import pytest

from rtcc.access.model import system
from rtcc.canvass import codes, errands, links, renewals, submissions
from rtcc.canvass.errands import ErrandRow
from rtcc.canvass.rows import LinkRow
from rtcc.foundation.errors import Conflict, Gone, NotFound, TooMany
from rtcc.messages import secret
from tests.unit.city import VISITOR
from tests.unit.sending import SHA, again, begun, sent

CARRIER = system("invite_registrants")


def renewed(city):
    """The token in the newest letter with a new link, after all errands were carried out (twice)."""
    images = [row.serialize() for row in ErrandRow.scan(ErrandRow.kind == "errand")]
    for image in images * 2:
        if request_id := errands.request_of(image):
            renewals.issue(CARRIER, request_id)
    city.deliver()
    letter = [mail.text for mail in city.providers.mails if "new" in mail.subject][-1]
    return letter.split("/r#")[1].split()[0]


def test_a_link_opens_for_ten_days_and_says_when_they_are_over(city, later):
    _, token = city.asked()
    later(days=9, hours=23)
    assert again(token)

    later(hours=1)
    with pytest.raises(Gone) as told:
        again(token)
    assert told.value.slug == "expired"


def test_a_city_sets_how_long_a_link_lives(city, monkeypatch):
    monkeypatch.setenv("LINK_DAYS", "3")

    holder, _ = city.asked(2)

    assert (holder.request.expires_at - holder.request.invited_at).days == 3


def test_a_new_link_goes_to_the_address_that_was_proved_and_the_old_one_opens_nothing(city, later):
    holder, token = city.asked()
    city.deliver()
    later(days=10)

    assert renewals.renew(VISITOR, token) == "r•••@example.org"
    fresh = renewed(city)

    assert again(fresh).request.id == holder.request.id
    assert city.providers.mails[-1].to == "resident1@example.org"
    assert city.outcomes(holder.request.id)[-3:] == [("link.renew", "done")] * 2 + [("message.send", "done")]
    with pytest.raises(NotFound):
        again(token)
    with pytest.raises(NotFound):
        renewals.renew(VISITOR, token)


def test_a_link_that_works_is_not_renewed(city):
    _, token = city.asked()

    with pytest.raises(Conflict) as told:
        renewals.renew(VISITOR, token)
    assert told.value.slug == "still-good"


def test_a_link_is_renewed_three_times_at_most(city, later):
    _, token = city.asked()
    for _ in range(3):
        later(days=10)
        renewals.renew(VISITOR, token)
        token = renewed(city)

    later(days=10)
    with pytest.raises(TooMany):
        renewals.renew(VISITOR, token)


def test_two_who_ask_at_once_renew_once(city, later, monkeypatch):
    _, token = city.asked()
    later(days=10)
    before = links.behind(token)
    renewals.renew(VISITOR, token)
    monkeypatch.setattr(links, "behind", lambda _: before)

    with pytest.raises(Conflict):
        renewals.renew(VISITOR, token)
    renewed(city)
    assert sum("/r#" in mail.text for mail in city.providers.mails) == 2  # the first link, and one new one


def test_a_used_link_shows_its_receipt_for_good_and_takes_no_more_files(city, later):
    holder, token = city.asked()
    one = sent(city, begun(holder))
    submissions.finish(holder, one.id, sha256=SHA)
    later(days=400)

    held = again(token)

    assert [file.id for file in submissions.files(held)] == [one.id]
    with pytest.raises(Gone) as told:
        begun(held, key="key-00002")
    assert told.value.slug == "expired"


def test_abuse_001_a_guessed_token_is_told_from_nothing(city):
    _, token = city.asked()
    guesses = [
        token[:-1] + ("y" if token.endswith("z") else "z"),
        token.upper(),
        "",
        "0" * 26,
        "../" + token,
        "x" * 500,
    ]

    sentences = set()
    for guess in guesses:
        with pytest.raises(NotFound) as told:
            again(guess)
        sentences.add(told.value.detail)

    assert len(sentences) == 1
    assert token not in str(city.contents())
    assert LinkRow.get(f"link#{secret.fingerprint(token)}", "link").request_id


def test_abuse_082_a_code_says_when_its_message_was_sent_and_opens_nothing(city):
    holder, _ = city.asked()
    city.deliver()
    texted = next(sent.text for sent in city.providers.texts if "/r#" in sent.text)
    mailed = next(sent.text for sent in city.providers.mails if "/r#" in sent.text)
    code = secret.spelled(secret.check(holder.request.id))

    assert code in texted
    assert code in mailed
    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:3]} {code[4:]} "):
        assert codes.find(typed).invited_at == holder.request.invited_at
    with pytest.raises(NotFound):
        again(code)


@pytest.mark.parametrize("typed", ["", "AAA-AAA", "K7Q-2M", "0OI-1L0", "💥", "K7Q-2M9" * 20])
def test_abuse_082_an_unknown_code_is_unknown_however_it_looks(city, typed):
    city.asked()

    with pytest.raises(NotFound):
        codes.find(typed)


def test_no_code_rests_as_it_is(city):
    holder, _ = city.asked()
    bare = secret.check(holder.request.id)

    assert bare not in str(city.contents())
    assert secret.fingerprint(bare) in str(city.contents())


def test_whoever_left_gets_no_new_link(city, later, monkeypatch):
    _, token = city.asked()
    later(days=10)
    monkeypatch.setattr(renewals.invitations, "may_be_asked", lambda _: None)

    with pytest.raises(Gone) as told:
        renewals.renew(VISITOR, token)
    assert told.value.slug == "expired"
