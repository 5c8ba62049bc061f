"""Tables: each cell is known by the labels of its row and column."""

from collections.abc import Callable

from core.values import Provision, Version

Read = Callable[..., Version]


def cells(version: Version) -> dict[str, Provision]:
    return {provision.path: provision for provision in version.provisions if provision.firm}


def table(page: Read, rows: str) -> dict[str, Provision]:
    return cells(page(f"<main><h1>Les frais de cette année</h1><table>{rows}</table></main>".encode(), language="fr"))


def test_a_cell_has_its_row_and_column_in_its_path_and_its_row_as_label(page: Read) -> None:
    cell = cells(page("dofi.html"))["Redevance › Montants › Études › Depuis le 1.1.2024"]
    assert (cell.text, cell.label, cell.firm) == ("229 €", "Études", True)


def test_rows_below_a_row_of_full_width_belong_to_it(page: Read) -> None:
    assert cells(page("dofi.html"))["Redevance › Montants › Autres › Études › Avant"].text == "1 €"


def test_labels_are_text_too(page: Read) -> None:
    assert {"Par demandeur", "Demande", "Études", "Avant"} <= {provision.text for provision in page("dofi.html").provisions}


def test_a_table_that_arranges_a_page_is_read_as_plain_blocks(page: Read) -> None:
    found = {provision.text: provision.firm for provision in page("dofi.html").provisions}
    assert found["Une mise en page"] is False
    assert found["en deux colonnes"] is False


def test_keys_of_cells_survive_a_new_row_and_another_heading(page: Read) -> None:
    before = cells(page("dofi.html"))
    source = (
        "<main><h1>Tarifs</h1><table><tr><th>Demande</th><th>Avant</th><th>Depuis le 1.1.2024</th></tr>"
        "<tr><td>Visa C</td><td>80 €</td><td>90 €</td></tr><tr><td>Études</td><td>220 €</td><td>240 €</td></tr></table></main>"
    )
    after = cells(page(source.encode(), language="fr"))
    old = before["Redevance › Montants › Études › Depuis le 1.1.2024"]
    new = after["Tarifs › Études › Depuis le 1.1.2024"]
    assert old.key == new.key


def test_the_only_value_of_a_row_is_known_by_the_row_even_where_its_column_is_headed_by_a_date(page: Read) -> None:
    before = table(
        page, "<tr><th></th><th>Au 1er janvier 2023</th></tr><tr><td>Étudiant</td><td>220 €</td></tr><tr><td>Autre</td><td>1 €</td></tr>"
    )
    after = table(
        page, "<tr><th></th><th>Au 1er janvier 2024</th></tr><tr><td>Étudiant</td><td>229 €</td></tr><tr><td>Autre</td><td>1 €</td></tr>"
    )
    assert [cell.key for cell in before.values()] == [cell.key for cell in after.values()]
    assert next(iter(after)) == "Les frais de cette année › Étudiant › Au 1er janvier 2024"


def test_a_table_without_header_cells_takes_a_first_row_without_figures_as_header(page: Read) -> None:
    found = table(page, "<tr><td>Catégorie</td><td>Montant</td></tr><tr><td>Cohabitant</td><td>876,13 €</td></tr>")
    assert list(found) == ["Les frais de cette année › Cohabitant › Montant"]


def test_spans_are_stretched_over_the_rows_and_columns_they_cover(page: Read) -> None:
    found = table(
        page,
        "<tr><th>Titre</th><th>Durée</th><th>Prix</th></tr>"
        "<tr><td rowspan='2'>Carte A</td><td>1 an</td><td>60 €</td></tr><tr><td>2 ans</td><td>120 €</td></tr>",
    )
    assert [(cell.path, cell.text) for cell in found.values()] == [
        ("Les frais de cette année › Carte A 1 an › Prix", "60 €"),
        ("Les frais de cette année › Carte A 2 ans › Prix", "120 €"),
    ]


def test_equal_labels_get_a_number(page: Read) -> None:
    rows = "<tr><td>Nom</td><td>Prix</td></tr><tr><td>Visa</td><td>1</td></tr><tr><td>Visa</td><td>2</td></tr></table></main>"
    found = page(f"<main><h1>Les frais de cette ann&eacute;e</h1><table>{rows}".encode(), language="fr")
    keys = [provision.key for provision in found.provisions if provision.firm]
    assert keys[1] == f"{keys[0]}#2"


def test_a_row_of_headings_among_the_others_names_the_columns_below_it_and_ends_the_group_above(page: Read) -> None:
    found = table(
        page,
        "<tr><th>Demande</th><th>2023</th><th>2024</th></tr><tr><td colspan='3'>Séjour</td></tr>"
        "<tr><td>Études</td><td>220 €</td><td>229 €</td></tr>"
        "<tr><th>Carte</th><th>Adulte</th><th>Enfant</th></tr><tr><td>Carte A</td><td>60 €</td><td>30 €</td></tr>",
    )
    assert [(cell.path.removeprefix("Les frais de cette année › "), cell.text) for cell in found.values()] == [
        ("Séjour › Études › 2023", "220 €"),
        ("Séjour › Études › 2024", "229 €"),
        ("Carte A › Adulte", "60 €"),
        ("Carte A › Enfant", "30 €"),
    ]


def test_a_cell_that_spans_rows_and_columns_fills_them(page: Read) -> None:
    found = table(
        page,
        "<tr><th>But</th><th>Adulte</th><th>Enfant</th></tr><tr><th>Visa C</th><td rowspan='2' colspan='2'>90 €</td></tr>"
        "<tr><th>Visa D</th></tr><tr><th>Carte</th><td>60 €</td><td>30 €</td></tr>",
    )
    assert [cell.path.removeprefix("Les frais de cette année › ") for cell in found.values()] == [
        "Visa C › Adulte",
        "Carte › Adulte",
        "Carte › Enfant",
    ]
