"""What a message says: substance first, everything in words, HTML and text equal."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from alerts.messages import Coverage, Reader, Unread, Window, alert, digest, given_up, tasks
from alerts.words import words
from core import models
from core.values import Kind, Significance
from core.watchlist import Page

SITE = "https://veille.example.org"


class Links(HTMLParser):
    """The addresses that the HTML offers to click on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name == "href"]


class Words(HTMLParser):
    """The words a reader of the HTML sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hidden = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.hidden = tag == "title"

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden:
            self.seen.append(data)


def letters(text: str) -> str:
    return re.sub(r"[^\w€§]+", "", text).lower()


def read(html: str) -> str:
    return " ".join("".join(Words(html).seen).split())


def test_the_subject_says_it_all(builders):
    subjects = {language: alert(builders.news(), ["…"], language, SITE, builders.topics).subject for language in ("fr", "nl", "en")}
    assert subjects == {
        "fr": "[MAJEUR · en vigueur le 29.07.2025] Nationalité · Droit d'enregistrement : 150 € → 1.000 €",
        "nl": "[BELANGRIJK · van kracht op 29.07.2025] Nationaliteit · Registratierecht: 150 € → 1.000 €",
        "en": "[MAJOR · in force 29 Jul 2025] Nationality · Registration duty: €150 → €1.000",
    }


@pytest.mark.parametrize(
    ("effective", "stage", "badge"),
    [
        ("2025-09-01", "published", "[MAJEUR · annoncé, dès le 01.09.2025]"),
        (None, "proposed", "[MAJEUR · proposé]"),
        ("2025-07-29", "suspended", "[MAJEUR · suspendu · en vigueur le 29.07.2025]"),
        (None, None, "[MAJEUR]"),
    ],
)
def test_the_subject_tells_what_binds_from_what_is_only_announced(builders, effective, stage, badge):
    change = builders.recorded(builders.fee_change(effective=effective), stage=stage)
    assert alert(builders.news(change), ["…"], "fr", SITE, builders.topics).subject.startswith(badge + " ")


def test_old_and_new_come_first_and_everything_that_proves_it_follows(builders):
    text = alert(builders.news(), ["Sujet « Nationalité », importance majeure"], "fr", SITE, builders.topics).text
    order = [
        "150 € → 1.000 €",
        "en vigueur depuis le 29 juillet 2025",
        "fixé à [supprimé : 150] [ajouté : 1.000] euros.",
        "Art. 238, al. 1er",
        "https://www.ejustice.just.fgov.be/cgi_loi/article.pl?cn=1939113030",
        "le 4 août 2025 à 12 h 00 (heure de Bruxelles)",
        "b" * 64,
        f"{SITE}/changes/7",
        "Sujet « Nationalité », importance majeure",
        "Pour changer ou arrêter",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_html_and_text_say_the_same(builders):
    event = builders.news(builders.recorded(), builders.recorded(id=8, language="nl", watch="ejustice.nl"))
    seen = Coverage(3, 2, 1, 1, (Unread("CGRA, cgra.news", "https://example.org/cgra", "blocked", builders.noon),))
    window = Window("weekly", builders.noon - timedelta(days=7), builders.noon)
    task = models.Task(
        sentence="Le droit est de 150 €.", text="150 €", path="Coût", proposal="Le droit est de 1.000 €.", opened=builders.noon
    )
    page = Page(id="cire.nationalite", url="https://example.org/page", language="fr", topics=["nationalite"])
    delivery = models.Delivery(
        id=1, subscriber="politique", route="${MAIL}", message_id="event-3-1", subject="S", attempts=8, reason="refused"
    )
    for language in ("fr", "nl", "en"):
        for message in (
            alert(event, ["A", "B"], language, SITE, builders.topics),
            digest([event], seen, window, Reader(language, SITE, (), ("A",)), builders.topics),
            digest([], seen, window, Reader(language, SITE), builders.topics),
            tasks(page, [(task, builders.recorded())], language, SITE),
            given_up(delivery, language, SITE),
        ):
            in_html = letters(read(message.html))
            for line in message.text.splitlines():
                for part in re.split(r"https?://\S+", line):
                    assert letters(part) in in_html, part
            assert set(re.findall(r"https?://[^\s,)]+", message.text)) <= set(re.findall(r'href="([^"]+)"', message.html))


def test_the_html_stands_alone_and_leaves_the_background_to_the_reader(builders):
    html = alert(builders.news(), ["…"], "fr", SITE, builders.topics).html
    assert '<html lang="fr">' in html
    assert "<style" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert not re.search(r"background(-color)?:\s*(#|white|rgb\()", html)
    assert not re.search(r"[^-]color:", html.replace("background-color:", ""))


def test_foreign_text_is_marked_as_such_and_cannot_become_markup(builders):
    change = builders.fee_change(
        path="<b>Art. 1</b>", redline=(("=", "<script>alert(1)</script> "), ("+", "a & b\x07\u202e")), summary={"fr": "x\ny\x1b[31m <i>"}
    )
    message = alert(builders.news(builders.recorded(change, language="nl")), ["…"], "fr", SITE, builders.topics)
    assert "<script>" not in message.html
    assert "<b>Art" not in message.html
    assert '<p lang="nl"' in message.html
    assert not set("\x07\u202e\x1b") & set(message.html + message.text + message.subject)
    assert "\n" not in message.subject


def test_a_revision_says_that_it_completes_what_was_sent(builders):
    message = alert(builders.news(revision=2), ["…"], "fr", SITE, builders.topics)
    assert "] Mise à jour · Nationalité" in message.subject
    assert words("fr")["alert"]["update_note"] in message.text


def test_the_readers_language_is_shown_in_full_and_the_others_are_still_named(builders):
    dutch = builders.recorded(id=8, language="nl", url="https://example.org/nl", change=builders.fee_change(path="Artikel 238"))
    message = alert(builders.news(builders.recorded(), dutch), ["…"], "fr", SITE, builders.topics)
    assert "Art. 238, al. 1er" in message.text
    assert "Artikel 238" not in message.text
    assert "Aussi constaté" in message.text
    assert "https://example.org/nl" in message.text
    assert "Artikel 238" in alert(builders.news(builders.recorded(), dutch), ["…"], "nl", SITE, builders.topics).text


def test_an_announced_rule_says_to_change_nothing_yet(builders):
    change = builders.recorded(builders.fee_change(effective="2025-09-01"), stage="published")
    assert "ne rien modifier" in alert(builders.news(change), ["…"], "fr", SITE, builders.topics).text


def test_what_an_insertion_or_a_move_is_stands_in_words(builders):
    change = builders.fee_change(kind=Kind.INSERTION, before=None, redline=(("+", "Le droit est de 150 euros."),))
    assert "Texte ajouté" in alert(builders.news(builders.recorded(change)), ["…"], "fr", SITE, builders.topics).text


def week(builders, *events):
    window = Window("weekly", builders.noon - timedelta(days=7), builders.noon)
    return digest(list(events), Coverage(38, 36, 2), window, Reader("fr", SITE, ("frais", "nationalite")), builders.topics)


def test_a_digest_goes_by_topic_and_significance_and_keeps_announcements_apart(builders):
    minor = builders.fee_change(significance=Significance.MINOR, summary={"fr": "Petite chose"})
    fee = builders.news(builders.recorded(minor, topics=("frais",)), id=1)
    other = builders.news(builders.recorded(builders.fee_change(significance=Significance.MINOR, summary={"fr": "Autre chose"})), id=2)
    major = builders.news(id=3)
    later = builders.news(builders.recorded(builders.fee_change(effective="2026-01-01", summary={"fr": "Plus tard"})), id=4)
    text = week(builders, fee, other, later, major).text
    order = [
        "CE QUI A CHANGÉ",
        "Nationalité",
        "150 € → 1.000 €",
        "Autre chose",
        "Redevances",
        "Petite chose",
        "NE RIEN MODIFIER",
        "Plus tard",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_a_quiet_week_is_proven_quiet(builders):
    message = week(builders)
    assert message.subject == "Votre semaine · aucun changement, aucune source illisible"
    assert "38 sources vérifiées, 36 sans changement, 2 modifiées." in message.text
    assert "Toutes les sources suivies ont pu être lues." in message.text


def test_a_task_shows_the_sentence_the_rule_and_the_proposal(builders):
    task = models.Task(
        sentence="Il faut payer 150 € au SPF Finances.",
        text="150 €",
        path="Coût",
        proposal="Il faut payer 1.000 € au SPF Finances.",
        opened=builders.noon,
    )
    page = Page(id="cire.nationalite", url="https://example.org/page", language="fr", topics=["nationalite"])
    message = tasks(page, [(task, builders.recorded())], "fr", SITE)
    assert message.subject == "[À corriger] cire.nationalite : 1 phrase à revoir"
    assert "Il faut payer [à corriger : 150 €] au SPF Finances." in message.text
    assert "Problème : Droit d'enregistrement : 150 € → 1.000 €" in message.text
    assert "Proposition : Il faut payer 1.000 € au SPF Finances." in message.text
    assert builders.recorded().url in message.text


def test_only_addresses_of_the_web_are_links(builders):
    evil = builders.recorded(url="javascript:alert(1)")
    nl = builders.recorded(url="data:text/html,x", id=8, language="nl")
    window = Window("weekly", builders.noon - timedelta(days=7), builders.noon)
    unread = Unread("Page", "javascript:alert(2)", "blocked", builders.noon)
    page = Page(id="cire.page", url="file:///etc/passwd", language="fr", topics=[])
    task = models.Task(sentence="Le droit est de 150 euros.", text="150 euros", path="", proposal=None, opened=builders.noon)
    messages = [
        alert(builders.news(evil, nl), ["…"], "fr", SITE, builders.topics),
        digest([builders.news(evil)], Coverage(1, 0, 1, 0, (unread,)), window, Reader("fr", SITE), builders.topics),
        tasks(page, [(task, evil)], "fr", SITE),
    ]
    for message in messages:
        assert all(link.startswith("https://") for link in Links(message.html).found)
    assert "javascript:alert(1)" in read(messages[0].html)


def test_the_official_page_is_a_link(builders):
    url = builders.recorded().url
    assert url in Links(alert(builders.news(), ["…"], "fr", SITE, builders.topics).html).found
