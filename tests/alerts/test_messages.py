"""What a message says: substance first, everything in words, HTML and text equal."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from alerts.messages import Coverage, OurPages, PageTasks, Reader, Standing, Unread, Upcoming, Window, alert, digest, given_up, tasks
from alerts.people.recipients import CHOICES
from alerts.words import words
from core import models
from core.records import Rectified
from core.values import Kind, Significance
from core.watchlist import Page
from pipeline.derive import LARGE_CHANGE
from pipeline.flapping import AT_REST, NOW_QUIET

SITE = "https://veille.example.org"
LONG = "les personnes concernées introduisent leur déclaration auprès de la commune de leur résidence "


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
        "nl": "[BELANGRIJK · van kracht sinds 29.07.2025] Nationaliteit · Registratierecht: 150 € → 1.000 €",
        "en": "[MAJOR · in force since 29 Jul 2025] Nationality · Registration duty: €150 → €1.000",
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
    text = " ".join(text.split())
    order = [
        "150 € → 1.000 €",
        "en vigueur depuis le 29 juillet 2025",
        "fixé à [supprimé : 150] [ajouté : 1.000] euros.",
        "Art. 238, al. 1er",
        "https://www.ejustice.just.fgov.be/cgi_loi/article.pl?cn=1939113030",
        "le 4 août 2025 à 12 h 00 (heure de Bruxelles)",
        f"{SITE}/changes/7",
        "b" * 64,
        "Sujet « Nationalité », importance majeure",
        "Changer mes choix · Se désinscrire",
        CHOICES,
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_html_and_text_say_the_same(builders):
    doubtful = builders.fee_change(key="p:1", reasons=(LARGE_CHANGE,), redline=(("=", LONG * 9), ("+", "à l'ancien tarif")))
    event = builders.news(
        builders.recorded(),
        builders.recorded(doubtful, id=9, watch="dofi.frais", url="https://example.org/frais"),
        builders.recorded(id=8, language="nl", watch="ejustice.nl"),
    )
    pages, dates = (
        [PageTasks("asbl.page", "https://example.org/page", 2)],
        [Upcoming(date(2027, 3, 4), 30, "ends", "Fin", "https://example.org/fin")],
    )
    ours = OurPages(tuple(pages), tuple(pages), (Standing("Asbl", 40, 312, 5, 12, date(2024, 3, 4)),))
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
            alert(event, ["A", "B"], language, SITE, builders.topics, pages),
            digest([event], seen, window, Reader(language, SITE, (), ("A",)), builders.topics, dates, ours),
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
    assert re.findall("<style>(.*)</style>", html) == [":root { color-scheme: light dark; supported-color-schemes: light dark; }"]
    assert "<img" not in html
    assert "<script" not in html
    assert not re.search(r"background(-color)?:\s*(#|white|rgb\()", html)
    assert not re.search(r"[^-]color:", html.replace("background-color:", ""))
    assert re.findall(r"<h(\d)", html) == ["1", "2"]


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
    assert "AUTRES LANGUES ET AUTRES PAGES" in message.text
    assert "- eJustice, néerlandais\n  https://example.org/nl" in message.text
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
    minor = builders.fee_change(key="a", significance=Significance.MINOR, summary={"fr": "Petite chose"})
    fee = builders.news(builders.recorded(minor, topics=("frais",)), id=1)
    other = builders.news(
        builders.recorded(builders.fee_change(key="b", significance=Significance.MINOR, summary={"fr": "Autre chose"})), id=2
    )
    major = builders.news(id=3)
    later = builders.news(builders.recorded(builders.fee_change(effective="2026-01-01", summary={"fr": "Plus tard"})), id=4)
    text = week(builders, fee, other, later, major).text
    order = [
        "EN VIGUEUR",
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
    assert message.subject == "[À corriger] example.org/page : 1 phrase à revoir"
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


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_subject_stays_short_and_keeps_old_and_new_whole(builders, language):
    for length in range(30, 160, 7):
        name = ("Autorisation de séjour pour un travailleur hautement qualifié de longue durée et les siens " * 2)[:length].strip()
        colon = words(language)["colon"]
        change = builders.fee_change(summary={language: f"{name}{colon}1.250 € → 1 000 000 €"})
        subject = alert(builders.news(builders.recorded(change), revision=2), ["…"], language, SITE, builders.topics).subject
        assert len(subject) <= 110
        assert subject.endswith(f"{colon}1.250 € → 1 000 000 €")


def test_a_subject_of_words_alone_is_cut_at_a_space_outside_every_value(builders):
    for length in range(60, 110):
        change = builders.fee_change(
            summary={"fr": f"Art. 3 : ajout de « {'x' * (length - 50)} dans les 30 jours et au plus tard le 4 mars 2027 pour tous »"}
        )
        subject = alert(builders.news(builders.recorded(change)), ["…"], "fr", SITE, builders.topics).subject
        assert len(subject) <= 110
        if subject.endswith("…"):
            kept = subject.removesuffix(" …")
            assert not re.search(r"(les 30|\b4|4 mars)$", kept)
            assert "au plus tard le 4 mars 2027 pour tous".startswith(kept.partition("jours et ")[2]) or "jours et" not in kept


def test_a_name_that_the_headline_says_is_not_said_twice(builders):
    change = builders.recorded(builders.date_change("2026", "2027"), topics=("protection-temporaire",), stage=None)
    subject = alert(builders.news(change), ["…"], "fr", SITE, builders.topics).subject
    assert subject == "[MAJEUR] Protection temporaire : jusqu'au 4 mars 2026 → jusqu'au 4 mars 2027"


def test_plain_text_keeps_to_72_columns_and_breaks_no_value(builders):
    text = "Le droit est de 1 250 000 euros, à payer pour le 4 mars 2027 au plus tard : voir « Frais ». " * 6
    change = builders.fee_change(redline=(("=", text), ("-", "150"), ("+", "1.000"), ("=", text)))
    lines = alert(builders.news(builders.recorded(change)), ["…"], "fr", SITE, builders.topics).text.splitlines()
    assert [line for line in lines if len(line) > 72 and "https://" not in line] == []
    assert not [
        line for line in lines if re.search(r"\d$|^\s*(:|»|€|mars|euros|2027)", line) and not re.search(r"\w{64}|https?://|202[57]$", line)
    ]


def test_who_the_text_names_is_said_and_nobody_else(builders):
    named = builders.fee_change(
        after="Les étudiants paient 1.000 euros.", redline=(("=", "Les étudiants paient "), ("+", "1.000 euros"), ("=", "."))
    )
    authority = builders.fee_change(path="Commissariat général aux réfugiés et aux apatrides › Coût")
    said = {
        language: alert(builders.news(builders.recorded(named)), ["…"], language, SITE, builders.topics).text
        for language in ("fr", "nl", "en")
    }
    assert "Qui est nommé dans le texte : étudiants" in said["fr"]
    assert "Wie de tekst noemt: studenten" in said["nl"]
    assert "Who the text names: students" in said["en"]
    assert "Qui est nommé" not in alert(builders.news(builders.recorded(authority)), ["…"], "fr", SITE, builders.topics).text


def test_who_keeps_the_old_rule_is_quoted_near_the_top(builders):
    sentence = "Un paiement prouvé au 28 juillet 2025 reste soumis à l'ancien tarif."
    kept = builders.fee_change(kind=Kind.INSERTION, key="al:2", before=None, after=sentence, redline=(("+", sentence),), facts=())
    event = builders.news(builders.recorded(), builders.recorded(kept, id=8))
    text = alert(event, ["…"], "fr", SITE, builders.topics).text
    assert " ".join(text.split()).index(f"Qui garde l'ancienne règle : « {sentence} »") < " ".join(text.split()).index(
        "LE TEXTE, AVANT ET APRÈS"
    )
    assert "Qui garde" not in alert(builders.news(), ["…"], "fr", SITE, builders.topics).text


@pytest.mark.parametrize(
    "reason", [NOW_QUIET, AT_REST, LARGE_CHANGE, "in doubt the higher significance: a number in law", "effective date stated nearby"]
)
def test_a_doubt_is_said_in_words(builders, reason):
    plain, doubtful = (
        alert(builders.news(builders.recorded(builders.fee_change(reasons=reasons))), ["…"], "fr", SITE, builders.topics)
        for reasons in (("amount changed",), ("amount changed", reason))
    )
    assert "À savoir" not in plain.text
    assert "À savoir : " in doubtful.text
    assert "À savoir : " in doubtful.markdown
    assert reason not in doubtful.text


def test_own_pages_concerned_stand_before_the_text(builders):
    pages = [PageTasks("asbl.nationalite", "https://example.org/page", 2)]
    message = alert(builders.news(), ["…"], "fr", SITE, builders.topics, pages)
    assert message.text.index("VOS PAGES\n\n- asbl.nationalite : 2 phrases à revoir\n  https://example.org/page") < message.text.index(
        "LE TEXTE"
    )
    assert "https://example.org/page" in Links(message.html).found
    assert "[asbl.nationalite](<https://example.org/page>) (2 phrases à revoir)" in message.markdown


def test_what_is_cut_says_so_and_where_all_of_it_is(builders):
    change = builders.fee_change(redline=(("=", LONG * 9), ("-", "150"), ("+", "1.000")))
    text = alert(builders.news(builders.recorded(change)), ["…"], "fr", SITE, builders.topics).text
    assert "[…]" in text
    assert f"Texte abrégé ; en entier :\n{SITE}/changes/7" in text
    assert "Texte abrégé" not in alert(builders.news(), ["…"], "fr", SITE, builders.topics).text


def test_a_chat_reads_old_and_new_in_its_first_line_and_markup_of_others_is_none(builders):
    change = builders.fee_change(summary={"fr": "Droit <!channel> *x* [y](z) : 150 € → 1.000 €"})
    first, *_, last = alert(builders.news(builders.recorded(change)), ["…"], "fr", SITE, builders.topics).markdown.splitlines()
    assert first == "🔴 **MAJEUR** · Nationalité · Droit \\<!channel\\> \\*x\\* \\[y\\](z) : 150 € → 1.000 €"
    assert last.startswith(f"[eJustice, français](<{builders.recorded().url}>) · ")
    assert last.endswith(f"(<{CHOICES}>)")
    minor = builders.recorded(builders.fee_change(significance=Significance.MINOR))
    assert alert(builders.news(minor), ["…"], "nl", SITE, builders.topics).markdown.startswith("🟠 **beperkt** · ")


def test_a_chat_links_to_the_web_only(builders):
    evil = builders.recorded(url="javascript:alert(1)")
    assert "javascript" not in alert(builders.news(evil), ["…"], "fr", SITE, builders.topics).markdown


def test_a_document_that_changed_twice_is_told_as_it_is_now(builders):
    first = builders.news(builders.recorded(builders.fee_change(effective=None)), id=1)
    again = builders.fee_change(1000, 1030, effective=None, summary={"fr": "Droit d'enregistrement : 1.000 € → 1.030 €"})
    second = builders.news(builders.recorded(again, id=8), id=2)
    text = week(builders, second, first).text
    assert text.count("- Droit d'enregistrement") == 1
    assert "- Droit d'enregistrement : 1.000 € → 1.030 €" in text
    assert "Plus tôt dans cette période : Droit d'enregistrement : 150 € → 1.000 €" in " ".join(text.split())


def test_a_rule_that_changed_twice_on_a_page_of_many_rules_is_told_once_and_the_others_stay(builders):
    page = {"watch": "off.montants", "url": "https://off.example/"}
    work = builders.fee_change(key="work", effective=None, facts=(), summary={"fr": "Travail : 4 mois → 6 mois"})
    first = builders.news(builders.recorded(**page), builders.recorded(work, id=9, **page), id=1)
    again = builders.fee_change(1000, 1020, effective="2025-08-01", summary={"fr": "Droit d'enregistrement : 1.000 € → 1.020 €"})
    third = builders.fee_change(1020, 1050, effective=None, summary={"fr": "Droit d'enregistrement : 1.020 € → 1.050 €"})
    events = [builders.news(builders.recorded(each, id=10 + number, **page), id=2 + number) for number, each in enumerate([again, third])]
    text = " ".join(week(builders, first, *events).text.split())
    assert text.count("- Droit d'enregistrement") == 1
    assert text.count("- Travail : 4 mois → 6 mois") == 1
    told = text[text.index("- Droit d'enregistrement : 1.020 € → 1.050 €") :]
    before = "Plus tôt dans cette période : Droit d'enregistrement"
    assert told.index(f"{before} : 150 € → 1.000 €") < told.index(f"{before} : 1.000 € → 1.020 €")


def test_two_values_of_one_sentence_are_each_told_for_themselves(builders):
    first = builders.news(builders.recorded(builders.fee_change(effective=None)), id=1)
    other = builders.fee_change(20, 30, effective=None, summary={"fr": "Taxe communale : 20 € → 30 €"})
    text = week(builders, first, builders.news(builders.recorded(other, id=8), id=2)).text
    assert "- Droit d'enregistrement : 150 € → 1.000 €" in text
    assert "- Taxe communale : 20 € → 30 €" in text
    assert "Plus tôt" not in text


def test_a_withdrawn_change_overtakes_nothing(builders):
    first = builders.news(builders.recorded(builders.fee_change(effective=None)), id=1)
    again = builders.recorded(builders.fee_change(1000, 1030, effective=None), id=8, rectified=Rectified("withdrawn", "", builders.noon))
    text = week(builders, first, builders.news(again, builders.recorded(builders.date_change("2025", "2026"), id=9), id=2)).text
    assert "- Droit d'enregistrement : 150 € → 1.000 €" in text


def test_what_is_in_force_is_not_hidden_by_what_comes_next(builders):
    later = builders.recorded(builders.fee_change(1000, 1030, effective="2026-01-01", summary={"fr": "Droit : 1.000 € → 1.030 €"}), id=8)
    text = week(builders, builders.news(), builders.news(later, id=4)).text
    assert text.index("EN VIGUEUR") < text.index("150 € → 1.000 €") < text.index("NE RIEN MODIFIER") < text.index("1.000 € → 1.030 €")


def test_what_has_no_day_is_not_said_to_be_in_force(builders):
    text = week(builders, builders.news(builders.recorded(builders.fee_change(effective=None), stage=None))).text
    assert "SANS DATE D'ENTRÉE EN VIGUEUR" in text
    assert "EN VIGUEUR\n" not in text.replace("SANS DATE D'ENTRÉE EN VIGUEUR", "")


def test_a_digest_says_what_to_do_and_what_comes(builders):
    window = Window("weekly", builders.noon - timedelta(days=7), builders.noon)
    dates = [
        Upcoming(date(2027, 3, 4), 577, "ends", "Protection temporaire", "https://example.org/fin"),
        Upcoming(date(2025, 8, 5), 1, "applies", "Droit d'enregistrement", "https://example.org/droit"),
    ]
    ours = OurPages(
        (PageTasks("asbl.page", "https://example.org/page", 1),),
        (PageTasks("asbl.autre", "https://example.org/autre", 2),),
        (Standing("Asbl", 40, 312, 5, 12, date(2024, 3, 4)), Standing("Autre", 1, 0, 0, None, None)),
    )
    message = digest([], Coverage(3, 3, 0), window, Reader("fr", SITE), builders.topics, dates, ours)
    order = [
        "À FAIRE",
        "asbl.page : 1 phrase à revoir",
        "CORRIGÉ SUR NOS PAGES",
        "asbl.autre : 2 phrases corrigées",
        "DATES À VENIR",
        "- 5 août 2025 (demain) : entrée en application · Droit d'enregistrement\n  https://example.org/droit",
        "- 4 mars 2027 (dans 577 jours) : fin · Protection temporaire\n  https://example.org/fin",
        "NOS PAGES, PAR ORGANISATION",
        "- Asbl : 40 pages, 312 affirmations, 5 phrases à revoir, fausses\n"
        "  depuis 12 jours en moyenne, la plus ancienne depuis le 4 mars 2024",
        "- Autre : 1 page, aucune affirmation, aucune phrase à revoir\n",
        f"{SITE}/desk",
        "3 sources vérifiées",
    ]
    places = [message.text.index(each) for each in order]
    assert places == sorted(places)
    assert message.subject == "Votre semaine · aucun changement, 2 échéances, aucune source illisible"


def test_a_long_week_shows_the_most_significant_with_their_texts_and_the_rest_in_a_line(builders):
    events = [
        builders.news(
            builders.recorded(builders.fee_change(key=f"k{number}", summary={"fr": f"Frais {number} : 1 € → 2 €"}), id=number), id=number
        )
        for number in range(1, 41)
    ]
    message = week(builders, *events)
    assert message.text.count("[supprimé : ") == 15
    assert all(f"Frais {number} : 1 € → 2 €" in message.text for number in range(1, 41))
    assert len(message.markdown) < 3000
    assert "40 changements, dont 40 majeurs" in message.subject


def test_a_quiet_week_is_a_short_mail(builders):
    message = week(builders)
    assert len(message.text.splitlines()) < 30
    assert len(message.markdown.split("\n\n")) <= 4
