"""What the last line of `make test` says."""

import pytest

from tools import totals

REPORT = """<testsuites><testsuite name="pytest" time="{seconds}" timestamp="2026-01-01T00:00:{at:02}+00:00">
<testcase classname="tests.{suite}.test_x" name="one" time="1.5" />
<testcase classname="tests.{suite}.test_x" name="two" time="0.5">{end}</testcase></testsuite></testsuites>"""


@pytest.fixture
def told(tmp_path, capsys):
    """Judge reports of (suite, seconds, begun at, how the second test ended); the exit code and the last line."""
    for suite in ("unit", "edge"):
        (tmp_path / "tests" / suite).mkdir(parents=True)
        (tmp_path / "tests" / suite / "test_x.py").touch()

    def judge(*reports):
        for number, (suite, seconds, at, end) in enumerate(reports):
            text = REPORT.format(suite=suite, seconds=seconds, at=at, end=end)
            (tmp_path / f"{number}.xml").write_text(text)
        code = totals.main(tmp_path, tmp_path / "tests")
        return code, capsys.readouterr().out.splitlines()[-1].strip("= ")

    return judge


def test_what_ran_side_by_side_counts_once(told):
    assert told(("unit", 10, 0, ""), ("edge", 10, 5, "")) == (0, "4 passed in 15.00s")


def test_what_ran_while_something_longer_did_adds_nothing(told):
    assert told(("unit", 20, 0, ""), ("edge", 5, 3, ""), ("edge", 2, 30, "")) == (0, "6 passed in 22.00s")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("<failure/>", "1 failed, 3 passed in 15.00s"),
        ("<error/>", "3 passed, 1 error in 15.00s"),
        ("<skipped/>", "3 passed, 1 skipped in 15.00s"),
    ],
)
def test_one_test_that_did_not_pass_is_enough(told, end, said):
    assert told(("unit", 10, 0, ""), ("edge", 10, 5, end)) == (1, said)


def test_a_suite_that_was_not_run_is_a_failure(told):
    assert told(("unit", 10, 0, ""))[0] == 1
