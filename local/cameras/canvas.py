"""A YUV 4:2:0 picture that can be painted with boxes, discs and text: quick enough without any library."""

from __future__ import annotations

from dataclasses import dataclass, field

from local.cameras import font

WIDTH, HEIGHT = 640, 360
Color = tuple[int, int, int]


def yuv(rgb: str) -> Color:
    """`#rrggbb` as limited-range BT.601."""
    red, green, blue = bytes.fromhex(rgb.removeprefix("#"))
    return (
        round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
        round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
        round(128 + 0.439 * red - 0.368 * green - 0.071 * blue),
    )


@dataclass
class Canvas:
    """Three planes: luma 640 × 360, then two of color at half the size."""

    y: bytearray = field(default_factory=lambda: bytearray([16]) * (WIDTH * HEIGHT))
    u: bytearray = field(default_factory=lambda: bytearray([128]) * (WIDTH * HEIGHT // 4))
    v: bytearray = field(default_factory=lambda: bytearray([128]) * (WIDTH * HEIGHT // 4))

    def copy(self) -> Canvas:
        """The same picture, to be painted over."""
        return Canvas(self.y[:], self.u[:], self.v[:])

    def box(self, x: int, y: int, width: int, height: int, color: Color) -> None:
        """Fill a box; what lies outside the picture is cut off."""
        left, right = max(0, x), min(WIDTH, x + width)
        top, bottom = max(0, y), min(HEIGHT, y + height)
        if left < right and top < bottom:
            _fill(self.y, WIDTH, (left, right), (top, bottom), color[0])
            half = (left // 2, (right + 1) // 2), (top // 2, (bottom + 1) // 2)
            _fill(self.u, WIDTH // 2, *half, color[1])
            _fill(self.v, WIDTH // 2, *half, color[2])

    def disc(self, x: int, y: int, radius: int, color: Color) -> None:
        """Fill a disc around a point."""
        for dy in range(-radius, radius + 1):
            reach = int((radius * radius - dy * dy) ** 0.5)
            self.box(x - reach, y + dy, 2 * reach + 1, 1, color)

    def text(self, x: int, y: int, text: str, *, scale: int, ink: int, paper: int) -> None:
        """Write one line in luma; what runs out of the picture is cut off."""
        for row, line in enumerate(font.rows(text, scale=scale, ink=ink, paper=paper)):
            start = (y + row) * WIDTH + x
            shown = line[: WIDTH - x]
            self.y[start : start + len(shown)] = shown


def _fill(plane: bytearray, stride: int, across: tuple[int, int], down: tuple[int, int], value: int) -> None:
    line = bytes([value]) * (across[1] - across[0])
    for row in range(*down):
        plane[row * stride + across[0] : row * stride + across[1]] = line
