"""No engine of ours is reachable from another machine."""

import socket

import pytest


@pytest.mark.parametrize("engine", ["real_store", "real_tables", "bare_cloud"])
def test_an_engine_listens_on_one_address_of_this_machine_only(engine, request):
    port = int(request.getfixturevalue(engine).endpoint.rsplit(":", 1)[1])

    with socket.socket() as ours, socket.socket() as other:
        assert ours.connect_ex(("127.0.0.1", port)) == 0
        assert other.connect_ex(("127.0.0.2", port)) != 0
