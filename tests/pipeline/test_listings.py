"""What the items of a listing go through from poll to poll: told once, with their text, under whatever address."""

from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import ContentStream, DecodedStreamObject, DictionaryObject, NameObject
from sqlalchemy import select

from core import models
from core.compression import decompress
from core.contract import provisions_from_bytes
from core.database import reading
from core.values import Doubt, IncidentKind, Poll, Provision
from pipeline.collect import due
from pipeline.deployment import Deployment
from pipeline.keep import keep
from tests.pipeline.conftest import NOW, START, Publisher, changes, page, polls

LIST = "https://essai.example/fr/actualites"
LIST_NL = "https://essai.example/nl/nieuws"
HOUR = timedelta(hours=1)
WATCHLIST = """
topics:
  asile: {fr: Protection internationale, nl: Internationale bescherming, en: Asylum, keywords: {fr: [demandeurs d'asile]}}
  accueil: {fr: Accueil des demandeurs, nl: Opvang, en: Reception, keywords: {fr: [places d'accueil]}}
sources:
  essai: {name: Essai, spider: SPIDER, delay: 0s}
watches:
  - {id: essai.actualites, source: essai, kind: listing, url: "URL", language: fr, every: 1h EXTRA}
"""
TOPICS, MATCH = ", topics: [asile]", ", match: topics"


@dataclass(frozen=True)
class News:
    """One item as the list shows it."""

    number: int
    title: str = ""
    teaser: str = "Les bureaux restent ouverts aux heures habituelles."
    slug: str = ""
    day: str = ""
    node: str = ""

    @property
    def path(self) -> str:
        return f"/fr/actualites/{self.slug or f'nouvelle-{self.number}'}"

    @property
    def address(self) -> str:
        return f"https://essai.example{self.path}"

    def html(self) -> str:
        node = f' data-history-node-id="{self.node}"' if self.node else ""
        title = self.title or f"Une nouvelle {self.number}"
        return (
            f'<article{node} class="node node--view-mode-teaser"><h2><a href="{self.path}">{title}</a></h2>'
            f'<time datetime="{self.day or f"2026-01-{self.number:02}"}">ce jour</time><p>{self.teaser}</p></article>'
        )


OLD = [News(number) for number in range(10, 0, -1)]
"""Ten items, the newest first."""
NEW = News(11, title="Gel des décisions pour un pays")
TEXT = "Le Commissariat ne prend plus aucune décision pour ce pays jusqu'au 30 juin 2026, sauf pour les dossiers déjà entendus."


def listing(*items: News, language: str = "fr") -> str:
    inside = "".join(item.html() for item in items)
    return (
        f'<!doctype html><html lang="{language}"><head><title>Liste</title></head><body><main><h1>Liste</h1>{inside}</main></body></html>'
    )


@pytest.fixture
def news(publisher: Publisher) -> Publisher:
    """A publisher of news, whose list shows ten items at first."""
    publisher.watchlist, publisher.extra = WATCHLIST.replace("URL", LIST).replace("SPIDER", "listing"), TOPICS
    return publisher.answers(listing(*OLD), at=LIST)


def outcomes(deployment: Deployment) -> list[str | None]:
    return [poll.outcome for poll in polls(deployment)]


def told(deployment: Deployment) -> list[tuple[str, str]]:
    """Kind and label-bearing sentence of each Change: what people would hear of."""
    return [(change.kind, change.content["summary"]["fr"]) for change in changes(deployment)]


def snapshots(deployment: Deployment) -> list[models.Snapshot]:
    with reading(deployment.engine) as session:
        return list(session.scalars(select(models.Snapshot).order_by(models.Snapshot.id)))


def asked_beyond(deployment: Deployment) -> list[str]:
    """The addresses that the listing led to, in the order they were stored."""
    return [snapshot.url for snapshot in snapshots(deployment) if snapshot.parent]


def evidence(deployment: Deployment, change: models.Change) -> str:
    """The address of the Snapshot that proves a Change."""
    with reading(deployment.engine) as session:
        row = session.get_one(models.Change, change.id)
        return (row.snapshot or row.version_after.snapshot).url


def items(deployment: Deployment) -> dict[str, Provision]:
    """The items of the newest Version by title."""
    with reading(deployment.engine) as session:
        row = session.scalars(select(models.Version).order_by(models.Version.id.desc())).first()
        assert row
        return {item.label: item for item in provisions_from_bytes(decompress(row.provisions))}


