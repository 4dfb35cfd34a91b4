"""Finding words in pictures: where a watermark lies in a decoded frame, and how plainly it is seen there."""

from functools import cache
from itertools import islice, product

import av

from rtcc.preview.watermark import Watermark

WORDS = ("4411 · TX1 · 2026-11-23", "rel_" + "0" * 26)
OTHERS = ("4412 · TX1 · 2026-11-23", "rel_" + "1" * 26)


def frames(path, form=None):
    """Every picture's light, as (width, height, rows)."""
    with av.open(str(path), format=form) as found:
        for frame in found.decode(video=0):
            plane = frame.planes[0]
            pixels, line = bytes(plane), plane.line_size
            rows = [pixels[y * line : y * line + frame.width] for y in range(frame.height)]
            yield frame.width, frame.height, rows


@cache
def points(width, height, words=WORDS, *, turned=0, room=60):
    """Some places of letters, and some of the dark line around them, in the words' own picture."""
    drawn = Watermark(*words).drawn(width, height, turned)
    pixels, line = bytes(drawn.planes[0]), drawn.planes[0].line_size
    letters, edges = [], []
    for y, x in product(range(room, height, 2), range(room, width, 2)):
        red, alpha = pixels[y * line + 4 * x], pixels[y * line + 4 * x + 3]
        if alpha > 120 and (red > 230 or red < 25):
            (letters if red > 230 else edges).append((x, y))
    return letters[:: max(1, len(letters) // 150)], edges[:: max(1, len(edges) // 150)]


def seen(rows, marks, at):
    """How much lighter the letters are than the line around them, when the words are moved to `at`."""
    letters, edges = marks
    x0, y0 = at
    light = sum(rows[y - y0][x - x0] for x, y in letters) / len(letters)
    return light - sum(rows[y - y0][x - x0] for x, y in edges) / len(edges)


def place(rows, marks, *, room=60):
    """Where the words are seen best."""
    moves = range(0, room, 2)
    return max(product(moves, moves), key=lambda at: seen(rows, marks, at))


def some(path, count=1, form=None):
    """The first pictures."""
    return list(islice(frames(path, form), count))
