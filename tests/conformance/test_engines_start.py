"""No engine of ours is reachable from another machine."""

import socket

import boto3
import httpx
import pytest


@pytest.mark.parametrize("engine", ["real_store", "real_tables", "bare_cloud"])
def test_an_engine_listens_on_one_address_of_this_machine_only(engine, request):
    port = int(request.getfixturevalue(engine).endpoint.rsplit(":", 1)[1])

    with socket.socket() as ours, socket.socket() as other:
        assert ours.connect_ex(("127.0.0.1", port)) == 0
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_what_every_client_reads_alike_is_read_once():
    """Nothing breaks when a library is renamed inside; every run only gets slower by minutes, unseen."""
    sessions, browsers = [boto3.Session() for _ in range(2)], [httpx.Client() for _ in range(2)]

    assert len({id(one._session.get_component("data_loader")) for one in sessions}) == 1
    assert len({id(one._transport._pool._ssl_context) for one in browsers}) == 1
