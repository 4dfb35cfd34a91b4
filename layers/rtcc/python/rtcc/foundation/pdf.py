"""Writes a PDF whose text a person can read, search, and copy; the same calls give the same bytes (ISO 32000-1)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from datetime import datetime

from rtcc.foundation.typeface import Typeface, typeface

WIDTH, HEIGHT = 612, 792  # US Letter, in points
_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_MAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end\n"


class Page:
    """One page; places are in points from its lower left corner."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def text(self, x: float, y: float, text: str, *, size: float, face: str = "plain") -> None:
        """A line of text that begins at x, on the base line y. Letters are spelled as the typeface spells them."""
        font = typeface(face)
        glyphs = "".join(f"{glyph:04X}" for glyph in font.drawn(font.spelled(text)))
        self._drawn.append(f"BT /{face} {size:g} Tf {x:.2f} {y:.2f} Td <{glyphs}> Tj ET")

    def line(self, x: float, y: float, to_x: float, *, width: float = 0.5) -> None:
        """A thin horizontal line."""
        self._drawn.append(f"{width:g} w {x:.2f} {y:.2f} m {to_x:.2f} {y:.2f} l S")

    def body(self) -> bytes:
        """What draws it."""
        return "\n".join(self._drawn).encode("ascii")


def document(pages: Iterable[Page], *, title: str, author: str, at: datetime) -> bytes:
    """The whole file. Its two typefaces are in it, so that it looks the same everywhere and in fifty years."""
    bodies = [page.body() for page in pages]
    file = _File()
    fonts = {face: _font(file, typeface(face)) for face in ("plain", "bold")}
    tree, resources = file.later(), file.later()
    file.put(resources, f"<< /Font << {' '.join(f'/{face} {n} 0 R' for face, n in fonts.items())} >> >>".encode())
    kids = []
    for body in bodies:
        content = file.stream(body)
        head = f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources {resources} 0 R"
        kids.append(file.add(f"{head} /Contents {content} 0 R >>".encode()))
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    file.put(tree, f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode())
    shown = "/ViewerPreferences << /DisplayDocTitle true >>"
    root = file.add(f"<< /Type /Catalog /Pages {tree} 0 R /Lang (en-US) {shown} >>".encode())
    made = f"(D:{at:%Y%m%d%H%M%S}Z)"
    about = f"<< /Title {_words(title)} /Author {_words(author)} /Producer (Open RTCC) /CreationDate {made} >>"
    return file.close(root=root, info=file.add(about.encode()))


class _File:
    """Objects, numbered from 1, and in the end the table that says where each lies."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def later(self) -> int:
        """A number for what is not known yet."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: bytes) -> int:
        self._objects[number - 1] = body
        return number

    def add(self, body: bytes) -> int:
        return self.put(self.later(), body)

    def stream(self, body: bytes, more: str = "") -> int:
        packed = zlib.compress(body, 9)
        head = f"<< /Filter /FlateDecode /Length {len(packed)}{more} >>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def close(self, *, root: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        name = hashlib.sha256(out).hexdigest()[:32]  # what PDF calls its ID: here it is the content's own
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        size, start = len(places) + 1, len(out)
        out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        out += f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R /ID [<{name}> <{name}>] >>\n".encode()
        return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _font(file: _File, face: Typeface) -> int:
    embedded = file.stream(face.file, f" /Length1 {len(face.file)}")
    name = f"DejaVuSansCondensed-{face.name.title()}"
    box = " ".join(map(str, face.box))
    height = f"/Ascent {face.ascent} /Descent {face.descent} /CapHeight {face.ascent} /ItalicAngle 0 /StemV 80"
    told = f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{box}] {height}"
    descriptor = file.add(f"{told} /FontFile2 {embedded} 0 R >>".encode())
    widths = f"/W [0 [{' '.join(map(str, face.widths))}]]"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity"
    kind = f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} {system}"
    drawn = file.add(f"{kind} /FontDescriptor {descriptor} 0 R {widths} >>".encode())
    letters = file.stream(_letters(face).encode())
    whole = f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
    return file.add(f"{whole} /DescendantFonts [{drawn} 0 R] /ToUnicode {letters} 0 R >>".encode())


def _letters(face: Typeface) -> str:
    """From drawings back to letters: what makes the text searchable."""
    back = {glyph: letter for letter, glyph in sorted(face.glyphs.items(), reverse=True)}
    pairs = [f"<{glyph:04X}> <{back[glyph]:04X}>" for glyph in sorted(back)]
    parts = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    said = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    return _MAP_HEAD + said + _MAP_TAIL


def _words(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
