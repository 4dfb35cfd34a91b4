"""Cars and people of the drawn street: each crosses the picture, waits out of sight and comes again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from local.cameras.canvas import WIDTH, Canvas, yuv

_PAINTS = ("#a8322d", "#2f5f93", "#d9d9d6", "#30343a", "#5f7f5a", "#c59a3a")
_COATS = ("#7a2f3f", "#2f4a7a", "#3f6a4a", "#6a5a2f", "#4a3a5a", "#b06a30")
_SKINS = ("#8d5a3c", "#c68f6a", "#e0b090", "#5a3a28")


@dataclass(frozen=True)
class Mover:
    """Something that passes: `speed` in pixels a frame (negative: to the left), `y` its lowest row."""

    y: int
    speed: float
    start: int
    span: int
    paint: str
    skin: str
    is_car: bool

    def draw(self, picture: Canvas, counter: int) -> None:
        """Paint it where it is at this frame."""
        gone = (self.start + counter * abs(self.speed)) % self.span
        x = int(gone - 120 if self.speed > 0 else WIDTH + 120 - gone)
        if -110 < x < WIDTH + 10:
            (self._car if self.is_car else self._person)(picture, x, counter)

    def _car(self, picture: Canvas, x: int, _counter: int) -> None:
        top, body = self.y - 38, yuv(self.paint)
        picture.box(x + 4, self.y - 2, 92, 4, yuv("#333438"))  # shadow
        picture.box(x + 24, top, 48, 16, body)
        picture.box(x + 20, top + 4, 56, 12, body)
        picture.box(x + 26, top + 4, 20, 11, yuv("#a9bcc6"))
        picture.box(x + 50, top + 4, 20, 11, yuv("#93a8b4"))
        picture.box(x, top + 15, 100, 18, body)
        picture.box(x + 2, top + 27, 96, 2, yuv("#26282b"))
        ahead, behind = (96, 0) if self.speed > 0 else (0, 96)
        picture.box(x + ahead, top + 18, 4, 5, yuv("#fff3c0"))
        picture.box(x + behind, top + 18, 4, 5, yuv("#c02020"))
        for wheel in (20, 78):
            picture.disc(x + wheel, self.y - 6, 8, yuv("#17181a"))
            picture.disc(x + wheel, self.y - 6, 3, yuv("#9a9da2"))

    def _person(self, picture: Canvas, x: int, counter: int) -> None:
        step = abs(counter % 12 - 6) - 3  # legs open and close
        coat, skin, legs = yuv(self.paint), yuv(self.skin), yuv("#2b2f38")
        picture.box(x + 4 - step, self.y - 16, 4, 16, legs)
        picture.box(x + 4 + step, self.y - 16, 4, 16, legs)
        picture.box(x + 1, self.y - 34, 10, 20, coat)
        picture.box(x + 4 + step, self.y - 32, 3, 14, skin)
        picture.disc(x + 6, self.y - 39, 4, skin)
        picture.box(x + 2, self.y - 44, 8, 3, yuv("#2a2320"))


def movers(chance: random.Random) -> list[Mover]:
    """The traffic of one street, farthest first, so that the near ones cover the far."""

    def one(y: int, speed: float, span: int, paints: tuple[str, ...]) -> Mover:
        start = chance.randrange(span)
        return Mover(y, speed, start, span, chance.choice(paints), chance.choice(_SKINS), paints is _PAINTS)

    far = [one(224, speed, 900, _COATS) for speed in (1.5, -1.25, 1.0)]
    cars = [one(272, -5.0, 1300, _PAINTS), one(318, 4.0, 1500, _PAINTS), one(318, 4.0, 1500, _PAINTS)]
    near = [one(352, speed, 1100, _COATS) for speed in (-2.0, 1.75)]
    return far + cars + near