def test_a_new_item_is_a_publication_with_title_date_address_and_the_text_of_its_page(news: Publisher) -> None:
    news.answers(listing(NEW, *OLD), at=LIST).answers(page(TEXT), after=NOW, at=NEW.address)
    deployment = news.play()
    (change,) = changes(deployment)
    assert (change.kind, change.url, change.topics) == ("publication", NEW.address, ["asile"])
    assert change.content["after"].startswith(f"{NEW.title} {NEW.teaser}")
    assert TEXT in change.content["after"]
    assert NEW.title in change.content["summary"]["fr"]
    assert change.content["dates"]["published"] == "2026-01-11"
    assert "2026-06-30" in {fact["after"]["value"] for fact in change.content["facts"]}
    assert change.significance == "major"
    assert evidence(deployment, change) == NEW.address
    assert outcomes(deployment) == ["first", "changed"]


def test_the_first_reading_is_a_baseline_and_asks_for_no_item(news: Publisher) -> None:
    for item in OLD:
        news.answers(page(TEXT), after=NOW, at=item.address)
    news.answers(listing(*OLD, News(0, day="2025-12-31")), at=LIST)
    assert asked_beyond(news.play()) == []


def test_an_item_whose_page_cannot_be_read_is_told_without_it_and_its_text_is_recorded_when_it_comes(news: Publisher) -> None:
    news.answers(listing(NEW, *OLD), at=LIST).answers("", after=NOW, at=NEW.address, status=404)
    news.answers(page(TEXT), after=HOUR, at=NEW.address).answers(listing(NEW, *OLD), after=HOUR, at=LIST)
    deployment = news.play()
    assert [kind for kind, _ in told(deployment)] == ["publication"]
    assert changes(deployment)[0].content["after"] == f"{NEW.title} {NEW.teaser}"
    assert outcomes(deployment) == ["first", "changed", "unchanged", "unchanged"]
    assert TEXT in items(deployment)[NEW.title].body
    assert asked_beyond(deployment) == [NEW.address]


@pytest.mark.parametrize(
    "answer",
    [
        "<html><head><title>Human Verification</title></head><body><div class=g-recaptcha></div></body></html>",
        "<html><head><title>Maintenance</title></head><body><h1>Maintenance</h1><p>Le site est en maintenance.</p></body></html>",
        "<html><body></body></html>",
    ],
)
def test_a_doubtful_page_of_an_item_gives_no_text_and_no_incident(news: Publisher, answer: str) -> None:
    news.answers(listing(NEW, *OLD), at=LIST).answers(answer, after=NOW, at=NEW.address)
    for _ in range(3):
        news.answers(listing(NEW, *OLD), after=HOUR, at=LIST)
    deployment = news.play()
    (change,) = changes(deployment)
    assert change.content["after"] == f"{NEW.title} {NEW.teaser}"
    assert evidence(deployment, change) == LIST
    assert outcomes(deployment) == ["first", "changed", "unchanged", "unchanged", "unchanged"]
    assert asked_beyond(deployment) == [NEW.address], "the same doubtful bytes are stored once"


def test_text_is_sought_for_three_days(news: Publisher) -> None:
    news.answers(listing(NEW, *OLD), at=LIST)
    late = START + timedelta(days=1) + timedelta(days=3, hours=2)
    news.answers(page(TEXT), after=late - news.rows[-1].instant, at=NEW.address)
    assert asked_beyond(news.play()) == []


def test_text_is_sought_even_while_the_list_answers_that_nothing_changed(news: Publisher) -> None:
    news.watchlist = WATCHLIST.replace("URL", LIST).replace("SPIDER", "cgra")
    etag = {"ETag": '"une-liste"'}
    news.answers(listing(NEW, *OLD), at=LIST, headers=etag).answers(page(TEXT), after=HOUR, at=NEW.address)
    deployment = news.play()
    assert [snapshot.url for snapshot in snapshots(deployment)] == [LIST, LIST, NEW.address]
    assert TEXT in items(deployment)[NEW.title].body


