"""How long it takes to text 10,000 people at a provider's rate, and whether each gets one, beside unpaced sending."""

from __future__ import annotations

import logging
import sys
import time

from bench import report
from bench.outside import Faults
from bench.report import Measure
from bench.texting import Fanout, run, run_unpaced

CONTACTS = 10_000
RATES = (3, 10, 100)
MOST_OVER = 1.02
_LATE_SECONDS = 420  # a lease, the queue's patience, a sweep: what somebody waits whose sender died


def main() -> int:
    """Measure, keep, and say whether everything holds."""
    logging.getLogger("rtcc").setLevel(logging.ERROR)  # it warns of each answer that is missing, as it should
    started = time.perf_counter()
    measures = [
        one for rate in RATES for one in _measures(run(rate, contacts=CONTACTS), run_unpaced(rate, contacts=CONTACTS))
    ]
    took = time.perf_counter() - started
    return 0 if report.write("fanout", measures, notes=_notes(took)) else 1


def _measures(done: Fanout, peer: Fanout) -> list[Measure]:
    floor, at = done.contacts / done.rate, f"at {done.rate}/s"
    over = round(done.over_floor, 4)
    late, most = round(done.all_seconds), round(MOST_OVER * floor + _LATE_SECONDS)
    return [
        Measure(
            f"time beside the floor of {floor:,.0f} s, {at}, of all whose sender did not die",
            over,
            f"<= {MOST_OVER}",
            over <= MOST_OVER,
            f"unpaced {peer.over_floor:.2f}",
        ),
        Measure(f"people texted twice {at}", done.twice, "= 0", not done.twice, f"unpaced {peer.twice:,}"),
        Measure(f"people lost {at}", done.lost, "= 0", not done.lost, f"unpaced {peer.lost:,}"),
        Measure(
            f"people not texted and named in a line {at}, of {done.deaths} senders that died",
            done.named,
            f"<= {done.deaths}",
            done.named <= done.deaths,
            "unpaced names nobody",
        ),
        Measure(
            f"seconds until the very last {at}", late, f"<= {most:,}", late <= most, f"unpaced {peer.all_seconds:,.0f}"
        ),
    ]


def _notes(took: float) -> str:
    usual = Faults()
    return f"""
{CONTACTS:,} texts lie in the queue at the start. Claims, leases, slots, the sweep, and the lines are the code that
ships, over a table in memory that judges the same conditions (`tests/unit/test_bench_fanout.py` compares it with moto)
and a clock of its own. The provider takes its rate, saved up for one second at most. It calls itself busy for
{usual.throttles:.1%} of the texts and keeps its answer from {usual.silences:.1%}; {usual.deaths:.1%} of the functions
die at one of their calls; {usual.twice:.0%} of the queue's deliveries and of the provider's events come twice.

A function that dies between telling the table and telling the provider leaves a text of which nobody can say anything.
It is named in a line, and never sent again ([0025](../docs/decisions/0025-one-send-for-one-intent.md)): the e-mail of
the same request is a message of its own.

The peer has the same queue, functions, provider, and faults. It sends at once, asks three times when told to wait, and
leaves the rest to the queue's five tries. Where it ends sooner than the floor, it lost that many people.

Not in the figures: writing 10,000 requests, and the stream that hands their texts over. This run took {took:.0f} s.
"""


if __name__ == "__main__":
    sys.exit(main())
