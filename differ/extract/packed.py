"""Answers that are files packed with gzip: sitemaps above all, which many sites keep as ``sitemap.xml.gz``."""

import zlib

from core.values import Doubt, IncidentKind

GZIP = b"\x1f\x8b"
LARGEST = 20 * 1024 * 1024
"""Bytes that may come out: as much as an answer may have that comes unpacked."""
_WITH_HEADER = 31


def unpacked(body: bytes) -> bytes | Doubt:
    """What is packed in an answer, or the answer itself; never more than ``LARGEST`` bytes come out of a packed one."""
    if not body.startswith(GZIP):
        return body
    packing = zlib.decompressobj(wbits=_WITH_HEADER)
    try:
        content = packing.decompress(body, LARGEST)
    except zlib.error as error:
        return Doubt(IncidentKind.UNREADABLE, f"the answer is packed with gzip and cannot be unpacked ({error})")
    if packing.eof:
        return content
    told = f"holds over {LARGEST >> 20} MB" if len(content) == LARGEST else "breaks off"
    return Doubt(IncidentKind.UNREADABLE, f"the answer is packed with gzip and {told}")