def test_the_documents_that_an_items_page_links_to_belong_to_its_text(news: Publisher) -> None:
    linked = page(f'Voir l\'instruction. <a href="/files/instruction.pdf">Instruction (PDF)</a>. {TEXT}')
    news.answers(listing(NEW, *OLD), at=LIST).answers(linked, after=NOW, at=NEW.address)
    document = "https://essai.example/files/instruction.pdf"
    news.answers(pdf("La redevance est de 250 euros."), after=NOW, at=document, headers={"Content-Type": "application/pdf"})
    deployment = news.play()
    (change,) = changes(deployment)
    assert "250 euros" in change.content["after"]
    assert asked_beyond(deployment) == [NEW.address, document]
    assert [snapshot.parent for snapshot in snapshots(deployment) if snapshot.parent] == [LIST, NEW.address]


def test_a_list_that_links_straight_to_a_pdf_is_told_with_its_text(news: Publisher) -> None:
    instruction = News(11, title="Instruction aux partenaires", slug="instruction.pdf")
    news.answers(listing(instruction, *OLD), at=LIST)
    news.answers(pdf("Le montant est de 310 euros."), after=NOW, at=instruction.address, headers={"Content-Type": "application/pdf"})
    (change,) = changes(news.play())
    assert "310 euros" in change.content["after"]


def test_an_edited_item_is_a_substitution_of_what_the_list_says(news: Publisher) -> None:
    edited = replace(NEW, teaser="Le gel vaut jusqu'au 31 mars 2026.")
    news.answers(listing(NEW, *OLD), at=LIST).answers(page(TEXT), after=NOW, at=NEW.address)
    news.answers(listing(edited, *OLD), at=LIST)
    _, change = changes(news.play())
    assert (change.kind, change.content["before"], change.content["after"]) == (
        "substitution",
        f"{NEW.title} {NEW.teaser}",
        f"{NEW.title} {edited.teaser}",
    )


def test_a_renamed_slug_is_the_same_item(news: Publisher) -> None:
    renamed = replace(OLD[2], slug="nouvelle-renommee")
    news.answers(listing(*OLD[:2], renamed, *OLD[3:]), at=LIST)
    edited = replace(renamed, teaser="La permanence ferme le 3 mars 2026.")
    news.answers(listing(*OLD[:2], edited, *OLD[3:]), at=LIST)
    assert [kind for kind, _ in told(news.play())] == ["substitution"]


def test_the_same_title_on_another_day_or_under_another_number_is_another_item(news: Publisher) -> None:
    statistics = News(11, title="Statistiques du mois")
    for each in (statistics, replace(statistics, number=12), replace(statistics, number=12, slug="a", node="1")):
        news.answers(listing(each, *OLD), at=LIST)
    news.answers(listing(replace(statistics, number=12, slug="b", node="2"), *OLD), at=LIST)
    assert [change.url.rpartition("/")[2] for change in changes(news.play())] == ["nouvelle-11", "nouvelle-12", "b"]


def test_items_that_scroll_off_are_no_repeals_and_no_news_when_they_come_back(news: Publisher) -> None:
    news.answers(listing(*OLD[:5]), at=LIST).answers(listing(*OLD[::-1]), at=LIST)
    deployment = news.play()
    assert changes(deployment) == []
    assert len(items(deployment)) == len(OLD)


def redesigned(items: list[News]) -> list[News]:
    return [replace(item, title=f"Info {item.number} du site", slug=f"info-{item.number}", day="2026-02-02") for item in items]


def test_a_redesigned_list_is_doubted_and_never_news(news: Publisher) -> None:
    news.answers(listing(*redesigned(OLD)), at=LIST).answers(listing(*OLD), at=LIST)
    deployment = news.play()
    assert outcomes(deployment) == ["first", "incident", "unchanged"]
    assert polls(deployment)[1].incident_kind == "collapsed"
    assert "None of the 10 items is known" in polls(deployment)[1].reason
    assert changes(deployment) == []
    assert asked_beyond(deployment) == []


def test_a_redesigned_list_read_alike_three_times_over_a_day_is_accepted(news: Publisher) -> None:
    for _ in range(3):
        news.answers(listing(*redesigned(OLD)), after=timedelta(hours=12), at=LIST)
    deployment = news.play()
    assert outcomes(deployment) == ["first", "incident", "incident", "changed"]
    assert {kind for kind, _ in told(deployment)} == {"publication"}


