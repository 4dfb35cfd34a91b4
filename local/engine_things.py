"""Patches of the engine for boxes: its MQTT broker keeps to this machine, and a box's role knows which box it is."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any, Final

from local.engine import HOST

THING_NAME: Final = "${credentials-iot:ThingName}"


def keep_the_broker_at_home(iot: Any) -> None:
    """The engine's MQTT broker listens on every interface of the machine; ours listens on loopback only."""

    async def start() -> None:
        if iot._mtls_server is not None:
            return
        loop = asyncio.get_running_loop()
        iot._mtls_server = await loop.create_server(iot._MtlsAcceptor, host=HOST, port=iot._mtls_port())
        iot._mtls_loop = loop

    iot._mtls_start_locked = start


def ask_for_a_certificate(iot: Any) -> None:
    """Amazon serves nobody who shows no certificate; the engine lets such a client in, bound by no policy."""
    serve = iot._mtls_serve_conn

    async def serve_certified(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = writer.get_extra_info("ssl_object")
        if link is None or not link.getpeercert(binary_form=True):
            await iot._mtls_close(writer)
            return
        await serve(reader, writer)

    iot._mtls_serve_conn = serve_certified


def know_the_thing(evaluator: Any) -> None:
    """The engine's IAM fills in no policy variable; a box's role lives by `credentials-iot:ThingName` (in resources).

    Amazon's credentials provider sets it from the certificate. Our nucleus names the session after the thing.
    """
    match = evaluator._first_match

    def match_filled(context: Any, statements: Any, effect: str) -> Any:
        thing = _session_name(context.principal_arn)
        return match(context, [_filled(each, thing) for each in statements], effect)

    evaluator._first_match = match_filled


def _session_name(principal: str) -> str | None:
    return principal.rpartition("/")[2] if ":assumed-role/" in principal else None


def _filled(statement: Any, thing: str | None) -> Any:
    if thing is None or not any(THING_NAME in each for each in (*statement.resources, *statement.not_resources)):
        return statement
    return dataclasses.replace(
        statement,
        resources=[each.replace(THING_NAME, thing) for each in statement.resources],
        not_resources=[each.replace(THING_NAME, thing) for each in statement.not_resources],
    )
