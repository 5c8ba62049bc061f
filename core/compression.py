"""Zstandard, for the bodies and Provisions that the database keeps."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def compress(data: bytes) -> bytes:
    """``data`` compressed with Zstandard at its default level."""
    return zstd.compress(data)


def decompress(data: bytes) -> bytes:
    """The bytes that ``compress`` was given."""
    return zstd.decompress(data)
