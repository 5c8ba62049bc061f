"""Bytes become what the publisher meant, or a doubt: never a text with other letters."""

import codecs

import pytest

from core.values import Doubt
from differ.extract.decode import decode

TEXT = "<html><body><p>L’œuvre coûte 10 € : « déjà réglé ». Het bedrag is één euro.</p></body></html>"
PLAIN = "<html><body><p>Le délai est fixé à trente jours, dès le premier août.</p></body></html>"
TYPE = "text/html; charset="


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), TYPE + "utf-8"),
        (TEXT.encode(), TYPE + "iso-8859-1"),
        (TEXT.encode(), TYPE + "windows-1252"),
        (TEXT.encode("cp1252"), TYPE + "iso-8859-1"),
        (TEXT.encode("cp1252"), TYPE + "windows-1252"),
        (TEXT.encode("cp1252"), ""),
        (TEXT.encode("iso-8859-15", "ignore"), TYPE + "utf-16"),
        (codecs.BOM_UTF8 + TEXT.encode(), ""),
        (codecs.BOM_UTF8 + TEXT.encode(), TYPE + "iso-8859-1"),
        (TEXT.encode("utf-16"), TYPE + "utf-16"),
        (TEXT.encode("utf-16"), TYPE + "utf-8"),
        (TEXT.encode("utf-16-le"), ""),
        (TEXT.encode("utf-16-be"), TYPE + "utf-16"),
    ],
)
def test_a_text_is_read_right_or_doubted_whatever_is_declared(body: bytes, content_type: str) -> None:
    read = decode(body, content_type)
    assert read == TEXT or (isinstance(read, Doubt) and read.kind == "encoding")
    assert (read == TEXT) == (body != TEXT.encode("iso-8859-15", "ignore"))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PLAIN.encode("cp1252"), TYPE + "utf-8"),
        (PLAIN.encode("cp1252").replace(b"<html>", b"<html><meta charset=utf-8>"), ""),
        (PLAIN.encode().decode("cp1252").encode(), TYPE + "utf-8"),
        (PLAIN.encode().decode("latin-1").encode(), TYPE + "utf-8"),
        (PLAIN.replace("é", "\ufffd").encode(), TYPE + "utf-8"),
        (PLAIN.encode("utf-16")[:-1], TYPE + "utf-16"),
    ],
)
def test_spoiled_bytes_are_a_doubt_of_encoding(body: bytes, content_type: str) -> None:
    doubt = decode(body, content_type)
    assert isinstance(doubt, Doubt)
    assert doubt.kind == "encoding"


@pytest.mark.parametrize("content_type", ["", TYPE + "utf-8", TYPE + "iso-8859-1"])
def test_a_text_that_ends_within_a_character_breaks_off(content_type: str) -> None:
    body = PLAIN.encode()
    cut = body[: body.index("û".encode(), 20) + 1]
    doubt = decode(cut, content_type)
    assert isinstance(doubt, Doubt)
    assert "breaks off" in doubt.reason


def test_a_text_in_latin_1_may_end_with_an_accent() -> None:
    assert decode("Le montant est fixé".encode("latin-1")) == "Le montant est fixé"
