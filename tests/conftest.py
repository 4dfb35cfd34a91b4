"""What every test may ask for, and what no unit test may do: speak to the network."""

import gc

import pytest
from pytest_socket import disable_socket, enable_socket

pytest_plugins = ["tests.engines.fixtures", "tests.running", "tests.watching"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whoever needs the city is marked so: a city costs more than it saves when every process starts its own."""
    if "city" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.city)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays for the whole run: the garbage collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Unit tests get no socket but Unix ones; the other suites speak to engines on this machine."""
    if "unit" in item.path.parts:
        disable_socket(allow_unix_socket=True)
    else:
        enable_socket()


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Give the sockets back, so that the order of suites does not matter."""
    enable_socket()


def hide_account(patch: pytest.MonkeyPatch) -> None:
    """As if nobody's account were on this machine."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        patch.delenv(name, raising=False)
    patch.setenv("AWS_CONFIG_FILE", "/dev/null")
    patch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.setenv("AWS_ACCESS_KEY_ID", "testing")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture(autouse=True)
def no_account_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds a key, a profile or a region of the person who runs it."""
    hide_account(monkeypatch)
