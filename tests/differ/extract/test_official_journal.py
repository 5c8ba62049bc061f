"""Acts of the EU: recitals, articles, paragraphs and points, in the words of the act's language."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Doubt, IncidentKind, Provision, Version
from differ.compare import compare
from differ.extract import read
from differ.extract.journal_consolidated import as_consolidated

Read = Callable[..., Version]
PAGES = Path(__file__).parent / "pages"


@pytest.fixture
def french(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("journal-fr.xhtml").provisions}


@pytest.fixture
def dutch(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("consolidated-nl.xhtml").provisions}


def test_french_paths(french: dict[str, Provision]) -> None:
    assert french["rct:12"].path == "Considérant 12"
    assert french["art:4/par1/a)"].path == "Art. 4, par. 1, a)"
    assert french["art:4/par1/b)/i)"].path == "Art. 4, par. 1, b), i)"
    assert french["art:4/par1/sub2"].path == "Art. 4, par. 1, al. 2"
    assert french["anx:II/label"].path == "Annexe II"


def test_dutch_paths(dutch: dict[str, Provision]) -> None:
    assert dutch["art:4/par1/a)"].path == "Art. 4, lid 1, a)"
    assert dutch["art:4/par1/sub2"].path == "Art. 4, lid 1, tweede alinea"


def test_english_paths_are_asked_for_by_the_watch(page: Read) -> None:
    assert "Art. 4(1)(a)" in {provision.path for provision in page("journal-fr.xhtml", language="en").provisions}


def test_calls_of_notes_and_marks_of_amendments_are_no_text(french: dict[str, Provision], dutch: dict[str, Provision]) -> None:
    assert french["rct:12"].text == "La protection dure un an, voir l'article 4, paragraphe 1."
    assert dutch["art:4/par1"].text == "De bescherming duurt twee jaar:"


def test_a_reference_in_brackets_is_text(page: Read) -> None:
    source = (
        '<html><body><div class="eli-container"><div id="art_1" class="eli-subdivision"><p class="oj-ti-art">Article 1</p>'
        '<p class="oj-normal">Article 5(1) and point (2) of Regulation (EU) 1/2 apply.</p></div></div></body></html>'
    )
    assert page(source.encode(), language="en").provisions[-1].text == "Article 5(1) and point (2) of Regulation (EU) 1/2 apply."


def test_only_the_act_is_read(french: dict[str, Provision], dutch: dict[str, Provision]) -> None:
    words = " ".join(provision.text for provision in (*french.values(), *dutch.values()))
    for noise in ("Journal officiel", "JO L 212", "PB L 71", "louter", "Gewijzigd", "02022D0382", "La présidente", "►", "▼"):
        assert noise not in words


def test_language_and_title_come_from_the_document(page: Read) -> None:
    assert page("consolidated-nl.xhtml").title == "BESLUIT (EU) 2022/382 van 4 maart 2022"
    assert page("consolidated-nl.xhtml").language == "nl"
    assert page("journal-fr.xhtml").language == "fr"


def test_the_act_says_its_number_and_how_it_is_written(page: Read) -> None:
    known = {
        source: (page(source).identity, page(source).root, page(source).language)
        for source in (
            "eu-prolongation-fr.xhtml",
            "eu-consolidated-nl.xhtml",
            "eu-before-2000-fr.html",
            "eu-proposal-fr.xhtml",
            "consolidated-nl.xhtml",
        )
    }
    assert known == {
        "eu-prolongation-fr.xhtml": ("celex:32025D1460", "oj", "fr"),
        "eu-consolidated-nl.xhtml": ("celex:32013L0033", "consolidated", "nl"),
        "eu-before-2000-fr.html": ("celex:32001L0055", "old", "fr"),
        "eu-proposal-fr.xhtml": ("celex:52025PC0650", "proposal", "fr"),
        "consolidated-nl.xhtml": ("celex:32022D0382", "consolidated", "nl"),
    }


def test_a_title_tells_the_number_where_no_eli_is_printed(page: Read) -> None:
    def identity(title: str) -> str:
        body = f'<div class="eli-container"><p class="oj-doc-ti">{title}</p><p class="oj-normal">Some words of the act.</p></div>'
        return page(body.encode(), content_type="text/html", language="en").identity

    assert identity("REGULATION (EU) No 910/2014 of 23 July 2014") == "celex:32014R0910"
    assert identity("Council Implementing Decision (EU) 2022/382 of 4 March 2022") == "celex:32022D0382"
    assert identity("Decision of the Council, amending Decision (EU) 2022/382") == ""


def test_an_implementing_decision_of_two_articles(page: Read) -> None:
    read = {provision.key: provision for provision in page("eu-prolongation-fr.xhtml").provisions}
    assert read["art:1"].text == "La protection temporaire est prolongée d'un an, jusqu'au 4 mars 2027."
    assert read["art:1"].path == "Art. 1"
    assert read["rct:2"].text == "La guerre dure:"
    assert read["rct:2/-1"].path == "Considérant 2, 1er tiret"
    assert read["preamble/2"].text == "vu la directive 2001/55/CE, et notamment son article 4, paragraphe 2,"
    assert list(read)[-1] == "final"


def test_divisions_are_known_by_their_numbers_and_stand_within_each_other(page: Read) -> None:
    read = {provision.key: provision for provision in page("eu-consolidated-nl.xhtml").provisions}
    assert read["head:hoofdstuk ii/title"].text == "STEUN"
    assert read["head:hoofdstuk ii/afdeling 1/title"].path == "HOOFDSTUK II › STEUN › AFDELING 1 › Bedragen"


def test_inserted_articles_and_paragraphs_keep_the_whole_of_their_number(page: Read) -> None:
    read = {provision.key: provision for provision in page("eu-consolidated-nl.xhtml").provisions}
    assert read["art:1bis/par1"].text == "Wie wacht, mag uiterlijk na zes maanden werken."
    assert read["art:1bis/par1bis"].path == "Art. 1bis, lid 1bis"
    assert read["art:17/par1/a)"].text == "huisvesting;"


def test_a_table_of_an_annex_is_read_by_row_and_column(page: Read) -> None:
    cells = {provision.path: provision.text for provision in page("eu-consolidated-nl.xhtml").provisions if provision.label}
    assert cells == {
        "Bijlage I › Alleenstaande › Bedrag": "305 EUR",
        "Bijlage I › Alleenstaande › Toeslag": "20 EUR",
        "Bijlage I › Per kind › Bedrag": "110 EUR",
        "Bijlage I › Per kind › Toeslag": "10 EUR",
    }


def test_the_title_of_a_consolidated_text_is_read_once(page: Read) -> None:
    texts = [provision.text for provision in page("eu-consolidated-nl.xhtml").provisions]
    assert texts[0] == "RICHTLIJN 2013/33/EU van 26 juni 2013 over de opvang"
    assert not any("RICHTLIJN" in text or "van 26 juni 2013" in text for text in texts[1:] if not text.startswith("Gedaan"))


def test_quoted_articles_are_not_the_acts_own(page: Read) -> None:
    read = {provision.key: provision for provision in page("eu-amending-fr.xhtml").provisions}
    assert [key for key in read if key.startswith("art:6") or key.startswith("art:79")] == []
    assert read["art:1/1)/“62bis”/par2/a)"].path == "Art. 1, 1), “Art. 62bis”, par. 2, a)"
    assert read["art:1/1)/“62bis”/title"].text == "Liste"
    assert read["art:1/1)/“62ter”"].text == "La liste figure à l'annexe.»;"
    assert read["art:1/2)/sub2"].text == "«3. Il s'applique à partir du 12 juin 2026.»."


def test_quoted_paragraphs_do_not_count_as_the_articles_own(page: Read) -> None:
    read = {provision.key: provision.text for provision in page("eu-amending-fr.xhtml").provisions}
    assert read["art:2/par2/sub3"] == "«4. Un délai court."
    assert read["art:2/par2/sub4"] == "5. Il est de dix jours.»"
    assert read["art:2/par3"] == "Il cesse en 2030."
    assert "art:2/par5" not in read


def test_a_corrigendum_says_place_by_place_what_was_wrong_and_what_is_right(page: Read) -> None:
    version = page("eu-corrigendum-fr.xhtml")
    assert version.title.startswith("Rectificatif au règlement (UE) 2024/1348")
    assert version.identity == ""
    assert [(provision.path, provision.text) for provision in version.provisions[2:]] == [
        ("Page 41, à l'article 35, paragraphe 3", "Page 41, à l'article 35, paragraphe 3:"),
        ("Page 41, à l'article 35, paragraphe 3, au lieu de", "«Le délai d'examen est de trois mois.»,"),
        ("Page 41, à l'article 35, paragraphe 3, lire", "«Le délai d'examen est de deux mois.»."),
        ("Page 52, à l'annexe I, deuxième ligne du tableau", "Page 52, à l'annexe I, deuxième ligne du tableau:"),
        ("Page 52, à l'annexe I, deuxième ligne du tableau, au lieu de", "«30 jours»,"),
        ("Page 52, à l'annexe I, deuxième ligne du tableau, lire", "«15 jours»."),
    ]


def test_an_act_of_the_2000s_has_the_same_keys_without_identifiers(page: Read) -> None:
    version = page("eu-2000s-en.html")
    read = {provision.key: provision.text for provision in version.provisions}
    assert version.language == "en"
    assert (read["rct:1"], read["preamble/4"]) == ("People who wait for an answer need a roof.", "HAS ADOPTED THIS DIRECTIVE:")
    assert read["art:2/par2/b)/-2"] == "in a transit zone."
    assert read["art:3/“7a”/par1"] == 'A State pays within a month."'
    assert read["art:4"] == "This Directive is addressed to the Member States."
    assert read["final"] == "Done at Brussels, 27 January 2003."
    assert not any("signatory" in text or "OJ C 213" in text for text in read.values())


def test_points_without_a_table_stand_as_deep_as_their_labels_tell(page: Read) -> None:
    paths = [provision.path for provision in page("eu-2000s-en.html").provisions if provision.key.startswith("art:2/par3")]
    assert paths == [
        *["Art. 2(3)", "Art. 2(3)(a)", "Art. 2(3)(b)", "Art. 2(3)(b)(i)", "Art. 2(3)(b)(ii)", "Art. 2(3)(c)"],
        "Art. 2(3), second subparagraph",
    ]


def test_an_act_of_bare_paragraphs_is_read_by_its_words(page: Read) -> None:
    version = page("eu-before-2000-fr.html")
    assert [(provision.key, provision.path) for provision in version.provisions] == [
        ("title", "Intitulé"),
        *[("preamble", "Préambule"), ("preamble/2", "Préambule"), ("rct:1", "Considérant 1"), ("rct:2", "Considérant 2")],
        ("preamble/3", "Préambule"),
        *[("head:chapitre i", "CHAPITRE I"), ("head:chapitre i/title", "CHAPITRE I › Dispositions générales")],
        *[("art:1", "Art. 1"), ("art:2", "Art. 2"), ("art:2/a)", "Art. 2, a)"), ("art:2/b)", "Art. 2, b)")],
        *[("art:2/b)/-1", "Art. 2, b), 1er tiret"), ("art:2/b)/-2", "Art. 2, b), 2e tiret")],
        *[("art:2/h)", "Art. 2, h)"), ("art:2/i)", "Art. 2, i)")],
        ("head:chapitre ii", "CHAPITRE II Durée et mise en oeuvre"),
        *[("art:4/title", "Art. 4, intitulé"), ("art:4/par1", "Art. 4, par. 1"), ("art:4/par1/a)", "Art. 4, par. 1, a)")],
        *[("art:4/par1/b)", "Art. 4, par. 1, b)"), ("art:4/par1/sub2", "Art. 4, par. 1, al. 2"), ("art:4/par2", "Art. 4, par. 2")],
        *[("art:5", "Art. 5"), ("final", "Formule finale")],
        *[("head:anx:I", "ANNEXE I"), ("head:anx:I/title", "ANNEXE I › Modèle de laissez-passer"), ("anx:I", "Annexe I")],
    ]
    assert version.title == "Directive 2001/55/CE du Conseil du 20 juillet 2001"


def test_a_sentence_that_begins_with_an_article_opens_none(page: Read) -> None:
    read = {provision.key: provision.text for provision in page("eu-before-2000-fr.html").provisions}
    assert read["art:5"].startswith("Article 4, paragraphe 2,")


def test_a_proposal_has_its_memorandum_and_the_act_it_proposes(page: Read) -> None:
    version = page("eu-proposal-fr.xhtml")
    read = {provision.key: provision for provision in version.provisions}
    assert version.title == "Proposition de DÉCISION D'EXÉCUTION DU CONSEIL prolongeant la protection temporaire"
    assert read["act"].path == "1. CONTEXTE"
    assert read["act"].text == "La protection prend fin le 4 mars 2026."
    assert read["preamble/2"].text == "considérant ce qui suit:"
    assert read["rct:2"].text == "Un an de plus suffit."
    assert read["art:1/title"].text == "Prolongation"
    assert read["art:1/par1/b)/-2"].path == "Art. 1, par. 1, b), 2e tiret"
    assert read["art:1/par2"].text == "Les titres sont prolongés."
    assert read["art:2"].text == "La présente décision entre en vigueur le jour suivant."
    assert list(read)[-1] == "final"


def test_what_the_publisher_prints_around_an_act_is_no_text(page: Read) -> None:
    for source in sorted(PAGES.glob("eu-*html")):
        words = " ".join(provision.text for provision in page(source.read_bytes(), content_type="text/html").provisions)
        for noise in (
            "►",
            "◄",
            "▼",
            "————",
            "ELI:",
            "ISSN",
            "Par le Conseil",
            "For the Council",
            "Amended by",
            "COM(2025)",
        ):
            assert noise not in words, (source.name, noise)


def test_the_act_and_its_consolidation_agree_on_keys_and_untouched_texts(page: Read, recordings: Path) -> None:
    act, consolidated = (
        {provision.key: provision.text for provision in page((recordings / "cellar" / f"32021R0953_{form}.xhtml").read_bytes()).provisions}
        for form in ("oj", "cons")
    )
    shared = [key for key in act.keys() & consolidated.keys() if key.startswith("art:")]
    same = [key for key in shared if act[key] == consolidated[key]]
    assert len(same) > 120
    assert len(same) >= 0.85 * len(shared)


def test_recitals_that_no_consolidated_text_prints_are_not_repealed(page: Read, recordings: Path) -> None:
    act, consolidated = (page((recordings / "cellar" / f"32021R0953_{form}.xhtml").read_bytes()) for form in ("oj", "cons"))
    explained = {re.split("[:/]", change.key)[0] for change in compare(act, consolidated, "en")}
    enacted = {re.split("[:/]", change.key)[0] for change in compare(as_consolidated(act, consolidated), consolidated, "en")}
    assert (explained - enacted, enacted) == ({"rct", "preamble", "final"}, {"art", "anx"})
    assert as_consolidated(consolidated, act) is consolidated
    assert as_consolidated(act, act) is act


def test_a_deleted_article_of_a_consolidated_text_is_all_that_changed(page: Read, recordings: Path) -> None:
    """Article 19 of Regulation (EU) No 910/2014 was deleted by Directive (EU) 2022/2555; every amendment got another mark."""
    folder = recordings / "cellar" / "version_pairs"
    before, after = (page((folder / f"32014R0910_{when}.xhtml").read_bytes()) for when in ("before", "after"))
    gone = {provision.key for provision in before.provisions} - {provision.key for provision in after.provisions}
    assert {key.split("/")[0] for key in gone} == {"art:19"}
    assert len(gone) == 11
    kept = [provision for provision in before.provisions if provision.key not in gone]
    assert kept == list(after.provisions)


def test_articles_quoted_in_an_act_have_the_same_keys_in_its_consolidation(page: Read, recordings: Path) -> None:
    act, consolidated = (
        [provision.key for provision in page((recordings / "cellar" / f"32015R2120_{form}.xhtml").read_bytes()).provisions]
        for form in ("oj", "cons")
    )
    assert [key for key in act if key.startswith("art:7/")] == [key for key in consolidated if key.startswith("art:7/")]


def test_a_short_first_paragraph_of_a_bare_article_is_not_its_heading(page: Read) -> None:
    lines = [
        "Council Directive 96/1/EC",
        "THE COUNCIL,",
        "Article 1",
        "1. A card is given",
        "2. It is free.",
        "Article 2",
        "Language",
        "It is in Dutch.",
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    version = page(f'<html lang="EN"><body><div id="TexteOnly">{body}</div></body></html>'.encode(), content_type="text/html")
    assert {provision.key: provision.text for provision in version.provisions} == {
        "title": "Council Directive 96/1/EC",
        "preamble": "THE COUNCIL,",
        "art:1/par1": "A card is given",
        "art:1/par2": "It is free.",
        "art:2/title": "Language",
        "art:2": "It is in Dutch.",
    }
    assert version.language == "en"


def test_a_watch_may_have_its_own_selector_for_an_act(page: Read) -> None:
    version = page("eu-prolongation-fr.xhtml", content_type="application/xhtml+xml", select="#art_1")
    assert [provision.text for provision in version.provisions] == [
        "Article premier",
        "La protection temporaire est prolongée d'un an, jusqu'au 4 mars 2027.",
    ]


@pytest.mark.parametrize("source", sorted(PAGES.glob("eu-*html")), ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_an_act_that_breaks_off_is_doubted(source: Path, share: float) -> None:
    body = source.read_bytes()
    doubt = read(body[: int(len(body) * share)], "application/xhtml+xml")
    assert isinstance(doubt, Doubt)
    assert doubt.kind in (IncidentKind.ERROR, IncidentKind.ENCODING)