def test_a_topic_named_only_on_the_items_page_concerns_its_readers(news: Publisher) -> None:
    news.extra = MATCH
    other = News(12, title="Horaires d'hiver")
    news.answers(listing(other, NEW, *OLD), at=LIST).answers(page("Les bureaux ferment à midi en hiver."), after=NOW, at=other.address)
    news.answers(page("Cela concerne les demandeurs d'asile déjà entendus dans ce pays."), after=NOW, at=NEW.address)
    (change,) = changes(news.play())
    assert (change.url, change.topics) == (NEW.address, ["asile"])


def test_a_topic_found_when_the_text_comes_later_makes_a_publication_once(news: Publisher) -> None:
    news.extra = MATCH
    news.answers(listing(NEW, *OLD), at=LIST)
    news.answers(page("Cela concerne les demandeurs d'asile déjà entendus dans ce pays."), after=HOUR, at=NEW.address)
    news.answers(listing(replace(NEW, teaser="Le gel dure."), *OLD), after=HOUR, at=LIST)
    deployment = news.play()
    assert outcomes(deployment) == ["first", "unchanged", "changed", "changed"]
    assert [change.kind for change in changes(deployment)] == ["publication", "substitution"]
    assert evidence(deployment, changes(deployment)[0]) == NEW.address


def test_a_title_that_comes_late_makes_a_publication(news: Publisher) -> None:
    news.extra = MATCH
    news.answers(listing(replace(NEW, title="32026D0077"), *OLD), at=LIST)
    news.answers(listing(replace(NEW, title="Décision sur la protection internationale"), *OLD), at=LIST)
    (change,) = changes(news.play())
    assert (change.kind, change.topics) == ("publication", ["asile"])
    assert change.content["before"] is None


def test_an_item_of_the_baseline_that_concerned_a_topic_is_no_publication_when_it_is_edited(publisher: Publisher) -> None:
    publisher.watchlist, publisher.extra = WATCHLIST.replace("URL", LIST).replace("SPIDER", "listing"), MATCH
    old = News(11, title="La protection internationale en chiffres")
    publisher.answers(listing(old, *OLD), at=LIST).answers(listing(replace(old, teaser="Le total est de 6.500 dossiers."), *OLD), at=LIST)
    assert [change.kind for change in changes(publisher.play())] == ["substitution"]


def test_a_poll_asks_for_twenty_pages_and_the_next_for_the_rest(news: Publisher) -> None:
    many = [News(number, title=f"Avis numéro {number}", day="2026-01-12") for number in range(40, 15, -1)]
    news.answers(listing(*many, *OLD), at=LIST)
    for item in many:
        news.answers(page(f"L'avis numéro {item.number} vaut pour toute la Belgique."), after=NOW, at=item.address)
    news.answers(listing(*many, *OLD), after=HOUR, at=LIST)
    deployment = news.play()
    assert [kind for kind, _ in told(deployment)] == ["publication"] * 25
    assert asked_beyond(deployment) == [item.address for item in many]
    assert [len(poll.snapshots) for poll in polls(deployment)] == [1, 21, 5]


def test_those_whose_title_concerns_someone_are_read_first(news: Publisher) -> None:
    news.extra = MATCH
    many = [News(number, title=f"Avis numéro {number}", day="2026-01-12") for number in range(40, 15, -1)]
    many[-1] = replace(many[-1], title="Places d'accueil : avis")
    news.answers(listing(*many, *OLD), at=LIST)
    for item in many:
        news.answers(page("La mesure vaut pour toute la Belgique, sans exception."), after=NOW, at=item.address)
    assert asked_beyond(news.play())[0] == many[-1].address


def test_an_item_on_another_host_is_told_without_its_text(news: Publisher) -> None:
    elsewhere = listing(NEW, *OLD).replace(f'href="{NEW.path}"', 'href="https://autre.example/avis"')
    news.answers(elsewhere, at=LIST).answers(page(TEXT), after=NOW, at="https://autre.example/avis")
    deployment = news.play()
    assert [kind for kind, _ in told(deployment)] == ["publication"]
    assert asked_beyond(deployment) == []


def test_the_page_of_a_list_that_shows_an_item_is_its_evidence(news: Publisher) -> None:
    second = f"{LIST}?page=1"
    pager = '<ul><li class="pager__item--next"><a href="?page=1">›</a></li></ul></main>'
    news.answers(listing(NEW, *OLD).replace("</main>", pager), at=LIST)
    news.answers(listing(News(12, title="Un avis plus ancien", day="2025-12-01")), after=NOW, at=second)
    deployment = news.play()
    assert [evidence(deployment, change) for change in changes(deployment)] == [LIST, second]


