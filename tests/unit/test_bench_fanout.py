"""The bench of texting measures what it says: its table judges as moto does, and its faults do happen."""

from bench import texting
from bench.outside import Faults
from rtcc.aws.clients import client

OFTEN = Faults(throttles=0.1, silences=0.1, deaths=0.3, twice=0.5)


class Moto:
    """Moto's tables, at which time passes as at the bench's own."""

    def __init__(self, step):
        self.step, self.real = step, client("dynamodb")

    def _make_api_call(self, operation, asked):
        self.step()
        return self.real._make_api_call(operation, asked)


def test_the_table_of_the_bench_judges_as_motos_does(city):
    ours = texting.run(20, contacts=18, faults=OFTEN)

    assert texting.run(20, contacts=18, faults=OFTEN, table_of=Moto) == ours
    assert ours.deaths > 3
    assert ours.lost == ours.twice == 0


def test_without_claims_somebody_is_texted_twice():
    assert texting.run_unpaced(20, contacts=100, faults=OFTEN).twice > 3


def test_whoever_is_not_texted_is_named(monkeypatch):
    done = texting.run(20, contacts=30, faults=Faults(deaths=0.9))

    assert done.named
    assert done.reached + done.named == done.contacts
