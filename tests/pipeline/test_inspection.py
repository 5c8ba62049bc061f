"""``veille check --fetch`` reads a Watch twice through its own spider and says what would be followed."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.cli import main
from pipeline.stamps import noise, pattern

STAMP = "Page générée le 3 mars 2026, jeton {count}"
PAGE = """<!doctype html><html lang="fr"><head><title>Redevance | Office</title>
<link rel="alternate" hreflang="nl" href="/nl/retributie"><link rel="alternate" hreflang="en" href="/en/fee"></head>
<body><header><nav><a href="/">Accueil</a></nav></header><main><h1>Redevance</h1><h2>Montants</h2>
<p>La redevance est de 229 € par personne majeure, à payer avant l'introduction de la demande auprès de la commune.</p>
<p>Le paiement se fait dans un délai de 30 jours à dater de la réception de la demande de séjour en Belgique.</p>
<ul><li>Les mineurs d'âge sont dispensés.</li><li>Les réfugiés reconnus le sont aussi.</li></ul>
<p>{stamp}</p><p><a href="/doc/bareme.pdf">Le barème complet</a></p></main>
<footer>Protection des données à caractère personnel et plan du site</footer></body></html>"""
DUTCH = (
    "<main><h1>Retributie</h1>"
    + "<p>De retributie moet worden betaald door elke aanvrager die niet is vrijgesteld van de betaling.</p>" * 6
)
ITEM = (
    '<article class="node--view-mode-teaser"><h2><a href="/fr/actualites/{number}">{title}</a></h2>'
    '<time datetime="{day}">{day}</time></article>'
)
ARTICLE = (
    "<A NAME='Art.{n}' HREF='#LNK0001'>Art.</A> <A HREF='#Art.{next}'> {n}</A>. Le droit est fixé à {n}0 euros pour le demandeur.<BR><BR>"
)
WATCHLIST = """
topics:
  frais: {{fr: Redevances, nl: Retributies, en: Fees, keywords: {{fr: [redevances]}}}}
sources:
  essai: {{name: Essai, spider: {spider}, delay: 0s}}
watches:
  - {{id: essai.page, source: essai, kind: {kind}, url: "{url}", language: fr{extra}}}
  - {{id: essai.nl, source: essai, kind: page, url: "{site}/nl/retributie", language: nl}}
