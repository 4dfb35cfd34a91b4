"""The analysts' app: every route wants a staff token, a role, and writes down who looked."""

from functions.console_api import (
    answers,
    cameras,
    canvass,
    clips,
    coverage,
    custody,
    decisions,
    delays,
    evidence,
    incidents,
    previews,
    releases,
    reviews,
    staff,
    views,
    words,
)
from rtcc.http.entrance import Entrance

app = Entrance(
    "console",
    staff.door,
    incidents.door,
    canvass.door,
    decisions.door,
    answers.door,
    coverage.door,
    words.door,
    cameras.door,
    views.door,
    delays.door,
    reviews.door,
    clips.door,
    evidence.door,
    previews.door,
    custody.door,
    releases.door,
)
