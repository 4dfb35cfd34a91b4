"""The ground plan, synthesized once for each state of its sources."""

import pytest

from infrastructure.synth import synth
from tests.infrastructure.plan import Plan


@pytest.fixture(scope="session")
def plan() -> Plan:
    """What is deployed to AWS; the vendor layer is left empty, for no test looks into it."""
    return Plan(synth(local=False, vendored=False))


@pytest.fixture(scope="session")
def home() -> Plan:
    """What is deployed on one machine."""
    return Plan(synth(local=True))
