"""Belgian consolidated law: every subdivision with its legal path, amendment marks as dates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.values import Dates, Provision, Stage, Version
from differ.extract.amendments import resolve

Read = Callable[..., Version]


@pytest.fixture
def law(page: Read) -> dict[str, Provision]:
    return {provision.key: provision for provision in page("justel-nl.html").provisions}


def articles(lines: str, page: Read, language: str = "fr") -> dict[str, tuple[str, str]]:
    source = (
        f"<html><body><div id='list-title-3'><h2>Texte</h2><A NAME='Art.1'></A>Article <A HREF='#Art.2'> 1</A>. {lines}</div></body></html>"
    )
    version = page(source.encode("cp1252"), language=language)
    return {provision.key: (provision.path, provision.text) for provision in version.provisions}


def test_dutch_paths_read_as_dutch_law_is_cited(law: dict[str, Provision]) -> None:
    assert law["art:10/§1/al2/4°"].path == "Art. 10, § 1, tweede lid, 4°"
    assert law["art:10/§1/al2/4°/a)"].text == "van inkomen;"
    assert law["art:10/§2"].path == "Art. 10, § 2"


def test_only_the_box_of_the_text_is_read_and_the_title_is_without_its_remark(page: Read) -> None:
    version = page("justel-nl.html")
    assert version.title == "12 JANUARI 2007. - Wet over iets"
    assert version.language == "nl"
    assert not any("uitvoeringsbesluiten" in provision.text for provision in version.provisions)


def test_marks_are_dates_and_no_text(law: dict[str, Provision]) -> None:
    amended = law["art:10/§1"]
    assert amended.text == "De aanvraag wordt ingediend binnen dertig dagen."
    assert amended.dates == Dates(adopted="2025-07-14", in_force="2025-08-02", applies="2025-08-02")
    assert law["art:10/§1/al2"].dates == Dates()


def test_an_article_of_which_only_the_note_of_its_repeal_is_left_says_so(law: dict[str, Provision]) -> None:
    assert law["art:10bis"].text == "(Opgeheven)"
    assert law["art:10bis"].dates == Dates(adopted="2024-05-12")


def test_an_article_printed_twice_says_which(law: dict[str, Provision]) -> None:
    assert law["art:11"].text == "Het bedrag is 150 euro."
    assert law["art:11"].stage is None
    assert law["art:11@future"].path == "Art. 11 (toekomstig recht)"
    assert law["art:11@future"].text == "Het bedrag is 1.000 euro."
    assert law["art:11@future"].stage is Stage.ADOPTED


def test_points_keep_their_keys_when_a_subparagraph_is_added(page: Read) -> None:
    before = articles("Il faut :<BR>1° un nom;<BR>2° une adresse.", page)
    after = articles("Il faut :<BR>1° un nom;<BR>2° une adresse.<BR>Le Roi peut en dispenser.", page)
    assert before.keys() < after.keys()
    assert before["art:1/2°"][0] == "Art. 1, 2°"
    assert after["art:1/2°"][0] == "Art. 1, al. 1er, 2°"
    assert after["art:1"][0] == "Art. 1, al. 1er"


def test_numbers_of_paragraphs_and_points_are_read_in_all_their_forms(page: Read) -> None:
    found = articles("§ 1er. Un.<BR>§ 1er/1. Deux :<BR>1°bis trois;<BR>h) quatre;<BR>i) cinq;<BR>§ 2bis. 1° a) six.", page)
    assert list(found) == ["art:1/§1", "art:1/§1/1", "art:1/§1/1/1°bis", "art:1/§1/1/1°bis/h)", "art:1/§1/1/1°bis/i)", "art:1/§2bis/1°/a)"]
    assert found["art:1/§2bis/1°/a)"] == ("Art. 1, § 2bis, 1°, a)", "six.")


def test_paragraphs_within_a_quotation_are_not_the_articles_own(page: Read) -> None:
    found = articles('§ 1er. Un.<BR>§ 2. Deux.<BR>On lit :<BR>" § 1er. Autre.<BR>§ 2. Autre encore."<BR>§ 3. Trois.', page)
    assert list(found) == ["art:1/§1", "art:1/§2", "art:1/§2/al2", "art:1/§2/al3", "art:1/§2/al4", "art:1/§3"]
    assert found["art:1/§2/al4"] == ("Art. 1, § 2, al. 4", '§ 2. Autre encore."')


def test_the_title_of_an_article_is_none_of_its_subparagraphs(page: Read) -> None:
    found = articles("L'accueil des familles<BR>Chacun est accueilli.<BR>Le Roi en fixe les modalités.", page)
    assert list(found) == ["art:1/title", "art:1", "art:1/al2"]
    assert found["art:1/title"] == ("Art. 1, intitulé", "L'accueil des familles")
    assert found["art:1"] == ("Art. 1, al. 1er", "Chacun est accueilli.")
    assert list(articles("Il faut au moins<BR>1° un nom;<BR>2° une adresse.", page)) == ["art:1", "art:1/1°", "art:1/2°"]


def test_a_whole_code_within_an_article_has_its_headings_and_its_articles(page: Read) -> None:
    code = "LIVRE Ier. - Accueil<BR>Titre 2. - Lieux<BR>Art. I.1. Chacun est accueilli.<BR>LIVRE II. - Asile<BR>Art. II.1. Oui."
    found = articles(f"Le code est :<BR>{code}", page)
    assert list(found) == [
        "art:1",
        "art:1/head:livre ier",
        "art:1/head:livre ier/titre 2",
        "art:1/art:I.1",
        "art:1/head:livre ii",
        "art:1/art:II.1",
    ]
    assert found["art:1/head:livre ier/titre 2"][0] == "Art. 1, LIVRE Ier. - Accueil › Titre 2. - Lieux"
    assert found["art:1/art:I.1"][0] == "Art. 1, Art. I.1"


def test_what_stands_below_the_last_article_is_none_of_its_subparagraphs(page: Read) -> None:
    found = articles("Le Roi fixe l'entrée en vigueur.<BR>Promulguons la présente loi.<BR>Donné à Bruxelles, le 28 février 2013.", page)
    assert found["art:1"] == ("Art. 1", "Le Roi fixe l'entrée en vigueur.")
    assert found["final#2"] == ("Formule finale", "Donné à Bruxelles, le 28 février 2013.")


def test_a_heading_is_known_by_its_number_however_its_words_are_parted_from_it(page: Read) -> None:
    source = b"<div id='list-title-3'><A NAME='LNK0001'>TITRE VII.- De l'accueil</A><BR><A NAME='Art.1'></A>Article <A> 1</A>. Oui.</div>"
    assert [each.key for each in page(source, language="fr").provisions] == ["head:titre vii", "art:1"]


def test_words_quoted_by_an_amending_act_stay_with_their_point(page: Read) -> None:
    found = articles("Sont modifiés :<BR>1° l'alinéa 1er est complété :<BR>\"3° l'ASBL\".<BR>2° le § 8 est abrogé.", page)
    assert list(found) == ["art:1", "art:1/1°", "art:1/1°/al2", "art:1/2°"]


def test_a_table_of_a_law_has_its_labels_under_the_article(page: Read) -> None:
    found = articles(
        "Les droits sont :<BR><table><tr><td>Objet</td><td>Droit</td></tr><tr><td>Nationalité</td><td>1.000 euros</td></tr></table>", page
    )
    assert ("Art. 1 › Nationalité › Droit", "1.000 euros") in found.values()


def test_text_saved_as_utf_8_reads_like_the_original(page: Read) -> None:
    original = articles("L’étranger paie 150 €.", page)
    source = (
        "<html><head><meta charset='iso-8859-1'></head><body><div id='list-title-3'>"
        "<A NAME='Art.1'></A>Article <A> 1</A>. L’étranger paie 150 €.</div></body></html>"
    )
    assert [each.text for each in page(source.encode(), language="fr").provisions] == [text for _, text in original.values()]


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (["Il paie [¹ 1.000 euros]¹.", "----------", "(1)<L 2025-07-18/16, art. 2; En vigueur : 29-07-2025>"], ["Il paie 1.000 euros."]),
        (["mariés [³ ...]³, sans"], ["mariés [...], sans"]),
        (["Il peut[¹ , après avis,]¹ refuser."], ["Il peut, après avis, refuser."]),
        (
            ["Les peines (des personnes physiques) sont : <L 1999-05-04/60, art. 3; En vigueur : 02-07-1999>"],
            ["Les peines (des personnes physiques) sont :"],
        ),
        (
            ["(1° la réclusion;", "2° la détention.) <L 1996-07-10/42, art. 4; En vigueur : 11-08-1996>"],
            ["1° la réclusion;", "2° la détention."],
        ),
        (["(Abrogé) <L 1996-07-10/42, art. 21; En vigueur : 11-08-1996>"], ["(Abrogé)"]),
        (
            ["Il paie de cent [euros] à mille [euros] <L 2000-06-26/42, art. 2; En vigueur : 01-01-2002>."],
            ["Il paie de cent euros à mille euros."],
        ),
        (["Une quantité [X + Y] de terre."], ["Une quantité [X + Y] de terre."]),
        (["(inséré par <L 1999-01-10/49, art. 3; En vigueur : 08-03-1999>) Il est puni."], ["Il est puni."]),
        (["Il est puni. <L 2003-12-22/42, art. 380; En vigueur : 10-01-2004, en ce compris son complice)"], ["Il est puni."]),
    ],
)
def test_amendment_marks_vanish_from_the_text(lines: list[str], texts: list[str]) -> None:
    assert [line.text for line in resolve(lines).lines] == texts


def test_the_newest_amendment_that_touches_a_line_gives_its_dates() -> None:
    lines = [
        "[¹ Un [² deux]² trois.",
        "Quatre.]¹",
        "-----",
        "(1)<L 2017-11-21/17; En vigueur : 22-03-2018>",
        "(2)<L 2025-07-14/10; En vigueur : indéterminée>",
    ]
    first, second = resolve(lines).lines
    assert first.dates == Dates(adopted="2025-07-14")
    assert second.dates == Dates(adopted="2017-11-21", in_force="2018-03-22", applies="2018-03-22")


def test_a_note_before_the_first_words_of_an_article_dates_all_of_it() -> None:
    lines = [
        "Art. 433sexies. <Inséré par L 2005-08-10/61, art. 11; En vigueur : 12-09-2005> Un :",
        "1° deux;",
        "(2° trois.) <L 2007-05-10/35>",
    ]
    assert [line.dates.adopted for line in resolve(lines).lines] == ["2005-08-10", "2005-08-10", "2007-05-10"]


def test_what_a_note_says_of_an_annulment_is_kept() -> None:
    lines = [
        "[¹ Un.]¹",
        "----------",
        "(1)<L 2016-02-05/11; En vigueur : 29-02-2016> (NOTE : la Cour constitutionnelle a annulé l'article 6)",
    ]
    assert [remark.text for remark in resolve(lines).remarks] == ["(NOTE : la Cour constitutionnelle a annulé l'article 6)"]


def test_the_real_pair_differs_by_four_points_and_nothing_else(page: Read, recordings: Path) -> None:
    folder = recordings / "justel" / "pair_loi_accueil"
    before, after = (
        {provision.key: provision for provision in page((folder / f"2007002066_maj-{day}.excerpt.html").read_bytes()).provisions}
        for day in ("2024-06-21", "2025-07-23")
    )
    new = {key: (after[key].path, after[key].dates.in_force) for key in after.keys() - before.keys()}
    assert new == {
        "art:2/14°": ("Art. 2, 14°", "2024-07-20"),
        "art:2/15°": ("Art. 2, 15°", "2024-07-20"),
        "art:4/§1/5°": ("Art. 4, § 1er, 5°", "2025-08-02"),
        "art:4/§1/6°": ("Art. 4, § 1er, 6°", "2025-08-02"),
    }
    assert all(after[key].dates.applies == after[key].dates.in_force and after[key].firm for key in new)
    assert {key: after[key] for key in before} == before
