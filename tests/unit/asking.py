"""Short ways to open a canvass that needs a second person, to close one, and to see what was said to whom."""

from rtcc.access.model import Actor, Role, system
from rtcc.canvass import closing, deciding, reminding, store
from rtcc.canvass.rows import RequestRow
from rtcc.messages.store import MessageRow
from tests.unit.city import ANALYST

SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="9", ori="LA0", how="cognito+totp")
ERRANDS = system("invite_registrants")


def now(one):
    """The canvass as it rests."""
    return store.canvass(one.incident_id, one.id)


def approve(one, by=SUPERVISOR):
    return deciding.approve(by, one.incident_id, one.id)


def deny(one, by=SUPERVISOR, why="too wide"):
    return deciding.deny(by, one.incident_id, one.id, why=why)


def close(one, by=ANALYST):
    """Close, and carry out what follows: how many requests were closed."""
    closing.close(by, one.incident_id, one.id)
    return closing.close_requests(ERRANDS, one)


def remind(one, by=ANALYST):
    reminding.remind(by, one.incident_id, one.id)
    return reminding.remind_all(ERRANDS, one)


def requests():
    """Every request."""
    return [store.request(row.id) for row in RequestRow.scan(RequestRow.sk == "request")]


def queued(template):
    """The messages of a kind, by state and channel."""
    rows = MessageRow.scan(MessageRow.id.startswith("msg_"))
    return sorted((row.state.value, row.channel.value) for row in rows if row.template.value == template)
