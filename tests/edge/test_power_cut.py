"""The power fails while the box records: what comes back is what was written, and nothing else (abuse 68)."""

from bench.box import kills


def test_abuse_068_after_forty_cuts_of_the_power_nothing_false_is_served(tmp_path):
    judged = kills.cycles(tmp_path, 40, seed=68)
    assert judged.cycles == 40
    assert (judged.corrupt, judged.lies, judged.lost) == (0, 0, 0), judged
    assert judged.served > 1000
    assert judged.dropped > 10_000  # the cuts did hurt
