"""The draw and its page on the running city, under the roles that are deployed (abuse 41)."""

import json

from local import aws
from tests.running import People


def test_yesterday_is_drawn_by_the_log_and_drawn_again_it_is_the_same(city, people: People):
    auditor = people.staff("auditor")
    auditor.ask("GET", "/me")  # a line, so that the log goes on

    def draw():
        functions = aws.client("lambda", city["aws"]["endpoint"])
        answer = functions.invoke(FunctionName=city["functions"]["draw_sample"], Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()
        return json.loads(answer["Payload"].read())

    assert draw()["drawn"] in {0, 1}  # the clock of the city may have come first
    told = auditor.ask("GET", "/sample")

    assert (told["looks"], told["draw"]["looks"], told["waiting"]) == ([], 0, [])
    assert auditor.ask("GET", f"/sample/{told['day']}/check") == {"holds": True, "faults": []}
    assert draw() == {"drawn": 0}
