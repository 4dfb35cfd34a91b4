"""The letters of a camera's label, five dots wide and seven high, for people who watch the picture."""

from __future__ import annotations

from functools import cache

WIDTH, HEIGHT = 6, 7  # dots, with one free column to the right
# Seven rows a letter, two hexadecimal digits a row, the leftmost dot highest.
_ROWS = {
    " ": "00000000000000", "-": "0000001F000000", ":": "000C0C000C0C00", ".": "00000000000C0C",
    "#": "0A0A1F0A1F0A0A", "/": "00010204081000", "'": "0C040800000000", "&": "0C12140815120D",
    "0": "0E11131519110E", "1": "040C040404040E", "2": "0E11010204081F", "3": "1F02040201110E",
    "4": "02060A121F0202", "5": "1F101E0101110E", "6": "0608101E11110E", "7": "1F010204080808",
    "8": "0E11110E11110E", "9": "0E11110F01020C", "A": "0E1111111F1111", "B": "1E11111E11111E",
    "C": "0E11101010110E", "D": "1C12111111121C", "E": "1F10101E10101F", "F": "1F10101E101010",
    "G": "0E11101711110F", "H": "1111111F111111", "I": "0E04040404040E", "J": "0702020202120C",
    "K": "11121418141211", "L": "1010101010101F", "M": "111B1515111111", "N": "11111915131111",
    "O": "0E11111111110E", "P": "1E11111E101010", "Q": "0E11111115120D", "R": "1E11111E141211",
    "S": "0F10100E01011E", "T": "1F040404040404", "U": "1111111111110E", "V": "11111111110A04",
    "W": "1111111515150A", "X": "11110A040A1111", "Y": "1111110A040404", "Z": "1F01020408101F",
}  # fmt: skip


def rows(text: str, *, scale: int, ink: int, paper: int) -> list[bytes]:
    """A line of text as rows of luma: 7 × scale rows of 6 × scale bytes a letter. Unknown letters are blank."""
    letters = [_letter(letter.upper(), scale, ink, paper) for letter in text]
    lines = [b"".join(letter[row] for letter in letters) for row in range(HEIGHT)]
    return [line for line in lines for _ in range(scale)]


@cache
def _letter(letter: str, scale: int, ink: int, paper: int) -> list[bytes]:
    dots = bytes.fromhex(_ROWS.get(letter, _ROWS[" "]))
    columns = [WIDTH - 1 - x // scale for x in range(WIDTH * scale)]  # the last one is the free one
    return [bytes(ink if row << 1 >> column & 1 else paper for column in columns) for row in dots]
