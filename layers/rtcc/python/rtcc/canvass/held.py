"""What is held about a registrant, whole: their registration, what they were asked, what they sent (AC-3(14))."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.canvass import asked, store
from rtcc.canvass.model import Request, Submission
from rtcc.custody import service as custody
from rtcc.custody.model import Line
from rtcc.registry.model import Registrant


@dataclass(frozen=True, slots=True)
class Held:
    """Everything. The lines are those under the registration and under each request, in the order of time."""

    registrant: Registrant
    requests: tuple[tuple[Request, tuple[Submission, ...]], ...]
    lines: tuple[Line, ...]


def held(one: Registrant) -> Held:
    """Gather it; evidence itself is named by its custody number and is not among it."""
    requests = asked.of_registrant(one.id)
    subjects = [one.id, *(request.id for request in requests)]
    lines = sorted((line for subject in subjects for line in custody.lines(subject)), key=lambda line: line.at)
    files = tuple((request, tuple(store.submissions(request.id))) for request in requests)
    return Held(one, files, tuple(lines))
