"""One witness for all probes of functions: starting a function costs more than asking it."""

import pytest

from tests.conformance.witness import Witness


@pytest.fixture(scope="session")
def witness(bare_cloud):
    """A function in the local city that writes down what reached it."""
    return Witness(bare_cloud)
