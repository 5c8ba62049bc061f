"""Pages of consolidated law of every kind: both layouts, archives, lists, and pages that are not whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Dates, Doubt, IncidentKind, Provision, Version
from differ.compare import compare
from differ.extract import read

Read = Callable[..., Version]
PAGES = Path(__file__).parent / "pages"
ADDRESS = "https://www.ejustice.just.fgov.be/cgi_loi/article.pl?language=fr&cn_search=2007011252"


@pytest.fixture
def law(page: Read) -> Callable[[str], dict[str, Provision]]:
    """The Provisions of a hand-written law by their keys."""
    return lambda name: {provision.key: provision for provision in page(name).provisions}


def source(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def doubt(page: str) -> Doubt:
    found = read(page.encode(), "text/html")
    assert isinstance(found, Doubt)
    return found


def test_the_layout_before_2024_reads_like_the_one_after(page: Read) -> None:
    version = page("justel-old.html", address="https://www.ejustice.just.fgov.be/eli/loi/2001/06/15/2001009555/justel")
    assert (version.root, version.identity, version.language) == ("justel-old", "2001-06-15/20", "fr")
    assert version.title == "15 JUIN 2001. - Loi sur l'essai d'une redevance"
    assert version.translations["nl"].startswith("https://www.ejustice.just.fgov.be/cgi_loi/change_lg.pl?language=nl")
    assert [(each.key, each.path) for each in version.provisions] == [
        ("title", "Intitulé"),
        ("head:chapitre i", "CHAPITRE I. - La redevance."),
        ("art:1", "Art. 1"),
        ("art:2/§1", "Art. 2, § 1er"),
        ("art:2/§1/1°", "Art. 2, § 1er, 1°"),
        ("art:2/§1/2°", "Art. 2, § 1er, 2°"),
        ("art:2/§2", "Art. 2, § 2"),
        ("art:2bis", "Art. 2bis"),
        ("head:chapitre ii", "CHAPITRE II. - Fin."),
        ("art:3", "Art. 3"),
    ]


def test_marks_and_notes_of_the_old_layout_are_dates_too(law: Callable[[str], dict[str, Provision]]) -> None:
    found = law("justel-old.html")
    assert found["art:1"].text == "Qui demande une carte paie 60 euros."
    assert found["art:1"].dates == Dates(adopted="2023-11-05", in_force="2024-01-01", applies="2024-01-01")
    assert found["art:2/§1/2°"].text == "les apatrides."
    assert found["art:2bis"].text == "(Abrogé)"


def test_a_page_saved_by_a_browser_reads_like_the_original(page: Read) -> None:
    for name in ("justel-fees.html", "justel-annulled.html", "justel-old.html"):
        saved = source(name)
        for upper, lower in [("<A NAME=", "<a name="), ("HREF=", "href="), ("<BR>", "<br>"), ("</A>", "</a>"), ("<TD>", "<td>")]:
            saved = saved.replace(upper, lower)
        saved = saved.replace("title='<", 'title="&lt;').replace(">'><span", '>"><span').replace("&nbsp;", "\N{NO-BREAK SPACE}")
        assert page(saved.encode()).provisions == page(name).provisions


def test_a_law_names_itself_and_its_translations(page: Read) -> None:
    version = page("justel-nl.html", address=ADDRESS)
    assert version.root == "justel-2024"
    archived = page("justel-archived.html", address=ADDRESS)
    assert archived.identity == "2007-01-12/52"
    assert list(archived.translations) == ["nl"]
    assert archived.translations["nl"].startswith("https://www.ejustice.just.fgov.be/cgi_loi/article.pl?language=nl&lg_txt=n")


def test_an_archived_version_is_the_same_law(law: Callable[[str], dict[str, Provision]]) -> None:
    assert list(law("justel-archived.html")) == ["title", "art:1", "art:2"]


def test_a_list_of_execution_orders_is_no_law(page: Read) -> None:
    version = page("justel-orders-list.html", listing=True)
    assert len(version.provisions) == 2
    assert page("justel-orders-list.html").identity == ""


def test_every_subdivision_of_a_dutch_code_has_its_path(law: Callable[[str], dict[str, Provision]]) -> None:
    paths = {key: provision.path for key, provision in law("justel-divisions-nl.html").items() if key.startswith("art:")}
    assert paths == {
        "art:I.1": "Art. I.1",
        "art:I.1/1°": "Art. I.1, 1°",
        "art:I.1/1°/1": "Art. I.1, 1°/1",
        "art:I.1/2°": "Art. I.1, 2°",
        "art:I.1/2°/a)": "Art. I.1, 2°, a)",
        "art:I.1/2°/b)": "Art. I.1, 2°, b)",
        "art:I.1/2°/b)/i)": "Art. I.1, 2°, b), i)",
        "art:I.1/2°/b)/ii)": "Art. I.1, 2°, b), ii)",
        "art:I.1/2°/b)/ii)/-1": "Art. I.1, 2°, b), ii), eerste streepje",
        "art:I.1/2°/b)/ii)/-2": "Art. I.1, 2°, b), ii), tweede streepje",
        "art:XX.3/§1": "Art. XX.3, § 1, eerste lid",
        "art:XX.3/§1/al2": "Art. XX.3, § 1, tweede lid",
        "art:XX.3/§1/al2/1°": "Art. XX.3, § 1, tweede lid, 1°",
        "art:XX.3/§1/al2/2°": "Art. XX.3, § 1, tweede lid, 2°",
        "art:XX.3/§1/al3": "Art. XX.3, § 1, derde lid",
        "art:XX.3/§1/1": "Art. XX.3, § 1/1",
        "art:XX.3/§2bis": "Art. XX.3, § 2bis",
        "art:XX.3/1": "Art. XX.3/1 (nog niet in werking)",
        "art:61/25-1": "Art. 61/25-1",
        "art:61/25-2": "Art. 61/25-2",
        "art:N": "Bijlage",
    }


def test_of_several_notes_for_one_mark_the_newest_gives_the_dates(law: Callable[[str], dict[str, Provision]]) -> None:
    assert law("justel-divisions-nl.html")["art:XX.3/§2bis"].dates.adopted == "2025-07-14"


def test_a_cell_of_a_table_of_fees_is_known_by_labels_without_marks(law: Callable[[str], dict[str, Provision]]) -> None:
    cells = {each.path: (each.text, each.dates.adopted) for each in law("justel-fees.html").values() if " › " in each.path}
    assert cells == {
        "Art. 1 › Regroupement familial › Majeur": ("229 euros", "2024-12-20"),
        "Art. 1 › Regroupement familial › Mineur": ("0 euro", None),
        "Art. 1 › Permis unique › Majeur": ("144 euros", "2024-12-20"),
        "Art. 1 › Permis unique › Mineur": ("72 euros", "2023-12-15"),
    }


def test_titles_with_apostrophes_and_notes_that_are_not_escaped_leave_no_trace(law: Callable[[str], dict[str, Provision]]) -> None:
    found = law("justel-fees.html")
    assert found["art:2"].text == "Elles suivent l'indice santé."
    assert found["art:2/al2"].text == "Elles sont arrondies à l'euro."
    assert found["art:2/al2"].dates.in_force == "2003-09-01"


def renumbered(page: str) -> str:
    """The page after another act was added before the others: every mark's number is one higher."""
    for number in (3, 2, 1):
        page = page.replace(f"'>{number}</span>", f"'>{number + 1}</span>").replace(
            f"(<font color=red>{number}<", f"(<font color=red>{number + 1}<"
        )
    return page


