"""What is not sent, and why: an opt-out, a country, a day's cap, too many bounces (abuse 78, 79, 84)."""

from __future__ import annotations

import phonenumbers

from rtcc.aws import settings
from rtcc.foundation import clock
from rtcc.messages import addresses, secret, silences, tallies
from rtcc.messages.model import ANSWERS, LAST_WORDS, Channel, Message, Template

OVER = "it was over"
BOUNCES_IN_100 = 4  # SES looks into an account at 5 and stops it at 10
_ENOUGH_TO_JUDGE = 50  # one bounce of ten says nothing of a list
_DAYS = 2
_ANSWER_SECONDS = 300  # who said STOP is answered within five minutes, or not at all
_DEAR = {phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST}


def why_closed(message: Message) -> str:
    """Why this is not said there, in a word; empty when it is. Asked again just before it is sent.

    The one text that a telephone gets after STOP is the answer to it.
    """
    if message.template is Template.STOPPED:
        return ""
    if message.template not in LAST_WORDS and silences.holds(message.about):
        return OVER
    return addresses.find(mark(message)).closed or ""


def why_never(message: Message) -> str:
    """Why this message may not go to anybody there now, whatever was sent before; empty when it may."""
    age = clock.now() - message.queued_at
    if message.template in ANSWERS and age.total_seconds() > _ANSWER_SECONDS:
        return "too late"
    if message.channel is Channel.TEXT:
        return _why_not_there(message.to)
    return "too many bounces" if are_mails_stopped() else ""


def why_capped(message: Message) -> str:
    """Why no more is sent today, after counting this one; empty when it was within both caps."""
    each, all_ = (
        ("TEXTS_A_DAY_EACH", "TEXTS_A_DAY") if message.channel is Channel.TEXT else ("MAILS_A_DAY_EACH", "MAILS_A_DAY")
    )
    if not tallies.count(f"{message.channel.value}_{mark(message)}", most=settings.number(each, 20)):
        return "enough for this address today"
    if not tallies.count(f"{message.channel.value}_sent", most=settings.number(all_, 30_000)):
        return "enough for today"
    return ""


def are_mails_stopped() -> bool:
    """Whether so many e-mails came back that sending more would cost the city its good name (4 in 100)."""
    bounced = tallies.counted("email_bounced", days=_DAYS)
    if not bounced:
        return False
    sent = tallies.counted("email_sent", days=_DAYS)
    return sent >= _ENOUGH_TO_JUDGE and bounced * 100 >= sent * BOUNCES_IN_100


def mark(message: Message) -> str:
    """What stands for the message's address where the address itself must not."""
    return secret.address(message.channel.value, message.to)


def _why_not_there(to: str) -> str:
    try:
        number = phonenumbers.parse(to)
    except phonenumbers.NumberParseException:
        return "not a telephone"
    country = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    allowed = settings.perhaps("TEXT_COUNTRIES").split() or [settings.city().country]
    if country not in allowed:
        return "not our country"
    return "a dear number" if phonenumbers.number_type(number) in _DEAR else ""
