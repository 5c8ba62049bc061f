"""PDF files written by hand: text placed where a test wants it, so that a test shows what it is about."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import wrap

FONTS = {"F1": "Helvetica", "F2": "Helvetica-Bold"}
LEADING = 14


@dataclass
class Sheet:
    """One page of a PDF, 600 by 850 points; places are counted from its top left corner."""

    rotated: int = 0
    picture: bool = False
    operators: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False) -> "Sheet":
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.operators.append(f"BT /{'F2' if bold else 'F1'} {size} Tf {x} {850 - y} Td ({escaped}) Tj ET")
        return self

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = 10) -> "Sheet":
        for number, line in enumerate(lines):
            self.text(x, y + number * LEADING * size / 10, line, size)
        return self

    def prose(self, x: float, y: float, words: str, width: int = 90) -> "Sheet":
        return self.lines(x, y, wrap(words, width, break_on_hyphens=False))

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> "Sheet":
        self.operators.append(f"0.5 w {x} {850 - y} m {to_x} {850 - to_y} l S")
        return self

    def grid(self, columns: list[float], rows: list[float]) -> "Sheet":
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        return self

    def table(self, columns: list[float], y: float, rows: list[list[str]], ruled: bool = False, tall: bool = False) -> "Sheet":
        step = 36 if tall else 18
        for number, row in enumerate(rows):
            for x, cell in zip(columns, row, strict=False):
                self.lines(x + 4, y + number * step, cell.split("\n"))
        if ruled:
            self.grid(columns, [y - 12 + number * step for number in range(len(rows) + 1)])
        return self


def pdf(*sheets: Sheet, language: str = "", title: str = "", fonts: str = "", compressed: bool = False) -> bytes:
    """A PDF of these pages; ``fonts`` replaces the definition of F1."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{number} 0 R" for number in range(7, 7 + 2 * len(sheets), 2))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{f' /Lang ({language})' if language else ''} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        (fonts or font.format(FONTS["F1"])).encode(),
        font.format(FONTS["F2"]).encode(),
        f"<< /Title ({title}) >>".encode(),
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\x7f\nendstream",
    ]
    for number, sheet in enumerate(sheets):
        content = ("\n".join(["q 600 0 0 850 0 0 cm /I1 Do Q"] * sheet.picture + sheet.operators)).encode("cp1252")
        packed = zlib.compress(content) if compressed else content
        resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 6 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Rotate {sheet.rotated} /Resources {resources} "
            f"/Contents {8 + 2 * number} 0 R >>".encode()
        )
        filtered = " /Filter /FlateDecode" if compressed else ""
        objects.append(f"<< /Length {len(packed)}{filtered} >>\nstream\n".encode() + packed + b"\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size, start = len(objects) + 1, len(body)
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()
