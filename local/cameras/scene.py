"""Draws a street as a shop's camera would see it: houses, a store, cars and people who pass. Nobody in it is real."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from local.cameras import code
from local.cameras.canvas import HEIGHT, WIDTH, Canvas, yuv
from local.cameras.movers import Mover, movers

_LABEL = 40  # rows at the top that belong to the code and the label
_FAR_WALK, _ROAD, _NEAR_WALK = 204, 232, 326  # where each begins, in rows
_WALLS = ("#8f5a48", "#b08d6a", "#7d7f86", "#9a6f5b", "#6f7d74", "#c2a98a")
_LIT = ("#e9d9a0", "#5c7388", "#475866", "#6d8296")


class Scene:
    """One camera's street. The name chooses houses and traffic, so that two cameras do not look alike."""

    def __init__(self, name: str) -> None:
        self.name = name
        chance = random.Random(name)
        self._empty = _street(chance)
        self._trees = [chance.randrange(60, 250), chance.randrange(460, 600)]
        for x in self._trees:
            _tree(self._empty, x)
        self._movers: list[Mover] = movers(chance)

    def draw(self, counter: int, ms: int) -> Canvas:
        """The picture of frame `counter`, captured at `ms` (epoch milliseconds), with both burned in."""
        picture = self._empty.copy()
        for mover in self._movers:
            mover.draw(picture, counter)
        at = datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S") + f".{ms % 1000:03d}Z"
        picture.text(4, code.HEIGHT + 1, f"{self.name[:16]:16} {at} #{counter:08d}", scale=2, ink=225, paper=20)
        code.write(picture.y, WIDTH, counter, ms)
        return picture


def _street(chance: random.Random) -> Canvas:
    street = Canvas()
    for row in range(_LABEL, _FAR_WALK):  # sky, paler toward the roofs
        street.box(0, row, WIDTH, 1, (150 + (row - _LABEL) // 3, 138 - (row - _LABEL) // 20, 116))
    _houses(street, chance)
    _store(street, x=270)
    street.box(0, _FAR_WALK, WIDTH, _ROAD - _FAR_WALK, yuv("#a8a49c"))
    street.box(0, _ROAD - 4, WIDTH, 4, yuv("#cfcbc2"))
    street.box(0, _ROAD, WIDTH, _NEAR_WALK - _ROAD, yuv("#4a4b4f"))
    for x in range(10, WIDTH, 64):
        street.box(x, (_ROAD + _NEAR_WALK) // 2 - 2, 32, 4, yuv("#d8c86a"))
    street.box(0, _NEAR_WALK, WIDTH, HEIGHT - _NEAR_WALK, yuv("#b3afa6"))
    street.box(0, _NEAR_WALK, WIDTH, 3, yuv("#d2cec6"))
    for x in range(0, WIDTH, 80):
        street.box(x, _FAR_WALK, 1, _ROAD - _FAR_WALK - 4, yuv("#8f8b84"))
        street.box(x + 30, _NEAR_WALK + 3, 2, HEIGHT - _NEAR_WALK, yuv("#98948c"))
    _grain(street, chance)
    street.box(0, 0, WIDTH, _LABEL, (20, 128, 128))
    return street


def _houses(street: Canvas, chance: random.Random) -> None:
    x = 0
    while x < WIDTH:
        width = min(chance.randrange(80, 130, 2), WIDTH - x)
        roof = chance.randrange(60, 120, 2)
        street.box(x, roof, width, _FAR_WALK - roof, yuv(chance.choice(_WALLS)))
        street.box(x, roof, width, 4, yuv("#4d443f"))
        street.box(x + width - 2, roof, 2, _FAR_WALK - roof, yuv("#4d443f"))
        for wx in range(x + 10, x + width - 18, 24):
            for wy in range(roof + 14, _FAR_WALK - 44, 28):
                street.box(wx - 2, wy - 2, 16, 22, yuv("#ddd6c8"))
                street.box(wx, wy, 12, 18, yuv(chance.choice(_LIT)))
                street.box(wx + 5, wy, 2, 18, yuv("#ddd6c8"))
        street.box(x + width // 2 - 8, _FAR_WALK - 34, 16, 34, yuv("#3f3530"))
        x += width


def _store(street: Canvas, x: int) -> None:
    """The shop whose camera looks across the street at its neighbor: sign, awning, window, door."""
    street.box(x, 118, 150, _FAR_WALK - 118, yuv("#d9d2c3"))
    street.box(x, 118, 150, 22, yuv("#1f4e4a"))
    street.text(x + 16, 122, "CORNER MART", scale=1, ink=210, paper=yuv("#1f4e4a")[0])
    street.text(x + 16, 131, "OPEN 7 - 10", scale=1, ink=150, paper=yuv("#1f4e4a")[0])
    for stripe in range(0, 150, 10):
        street.box(x + stripe, 140, 10, 12, yuv("#b5403a" if stripe % 20 else "#efe9df"))
    street.box(x + 8, 158, 90, 40, yuv("#7fa0ae"))
    street.box(x + 12, 162, 82, 32, yuv("#a9c3cb"))
    for shelf in range(3):
        street.box(x + 14, 168 + 10 * shelf, 78, 2, yuv("#6b5a48"))
    street.box(x + 108, 156, 30, _FAR_WALK - 156, yuv("#33524f"))
    street.box(x + 112, 160, 22, 34, yuv("#93b4bd"))


def _tree(street: Canvas, x: int) -> None:
    street.box(x - 3, 158, 6, _FAR_WALK + 6 - 158, yuv("#5a4433"))
    for dx, dy, radius, leaf in ((-12, 150, 18, "#3f6b3a"), (12, 148, 20, "#47763f"), (0, 132, 20, "#56864a")):
        street.disc(x + dx, dy, radius, yuv(leaf))


def _grain(street: Canvas, chance: random.Random) -> None:
    """A little unevenness in every surface: a wall of one flat color looks like no camera's picture."""
    for at, noise in enumerate(chance.randbytes(len(street.y))):
        street.y[at] = min(235, max(16, street.y[at] + (noise % 5) - 2))