TRANSLATED = (
    WATCHLIST.replace("URL", LIST).replace("SPIDER", "listing").replace(" EXTRA", ", topics: [asile], translations: [essai.nieuws]")
    + f'  - {{id: essai.nieuws, source: essai, kind: listing, url: "{LIST_NL}", language: nl, every: 1h, topics: [asile]}}\n'
)


def dutch(items: list[News]) -> str:
    shown = listing(*(replace(item, title=f"Een bericht {item.number}") for item in items), language="nl")
    return shown.replace("/fr/actualites/nouvelle", "/nl/nieuws/bericht").replace(
        "Les bureaux restent ouverts aux heures habituelles.", "De kantoren blijven open op de gewone uren."
    )


def of_node(number: int, text: str) -> str:
    return page(text).replace("</head>", f'<link rel="shortlink" href="https://essai.example/fr/node/{number}" /></head>')


def events(deployment: Deployment) -> list[int | None]:
    return [change.event_id for change in changes(deployment)]


def test_two_languages_of_one_node_are_one_event(publisher: Publisher) -> None:
    publisher.watchlist = TRANSLATED
    publisher.answers(listing(*OLD), at=LIST).answers(dutch(OLD), after=NOW, at=LIST_NL)
    french, other = replace(NEW, node="2425"), News(12, title="Autre chose", node="2426")
    publisher.answers(listing(other, french, *OLD), at=LIST)
    publisher.answers(dutch([News(11, node="2425"), *OLD]), at=LIST_NL)
    first, second, third = events(publisher.play())
    assert third == second != first


def test_the_name_that_the_items_own_page_gives_joins_two_languages(publisher: Publisher) -> None:
    publisher.watchlist = TRANSLATED
    publisher.answers(listing(*OLD), at=LIST).answers(dutch(OLD), after=NOW, at=LIST_NL)
    publisher.answers(listing(NEW, *OLD), at=LIST).answers(of_node(2425, TEXT), after=NOW, at=NEW.address)
    publisher.answers(dutch([News(11), *OLD]), after=NOW, at=LIST_NL)
    text = "Het Commissariaat neemt geen enkele beslissing meer voor dit land tot 30 juni 2026, behalve in dossiers na het gehoor."
    publisher.answers(of_node(2425, text), after=NOW, at="https://essai.example/nl/nieuws/bericht-11")
    deployment = publisher.play()
    assert len(events(deployment)) == 2
    assert len(set(events(deployment))) == 1


def test_a_page_that_several_items_lead_to_names_none_of_them(news: Publisher) -> None:
    other = News(12, title="Un autre avis")
    news.answers(listing(other, NEW, *OLD), at=LIST)
    for item in (other, NEW):
        news.answers(of_node(1, TEXT), after=NOW, at=item.address)
    deployment = news.play()
    assert len(changes(deployment)) == 2
    assert not any("identity" in change.content for change in changes(deployment))


def test_a_slug_and_a_title_may_both_change_where_the_page_says_that_it_is_the_same(news: Publisher) -> None:
    news.answers(listing(NEW, *OLD), at=LIST).answers(of_node(2425, TEXT), after=NOW, at=NEW.address)
    renamed = replace(NEW, title="Gel prolongé des décisions pour un pays", slug="gel-prolonge", day="2026-01-20")
    news.answers(listing(renamed, *OLD), at=LIST).answers(of_node(2425, TEXT), after=NOW, at=renamed.address)
    assert [kind for kind, _ in told(news.play())] == ["publication", "substitution"]


MONITEUR = "https://essai.example/cgi/summary.pl?sum_date={}"


def summary(*numbers: int) -> str:
    inside = "".join(
        f'<div class="list-item"><a class="list-item--title" href="/cgi/article.pl?numac_search={number}">Arrêté numéro {number}</a></div>'
        for number in numbers
    )
    shown = f'<h1>Sommaire du jour</h1><div class="list">{inside or "<p>Pas de publication.</p>"}</div>'
    return f'<html lang="fr"><body><main>{shown}</main></body></html>'


