"""The gate to AWS IoT: one signed command to one box, under 4 KB or not at all (P2.3, abuse 61)."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from rtcc.aws import seals
from rtcc.aws.clients import client
from rtcc.commands.model import Command, command_topic
from rtcc.foundation.errors import Invalid, Unavailable

_LONGEST_SIGNATURE = bytes(72)  # a P-256 signature in DER is never longer


def send(command: Command) -> None:
    """Sign a command and hand it to the broker (QoS 1: it arrives once or more, or we are told that it did not).

    Raises Invalid for one over 4 KB, before it is signed; Unavailable when the key or the broker does not take it.
    """
    try:
        command.sealed(_LONGEST_SIGNATURE)
    except ValueError as too_long:
        raise Invalid("This order is too long to reach the box.", slug="too-long") from too_long
    try:
        sent = command.sealed(seals.sign_command(command.message))
        client("iot-data").publish(topic=command_topic(command.box, command.verb.value), qos=1, payload=sent)
    except (BotoCoreError, ClientError) as failed:
        raise Unavailable("The box cannot be reached right now. Please try again.", slug="no-line") from failed
