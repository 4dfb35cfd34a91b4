"""Which lines tell of a look that a sample may be drawn from: somebody saw, or could see, what is not theirs.

Lists that show no camera and no picture are none, and neither is what broken glass showed: all of that is reviewed.
"""

from __future__ import annotations

from rtcc.access.model import Action
from rtcc.custody.model import Line, Outcome

# Reading an item's row shows no picture, and opening its page would count twice: its preview and its bytes count.
LOOKS = frozenset(
    action.value
    for action in (
        Action.LIST_CAMERAS,
        Action.VIEW_LIVE,
        Action.REVIEW_FOOTAGE,
        Action.TURN_REVIEW,
        Action.ORDER_CLIP,
        Action.PREVIEW_CANVASS,
        Action.READ_ANSWERS,
        Action.READ_PREVIEW,
        Action.DOWNLOAD_EVIDENCE,
    )
)
_TWICE = Action.ORDER_CLIP.value  # stands under the camera, and under the order too


def day_of(line: Line) -> str:
    """The day (UTC, `2026-11-22`) in whose sample this line may be drawn; empty for what is no look."""
    is_look = line.event in LOOKS and line.outcome is Outcome.DONE and "glass" not in line.facts
    if not is_look or (line.event == _TWICE and not line.subject.startswith("cam_")):
        return ""
    return f"{line.at:%Y-%m-%d}"
