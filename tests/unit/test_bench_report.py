"""A bench's figures are kept for programs and for people, and a second run replaces the first."""

import json

from bench.report import Measure, write

GOOD = Measure("units", 1.5, "<= 2", holds=True, peer="geohash 9")
BAD = Measure("recall", 0.9, "= 1", holds=False)


def test_what_was_measured_is_kept_twice(tmp_path):
    assert not write("search", [GOOD, BAD], notes="Said plainly.", folder=tmp_path)

    kept = json.loads((tmp_path / "results" / "search.json").read_text())
    assert kept["measures"]["units"] == {"value": 1.5, "bar": "<= 2", "peer": "geohash 9", "holds": True}
    page = (tmp_path / "README.md").read_text()
    assert "| recall | 0.9 | = 1 |  | **no** |" in page
    assert "Said plainly." in page


def test_a_second_run_replaces_its_own_part_alone(tmp_path):
    write("search", [BAD], folder=tmp_path)
    write("fanout", [GOOD], folder=tmp_path)

    assert write("search", [GOOD], folder=tmp_path)

    page = (tmp_path / "README.md").read_text()
    assert [page.count(part) for part in ("## search\n", "## fanout\n", "| recall |", "| units |")] == [1, 1, 0, 2]
    assert page.index("## search") < page.index("## fanout")