@pytest.mark.parametrize("name", ["justel-fees.html", "justel-annulled.html", "justel-variants.html", "justel-divisions-nl.html"])
def test_the_numbers_of_marks_are_neither_text_nor_key(page: Read, name: str) -> None:
    assert page(renumbered(source(name)).encode()).provisions == page(name).provisions


def test_a_page_cut_off_on_its_way_is_refused_and_says_so() -> None:
    found = doubt(source("justel-cut-off.html"))
    assert found.kind is IncidentKind.COLLAPSED
    assert "breaks off" in found.reason


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("name", ["justel-old.html", "justel-variants.html", "justel-divisions-nl.html"])
def test_wherever_a_page_breaks_off_it_is_no_law(name: str, share: float) -> None:
    whole = source(name)
    last = min(whole.lower().index("</body"), int(share * len(whole)))
    assert doubt(whole[:last]).kind in (IncidentKind.COLLAPSED, IncidentKind.EMPTY, IncidentKind.ERROR)


def test_articles_that_the_contents_announce_and_the_text_lacks_are_refused() -> None:
    found = doubt(source("justel-annulled.html").replace("Art. 1-5", "Art. 1-5, 5bis, 6-8"))
    assert found.kind is IncidentKind.COLLAPSED
    assert "announce 9 articles, of which the text lacks 4, the first being 5bis" in found.reason


def test_a_hole_in_the_middle_is_refused_and_a_slip_of_the_contents_is_not(page: Read) -> None:
    whole = source("justel-divisions-nl.html")
    start, end = whole.index("<A NAME='Art.XX.3'"), whole.index("<A NAME='Art.61/25-2'")
    assert doubt(whole[:start] + whole[end:]).kind is IncidentKind.COLLAPSED
    slip = whole.replace("Art. XX.3, XX.3/1", "Art. XX.3, XX.3/1, XX.3/2")
    assert page(slip.encode()).provisions == page("justel-divisions-nl.html").provisions


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("justel-annulled.html", '<div id="list-title-3"', '<div id="list-title-sw'),
        ("justel-old.html", '<A name="texte">', '<A name="signature">'),
    ],
)
def test_a_page_of_a_law_without_its_text_is_empty(name: str, start: str, end: str) -> None:
    whole = source(name)
    found = doubt(whole[: whole.index(start)] + whole[whole.index(end) :])
    assert found.kind is IncidentKind.EMPTY
    assert "no text" in found.reason


def test_the_redesign_of_the_site_changes_nothing_of_the_law(page: Read) -> None:
    old = page("justel-old.html")
    stream = source("justel-old.html")
    text = stream[stream.index("<A NAME='LNK0001'") : stream.index('</th>\n</tr>\n</table>\n<A name="signature">')]
    new = page(
        f"""<html><body><div id="list-title-1"><p class="list-item--title">15 JUIN 2001. - Loi sur l'essai d'une redevance</p></div>
        <div id="list-title-3" class="box plain-text"><h2>Texte</h2>{text}</div></body></html>""".encode(),
        language="fr",
    )
    assert compare(old, new, "fr") == []
