"""Where it rests that an address wants no messages. The address itself does not: a key's mark stands for it."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.settings import Late
from rtcc.aws.table import Row, Update
from rtcc.foundation.errors import Conflict

BOUNCED = "bounced"
COMPLAINED = "complained"
STOPPED = "stopped"


class AddressRow(Row):
    """One telephone or mailbox to which something was sent, or which said that nothing should be."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_MESSAGES")

    id = UnicodeAttribute(hash_key=True)
    closed = UnicodeAttribute(null=True)  # why nothing more is sent there
    about = UnicodeAttribute(null=True)  # what the last message was about: where a STOP is written down
    language = UnicodeAttribute(null=True)


def find(address: str) -> AddressRow:
    """What is known of an address, read strongly; an empty row when nothing is."""
    try:
        return AddressRow.get(address, consistent_read=True)
    except AddressRow.DoesNotExist:
        return AddressRow(address)


def remember(address: str, *, about: str, language: str) -> None:
    """Keep what was last said there and in which language, for the answer that may come."""
    AddressRow(address).update([AddressRow.about.set(about), AddressRow.language.set(language)])


def closing(address: str, why: str) -> Update:
    """Send nothing more there. Raises Conflict when that was said before."""
    return _change(address, AddressRow.closed.set(why), AddressRow.closed.does_not_exist())


def opening(address: str) -> Update:
    """Send again what was stopped by a word; a bounce or a complaint is not undone by one. Raises Conflict if open."""
    return _change(address, AddressRow.closed.remove(), AddressRow.closed == STOPPED)


def _change(address: str, action: Action, condition: Condition) -> Update:
    already = Conflict("It was so already.", slug="already")
    return Update(AddressRow(address), [action], condition, already)