@pytest.fixture
def moniteur(publisher: Publisher) -> Publisher:
    """The summaries of the last two days, 5 January 2026 the second of them."""
    publisher.watchlist = WATCHLIST.replace("URL", MONITEUR.format("{date}")).replace("SPIDER", "listing")
    publisher.extra = ", topics: [asile], days: 2"
    publisher.answers(summary(2026000001), at=MONITEUR.format("2026-01-05"))
    return publisher.answers(summary(2026000000), after=NOW, at=MONITEUR.format("2026-01-04"))


def test_a_day_without_an_edition_is_no_incident(moniteur: Publisher) -> None:
    moniteur.answers("", at=MONITEUR.format("2026-01-06"), status=404).answers("", at=MONITEUR.format("2026-01-07"), status=404)
    deployment = moniteur.play()
    assert outcomes(deployment) == ["first", "unchanged", "incident"]
    assert polls(deployment)[-1].incident_kind == "gone", "where no day answers, the address is wrong"


def test_a_day_with_an_empty_summary_is_no_incident_beside_one_that_stays(moniteur: Publisher) -> None:
    moniteur.answers(summary(), at=MONITEUR.format("2026-01-06"))
    assert outcomes(moniteur.play()) == ["first", "unchanged"]


def test_a_new_day_may_bring_only_new_items(moniteur: Publisher) -> None:
    moniteur.answers(summary(*range(2026000010, 2026000020)), at=MONITEUR.format("2026-01-06"))
    moniteur.answers(summary(*range(2026000020, 2026000030)), at=MONITEUR.format("2026-01-07"))
    deployment = moniteur.play()
    assert outcomes(deployment) == ["first", "changed", "changed"]
    assert len(changes(deployment)) == 20


def test_acts_of_one_title_and_day_are_told_each(moniteur: Publisher) -> None:
    alike = (
        summary(2026000010, 2026000011)
        .replace("Arrêté numéro 2026000010", "Nominations")
        .replace("Arrêté numéro 2026000011", "Nominations")
    )
    moniteur.answers(alike, at=MONITEUR.format("2026-01-06"))
    moniteur.answers(alike.replace("2026000010", "2026000012"), after=HOUR, at=MONITEUR.format("2026-01-06"))
    assert len(changes(moniteur.play())) == 3


def test_a_page_that_moved_under_the_name_it_had_is_no_incident(publisher: Publisher) -> None:
    rules = [f"La règle numéro {number} s'applique à chaque demande introduite à la commune." for number in range(9)]
    there = "https://essai.example/redevance"
    publisher.answers(of_node(7, "".join(page(*rules))))
    publisher.answers("", status=301, headers={"Location": there}).answers(of_node(7, page(*rules)), after=NOW, at=there)
    publisher.answers("", status=301, headers={"Location": "https://essai.example/"}).answers(
        of_node(1, page(*rules)), after=NOW, at="https://essai.example/"
    )
    deployment = publisher.play()
    assert outcomes(deployment) == ["first", "unchanged", "incident"]
    assert polls(deployment)[-1].incident_kind == "moved"


def test_what_is_asked_says_when_it_was_last_read_unless_it_is_in_trouble(publisher: Publisher) -> None:
    deployment = publisher.answers(page("La redevance est de 150 € pour chaque demande introduite.")).play()
    assert [assignment.read_at for assignment in due(deployment)] == [START]
    noted = Poll("essai.page", START + HOUR, note="the list of what moved does not name it")
    keep(deployment, [noted])
    assert [assignment.read_at for assignment in due(deployment, ["essai.page"])] == [START]
    assert (outcomes(deployment)[-1], polls(deployment)[-1].reason) == ("unchanged", noted.note)
    keep(deployment, [Poll("essai.page", START + 2 * HOUR, doubt=Doubt(IncidentKind.ERROR, "it does not answer"))])
    assert [assignment.read_at for assignment in due(deployment, ["essai.page"])] == [None]


def pdf(sentence: str) -> bytes:
    """A PDF of one page that says one sentence."""
    writer = PdfWriter()
    sheet = writer.add_blank_page(width=595, height=842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = DictionaryObject({NameObject(name): NameObject(value) for name, value in font.items()})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): names})})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 72 720 Td ({sentence}) Tj ET".encode("latin-1"))
    sheet.replace_contents(ContentStream(stream, writer))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
