"""Leaving, as far as the registry goes: who leaves is gone from it at once, and their salt with them (P7.5)."""

from __future__ import annotations

from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.messages import service as messages
from rtcc.messages.model import Channel, Template
from rtcc.registry import naps, store
from rtcc.registry.model import Registrant


def leave(actor: Actor, one: Registrant) -> datetime:
    """Delete the registration and say the last word; the moment at which they left.

    Links to the registration die with the row; of messages that wait nothing more is said. Raises Conflict when the
    registration changed since we looked.
    """
    at = clock.now()
    line = custody.line(actor, Action.LEAVE_REGISTRY, one.id, facts={"state": one.state.value})
    word = messages.queued(Template.LEFT, Channel.EMAIL, one.email, language=one.language, about=one.id)
    transact(*store.removing(one), *naps.ending(one), messages.cancelling(one.id), word, line)
    return at
