"""Whatever bytes come, reading them gives a Version or a Doubt with a plain sentence, and never raises."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Doubt, IncidentKind, Version
from differ.extract import mistrust, read

LAW = "<p>" + "Le demandeur introduit sa demande auprès de la commune. " * 30
STARTS = {
    "page": "<html><body>",
    "law": "<html><body><div id='list-title-3'><a name='Art.1'></a>",
    "journal": "<html><body><div class='oj-normal'>",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
@pytest.mark.parametrize("opened", ["<div>", "<span>", "<b><i>", "<table><tr><td>", "<ul><li>", "<dl><dd>"])
@pytest.mark.parametrize("listing", [False, True])
def test_a_page_nested_without_end_is_unreadable(start: str, opened: str, listing: bool) -> None:
    doubt = read((start + opened * 1500 + LAW).encode(), "text/html", listing=listing)
    assert isinstance(doubt, Doubt)
    dressed = (
        start == STARTS["law"] and opened in ("<span>", "<b><i>") and not listing
    )  # only dresses a law's words: no element of its stream
    assert doubt.kind is (IncidentKind.COLLAPSED if dressed else IncidentKind.UNREADABLE)
    assert "recursion" not in doubt.reason


def test_a_page_nested_deeply_but_sensibly_is_read() -> None:
    assert isinstance(read(("<html><body>" + "<div>" * 150 + LAW).encode(), "text/html"), Version)


@pytest.mark.parametrize(
    "answer",
    [
        '{"results":{"bindings":[{"a":1}]}}',
        '{"results":{"bindings":[1]}}',
        '{"results":{"bindings":1}}',
        '{"results":{"bindings":{"a":1}}}',
        '{"results":{"bindings":[{"celex":{}}]}}',
        '{"results":{"bindings":[{"celex":{"value":1}}]}}',
        '{"results":{"bindings":[{"celex":{"value":"\\ud800"}}]}}',
        '{"results":[]}',
        '{"results":' + "[" * 100_000,
    ],
)
def test_json_of_another_shape_is_unreadable(answer: str) -> None:
    doubt = read(answer.encode(), "application/sparql-results+json")
    assert isinstance(doubt, Doubt)
    assert doubt.kind is IncidentKind.UNREADABLE


@pytest.mark.parametrize("reference", ["&#0;", "&#x0;", "&#xFFFD;", "&#65533;"])
def test_a_reference_to_no_character_is_a_doubt_of_encoding(reference: str) -> None:
    doubt = read(f"<html><body>{LAW} fix{reference}e".encode(), "text/html")
    assert isinstance(doubt, Doubt)
    assert doubt.kind is IncidentKind.ENCODING


@pytest.mark.parametrize("source", ["fix\0e", "fixe<script>var lost = '&#65533;'</script>", "fixe<!-- &#0; -->"])
def test_what_is_not_text_spoils_none(source: str) -> None:
    version = read(f"<html><body>{LAW} {source}".encode(), "text/html")
    assert isinstance(version, Version)
    assert version.provisions[-1].text.endswith("fixe")


def test_the_headers_of_an_answer_are_mistrusted_where_it_is_read() -> None:
    headers = {"X-Amzn-Waf-Action": "challenge"}
    body = f"<html><body>{LAW}".encode()
    assert read(body, "text/html", headers=headers) == mistrust(body, "text/html", headers)
    assert isinstance(read(body, "text/html", headers={"Server": "nginx"}), Version)


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td colspan='²'>a<td>b<tr><td rowspan='" + "9" * 5000 + "'>c<td>d</table>",
        "<ul><li><a href='http://['>Un titre assez long</a><li><a href='http://[x'>Un autre titre assez long</a></ul>",
        "<div class='oj-normal'><div id='rct_²'>" + LAW,
        "<div class='oj-normal'><div class='grid-list'></div>",
        "\ue0009999999999;",
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", "text/markdown"])
@pytest.mark.parametrize("listing", [False, True])
def test_numbers_and_links_that_are_none_stop_nothing(source: str, content_type: str, listing: bool) -> None:
    assert isinstance(read((source + LAW).encode(), content_type, address="https://example.org/", listing=listing), Version | Doubt)


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "hex", "undefined", "nonsense"])
def test_an_odd_character_set_is_a_doubt_or_a_text(charset: str) -> None:
    assert isinstance(read(b"\\ud800 \xe9t\xe9 " * 20, f"text/html; charset={charset}"), Version | Doubt)


TYPES = st.sampled_from(["", "text/html", "text/plain", "text/markdown", "application/pdf", "application/json", "application/atom+xml"])
BEGINNINGS = st.sampled_from([b"", b"%PDF-1.4\n", b"{", b"<feed>", b"<rss><channel><item>", b"\xff\xfe", b"<html><body>"])


@settings(max_examples=150, deadline=None)
@given(BEGINNINGS, st.binary(max_size=300), TYPES, st.booleans())
def test_no_bytes_whatever_raise(start: bytes, body: bytes, content_type: str, listing: bool) -> None:
    assert isinstance(read(start + body, content_type, language="fr", listing=listing), Version | Doubt)


TAGS = st.sampled_from(
    [
        "div",
        "p",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "a",
        "main",
        "details",
        "summary",
        "b",
        "sup",
        "font",
        "header",
        "form",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        " href='/a'",
        " href='http://['",
        " colspan='3'",
        " rowspan='²'",
        " class='oj-ti-art'",
        " class='grid-list'",
        " name='Art.1'",
        " id='rct_1'",
    ]
)
INNER = st.sampled_from(
    ["Un texte assez long pour compter", "Article 1", "§ 1er. ", "1° a) ", "[¹ x ]¹", "(1)<L 2025-07-14/10>", "<br>", "&#0;", ""]
)
PIECES = st.recursive(
    INNER,
    lambda inner: st.builds(
        lambda tag, more, within: f"<{tag}{more}>{''.join(within)}</{tag}>", TAGS, ATTRIBUTES, st.lists(inner, max_size=4)
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*STARTS.values()]), PIECES, st.integers(1, 60), st.booleans())
def test_no_nested_page_whatever_raises(start: str, piece: str, times: int, listing: bool) -> None:
    opened = piece.partition("</")[0] * times
    assert isinstance(read((start + opened + piece + LAW).encode(), "text/html", language="fr", listing=listing), Version | Doubt)


SHAPES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["results", "bindings", "celex", "value", "title"]), inner, max_size=3)
    ),
)


@settings(max_examples=100, deadline=None)
@given(SHAPES)
def test_no_rows_whatever_raise(rows: object) -> None:
    answer = json.dumps({"results": {"bindings": rows}}).encode()
    assert isinstance(read(answer, "application/json", language="fr"), Version | Doubt)


def test_an_image_declared_as_a_page_is_unreadable() -> None:
    found = read(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "text/html")
    assert isinstance(found, Doubt)
    assert found.kind is IncidentKind.UNREADABLE