"""


@dataclass
class Publisher:
    """Answers every path but robots.txt with what ``body`` gives, which is told how often it was asked."""

    port: int = 0
    body: Callable[[int], str] = lambda count: PAGE.format(stamp="Bonne lecture.")
    status: int = 200
    robots: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, str]:
        if path == "/robots.txt":
            return (200, self.robots) if self.robots else (404, "")
        self.asked.append(path)
        return self.status, self.body(len(self.asked))


class _Answering(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        status, text = self.publisher.answer(self.path)
        body = text.encode()
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    one = Publisher()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answering", (_Answering,), {"publisher": one}))
    one.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Checked:
    code: int
    text: str

    @property
    def shape(self) -> dict[str, Any]:
        shape: dict[str, Any] = json.loads(self.text)
        return shape


@pytest.fixture
def check(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Checked]:
    """``veille check --fetch essai.page`` in an empty folder, of a Watch given otherwise as the arguments say."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEILLE_ALLOW_PRIVATE_HOSTS", "1")

    def run(*options: str, kind: str = "page", spider: str = "page", extra: str = "") -> Checked:
        site = f"http://127.0.0.1:{publisher.port}"
        text = WATCHLIST.format(site=site, url=f"{site}/fr/redevance", kind=kind, spider=spider, extra=extra)
        (tmp_path / "watchlist.yaml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["veille", "check", "--fetch", "essai.page", *options])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Checked(int(ended.value.code or 0), capsys.readouterr().out)

    return run


def test_a_page_that_reads_alike_twice_is_exit_0_and_shown(check: Callable[..., Checked], publisher: Publisher) -> None:
    done = check()
    assert done.code == 0
    assert len(publisher.asked) == 2
    for words in (
        "AGREES",
        "Redevance › Montants",
        "La redevance est de 229 €",
        "amount     229 EUR",
        "fr in the watchlist, fr in the text",
    ):
        assert words in done.text


def test_a_translation_is_known_by_its_path_whatever_the_host_and_the_parameters_it_is_offered_with(
    check: Callable[..., Checked], publisher: Publisher
) -> None:
    offered = PAGE.replace('href="/nl/retributie"', 'href="https://www.example.org/nl/retributie?caller=fr"')
    publisher.body = lambda _: offered.format(stamp="Bonne lecture.")
    assert [each["watch"] for each in check("--format", "json").shape["translations"]] == [None, "essai.nl"]


def test_nothing_is_stored(check: Callable[..., Checked], tmp_path: Path) -> None:
    check()
    assert [path.name for path in tmp_path.iterdir()] == ["watchlist.yaml"]


def test_what_the_page_offers_and_what_was_not_read_is_told(check: Callable[..., Checked], publisher: Publisher) -> None:
    shape = check("--format", "json").shape
    site = f"http://127.0.0.1:{publisher.port}"
    assert shape["schema"] == "veille.inspection/1"
    assert shape["outcome"] == "agrees"
    assert [(each["language"], each["watch"], each["named"]) for each in shape["translations"]] == [
        ("en", None, False),
        ("nl", "essai.nl", False),
    ]
    assert shape["documents"] == [f"{site}/doc/bareme.pdf"]
    assert shape["dropped"]["passages"] == ["Protection des données à caractère personnel et plan du site", "Accueil"]
    assert 0 < shape["dropped"]["share"] < 50
    assert {(fact["type"], fact["value"]) for fact in shape["facts"]} == {("amount", "229"), ("duration", "30")}


def test_the_proposal_can_be_pasted_as_it_is(check: Callable[..., Checked]) -> None:
    lines = check().text.split("to paste under `- id: essai.page`\n")[1]
    proposed = YAML(typ="safe").load(lines)
    count = len(check("--format", "json").shape["provisions"])
    assert proposed == {"translations": ["essai.nl"], "expect": {"provisions": {"min": count * 2 // 3}}}
    pasted = ", " + ", ".join(line.strip() for line in lines.strip().splitlines())
    assert "to paste" not in check(extra=pasted).text


def test_a_stamp_that_changes_with_every_request_is_named_and_the_pattern_that_ignores_it(
    check: Callable[..., Checked], publisher: Publisher
) -> None:
    publisher.body = lambda count: PAGE.format(stamp=STAMP.format(count=count))
    done = check("--format", "json")
    assert (done.code, done.shape["outcome"]) == (1, "differs")
    (found,) = done.shape["noise"]
    assert (found["before"], found["after"]) == (STAMP.format(count=1), STAMP.format(count=2))
    assert done.shape["proposal"]["ignore"] == ["Page générée le .*"]
    assert check(extra=', ignore: ["Page générée le .*"]').code == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><head><title>Just a moment...</title></head><body>Verify you are human</body></html>", "blocked"),
        (f"<html lang='fr'><body>{DUTCH}</main></body></html>", "language"),
        ("", "empty"),
    ],
    ids=["captcha", "another language", "empty"],
)
def test_a_doubt_is_exit_2_with_its_remedy_and_is_not_asked_again(
    check: Callable[..., Checked], publisher: Publisher, body: str, kind: str
) -> None:
    publisher.body = lambda _: body
    shape = check("--format", "json").shape
    assert (shape["outcome"], shape["doubt"]["kind"], shape["proposal"]) == ("doubt", kind, {})
    assert shape["doubt"]["remedy"]
    assert len(publisher.asked) == 1
    assert check().code == 2


def test_a_page_that_is_gone_says_so_in_the_words_of_the_crawl(check: Callable[..., Checked], publisher: Publisher) -> None:
    publisher.status = 404
    done = check()
    assert done.code == 2
    assert "DOUBT      gone: " in done.text
    assert "look for the page's new address" in done.text


def test_robots_txt_is_obeyed(check: Callable[..., Checked], publisher: Publisher) -> None:
    publisher.robots = "User-agent: *\nDisallow: /"
    done = check()
    assert done.code == 2
    assert "DOUBT      robots: " in done.text
    assert publisher.asked == []


def test_fewer_provisions_than_expected_are_a_doubt_that_still_shows_them(check: Callable[..., Checked]) -> None:
    done = check(extra=", expect: {provisions: {min: 50}}")
    assert done.code == 2
    assert "DOUBT      collapsed: " in done.text
    assert "La redevance est de 229 €" in done.text


def test_a_page_that_is_blocked_the_second_time_is_a_doubt(check: Callable[..., Checked], publisher: Publisher) -> None:
    publisher.body = lambda count: (
        PAGE.format(stamp="Bonne lecture.") if count == 1 else "<title>Access denied</title><p>Access denied here</p>"
    )
    shape = check("--format", "json").shape
    assert shape["doubt"]["kind"] == "blocked"
    assert shape["doubt"]["reason"].startswith("The second reading")


def test_a_listing_shows_its_items_with_the_topics_each_is_about(check: Callable[..., Checked], publisher: Publisher) -> None:
    titles = ["Redevances : nouveaux montants", "Un colloque à Bruges", "Reprise des examens"]
    items = [ITEM.format(number=number, title=title, day=f"2026-03-0{number}") for number, title in enumerate(titles, 1)]
    # The order of a list means nothing.
    publisher.body = lambda count: f"<html><body><main>{''.join(items if count % 2 else items[::-1])}</main></body></html>"
    done = check("--format", "json", kind="listing", spider="fedasil", extra=", match: topics")
    assert done.code == 0
    assert [(item["title"], item["published"], item["topics"]) for item in done.shape["provisions"]] == [
        (titles[0], "2026-03-01", ["frais"]),
        (titles[1], "2026-03-02", []),
        (titles[2], "2026-03-03", []),
    ]
    text = check(kind="listing", spider="fedasil", extra=", match: topics").text
    assert "3 items" in text
    assert "[no topic: not kept]" in text


def test_a_law_is_shown_by_its_beginning_and_whole_with_all(check: Callable[..., Checked], publisher: Publisher) -> None:
    articles = "".join(ARTICLE.format(n=number, next=number + 1) for number in range(1, 31))
    publisher.body = lambda _: (
        f"<html><body><main><div class='list'><div id='list-title-3'><h2>Texte</h2>{articles}</div></div></main></body></html>"
    )
    short, whole = check(kind="law").text, check("--all", kind="law").text
    count = int(short.split(" provisions\n")[0].rsplit("\n", 1)[1])
    assert count >= 30
    assert f"… and {count - 8} more (--all shows them)" in short
    assert "300 euros" not in short
    assert "Le droit est fixé à 300 euros pour le demandeur." in whole


def test_an_unknown_watch_is_a_mistake(check: Callable[..., Checked]) -> None:
    assert check("--fetch", "essai.autre").code == 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Mis à jour à 10:02:11", "Mis à jour à 10:02:12", "Mis à jour à .*"),
        ("10:02:11 — page générée ici", "10:02:12 — page générée ici", r"\S+ — page générée ici"),
        ("Le 3", "Le 4", ""),
        ("Une citation", "Tout autre chose", ""),
    ],
)
def test_a_pattern_quotes_enough_words_to_be_found_nowhere_else(before: str, after: str, expected: str) -> None:
    assert pattern(before, after) == expected


def test_within_a_long_text_only_what_differs_is_ignored() -> None:
    text = "La demande est introduite auprès de la commune sous le numéro {} et la redevance de 229 € est due par chaque demandeur majeur"
    before, after = text.format("a81f"), text.format("77c0")
    (found,) = noise([before, "Autre."], [after, "Autre."])
    assert found.ignore == r"commune sous le numéro \S+"


def test_a_text_that_comes_and_goes_is_noise_without_a_pattern() -> None:
    assert [(each.before, each.after, each.ignore) for each in noise(["Un.", "Deux."], ["Un.", "Publicité du jour", "Deux."])] == [
        (None, "Publicité du jour", "")
    ]
