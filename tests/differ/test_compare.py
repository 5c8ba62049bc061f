"""What became of each Provision between two Versions, and how it is told."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import Change, Dates, Kind, Provision, Rule, Significance, Version
from differ.compare import compare
from differ.editorial import plain
from differ.redline import redline


def page(*texts: str, path: str = "Redevance") -> Version:
    return Version("test", tuple(Provision(f"{path}-{position}", path, text) for position, text in enumerate(texts)))


def law(**articles: str) -> Version:
    return Version(
        "test",
        tuple(
            Provision(f"art:{number.removeprefix('a')}", f"Art. {number.removeprefix('a')}", text, firm=True)
            for number, text in articles.items()
        ),
    )


def changes(before: Version, after: Version, *, listing: bool = False) -> list[Change]:
    return compare(before, after, "fr", listing=listing)


def only(before: Version, after: Version, *, listing: bool = False) -> Change:
    (change,) = changes(before, after, listing=listing)
    return change


def test_a_new_fee_is_told_old_to_new_in_three_languages() -> None:
    change = only(page("Le droit d'enregistrement est fixé à 150 euros."), page("Le droit d'enregistrement est fixé à 1.000 euros."))
    assert (change.kind, change.rule, change.significance) == (Kind.SUBSTITUTION, Rule.FEE, Significance.MAJOR)
    assert change.redline == (("=", "Le droit d'enregistrement est fixé à "), ("-", "150"), ("+", "1.000"), ("=", " euros."))
    assert change.summary["fr"].endswith(" : 150 € → 1.000 €")
    assert change.summary["en"].endswith("€150 → €1,000")


def test_a_prolonged_protection_names_both_ends() -> None:
    change = only(
        page("La protection temporaire est prolongée jusqu’au 4 mars 2026."),
        page("La protection temporaire est prolongée jusqu’au 4 mars 2027."),
    )
    assert (change.rule, change.significance) == (Rule.VALIDITY, Significance.MAJOR)
    assert change.summary["fr"] == "Protection temporaire : jusqu'au 4 mars 2026 → jusqu'au 4 mars 2027"
    assert (change.dates.ends, change.effective) == ("2027-03-04", None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("dans un délai de trois mois", "dans un délai de 3 mois"),
        ("une redevance de 1.000 €", "une redevance de 1 000 EUR"),
        ("Les etrangers sont ici, donc.", "Les étrangers sont ici donc"),
        ("un formulaire doit être remplit", "un formulaire doit être rempli"),
        ("Voir « l’annexe »", 'Voir "l\'annexe"'),
    ],
)
def test_another_way_of_writing_the_same_is_editorial(before: str, after: str) -> None:
    assert only(page(before), page(after)).significance is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La demande est recevable.", "La demande est irrecevable."),
        ("Cette décision est légale.", "Cette décision est illégale."),
        ("Les pièces sont régulières.", "Les pièces sont irrégulières."),
        ("L'étranger est admis au séjour.", "L'étranger est non admis au séjour."),
        ("Het verzoek is ontvankelijk.", "Het verzoek is onontvankelijk."),
        ("un acte moral", "un acte amoral"),
        ("voir le cas 12a", "voir le cas 12b"),
    ],
)
def test_another_word_is_never_editorial(before: str, after: str) -> None:
    assert only(page(before), page(after)).significance is not Significance.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after"), [("compétant", "compétent"), ("acceuil", "accueil"), ("addresse", "adresse"), ("ajourné", "ajournée")]
)
def test_one_wrong_letter_is_editorial(before: str, after: str) -> None:
    assert only(page(f"Le bureau {before} ici."), page(f"Le bureau {after} ici.")).significance is Significance.EDITORIAL


@pytest.mark.parametrize("text", ["(Abrogé)", "Art. 5. (Abrogé)"])
def test_a_paragraph_that_says_it_is_repealed_is_a_repeal_too(text: str) -> None:
    change = only(page("Un.", "Art. 5. Le demandeur paie 150 euros.", "Trois."), page("Un.", text, "Trois."))
    assert (change.kind, change.after) == (Kind.REPEAL, None)


def test_what_takes_the_place_of_another_text_is_told_old_to_new() -> None:
    change = only(page("Coût", "150 €", "Délai"), page("Coût", "Gratuit pour tous", "Délai"))
    assert (change.kind, change.before, change.after) == (Kind.SUBSTITUTION, "150 €", "Gratuit pour tous")


def test_the_pages_own_date_is_no_rule() -> None:
    assert only(page("Mis à jour le 3 mars 2025."), page("Mis à jour le 4 mars 2025.")).significance is Significance.EDITORIAL


def test_a_space_put_in_is_told_as_layout() -> None:
    assert only(page("résultat en 24h"), page("résultat en 24 h")).summary["fr"] == "Redevance : seule la présentation change"


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("La demande peut être refusée.", "La demande est refusée.", Rule.CONDITION),
        ("Le traitement des dossiers syriens se poursuit.", "Le traitement des dossiers syriens est suspendu.", Rule.STATUS),
        ("Chaque membre de la famille paie.", "Chaque membre de la famille paie, sauf les mineurs.", Rule.CONDITION),
    ],
)
def test_a_changed_condition_or_status_is_major(before: str, after: str, rule: Rule) -> None:
    change = only(page(before), page(after))
    assert (change.significance, change.rule) == (Significance.MAJOR, rule)
    assert any(reason.startswith("cue: ") for reason in change.reasons)


def test_a_paragraph_put_in_front_is_one_insertion() -> None:
    change = only(page("Un.", "Deux.", "Trois."), page("Zéro.", "Un.", "Deux.", "Trois."))
    assert (change.kind, change.before, change.after) == (Kind.INSERTION, None, "Zéro.")


def test_a_reordered_list_is_an_editorial_move_of_the_fewest_items() -> None:
    change = only(page("Un.", "Deux.", "Trois.", "Quatre."), page("Quatre.", "Un.", "Deux.", "Trois."))
    assert (change.kind, change.significance, change.after) == (Kind.MOVE, Significance.EDITORIAL, "Quatre.")


def test_a_reworded_heading_moves_nothing_under_it() -> None:
    assert changes(page("Un texte.", "Un autre texte.", path="Frais"), page("Un texte.", "Un autre texte.", path="Coûts")) == []


def test_an_article_with_a_new_number_is_a_renumbering() -> None:
    text = "L'Agence peut limiter le droit à l'aide matérielle dans les cas suivants."
    change = only(law(a4=text), law(a5=text))
    assert (change.kind, change.key, change.key_before) == (Kind.RENUMBERING, "art:5", "art:4")


def test_an_article_put_in_front_does_not_rewrite_those_behind() -> None:
    one, two, new = "Le demandeur reçoit un accueil digne.", "L'Agence désigne un lieu d'inscription.", "Le mineur reçoit un tuteur."
    kinds = {change.kind for change in changes(law(a1=one, a2=two), law(a1=new, a2=one, a3=two))}
    assert kinds == {Kind.INSERTION, Kind.RENUMBERING}


@pytest.mark.parametrize("text", ["(Abrogé)", "[...]", "(abrogé par la loi du 14 juillet 2025)"])
def test_an_article_that_says_it_is_repealed_is_a_repeal(text: str) -> None:
    change = only(law(a4="L'Agence peut limiter l'aide."), law(a4=text))
    assert (change.kind, change.after, change.significance) == (Kind.REPEAL, None, Significance.MAJOR)


def test_a_new_point_of_law_is_major_and_effective_from_the_publishers_note() -> None:
    old = law(a4="L'Agence peut limiter l'aide.")
    note = Dates(in_force="2025-08-02", applies="2025-08-02")
    new = Version(
        "test", (*old.provisions, Provision("art:4/5°", "Art. 4, 5°", "lorsque l'étranger est protégé ailleurs;", firm=True, dates=note))
    )
    change = only(old, new)
    assert (change.kind, change.significance, change.effective) == (Kind.INSERTION, Significance.MAJOR, "2025-08-02")


def test_a_tables_fees_take_effect_when_the_paragraph_beside_it_says() -> None:
    def fees(amount: str, *notes: str) -> Version:
        cell = Provision("table:famille", "Redevance › Regroupement familial", amount, firm=True, label="Regroupement familial")
        return Version("test", (cell, *page(*notes).provisions))

    found = changes(fees("198 €"), fees("206 €", "Ces montants s'appliquent à partir du 1er janvier 2024."))
    assert found[0].effective == "2024-01-01"
    assert found[0].summary["fr"] == "Redevance, Regroupement familial : 198 € → 206 €, dès le 1er janvier 2024"


def item(key: str, title: str) -> Provision:
    return Provision(key, title, title, firm=True, label=title)


def test_a_new_item_of_a_listing_is_a_publication_and_one_that_scrolls_off_is_nothing() -> None:
    before = Version("test", (item("a", "Statistiques de mai"), item("b", "Statistiques d'avril")))
    after = Version("test", (item("c", "Gel du traitement des dossiers syriens"), item("a", "Statistiques de mai")))
    change = only(before, after, listing=True)
    assert (change.kind, change.significance, change.rule) == (Kind.PUBLICATION, Significance.MAJOR, Rule.STATUS)


def test_a_publication_that_states_nothing_is_minor() -> None:
    before, after = Version("test", ()), Version("test", (item("c", "Statistiques de juin"),))
    assert only(before, after, listing=True).significance is Significance.MINOR


words = st.lists(
    st.sampled_from(["le", "délai", "est", "de", "30", "jours", "1.000", "€", "jusqu'au", "4 mars 2027", ",", "."]), max_size=30
).map(" ".join)


@given(words, words)
def test_a_redline_gives_back_both_texts(before: str, after: str) -> None:
    pieces = redline(before, after, "fr")
    assert "".join(text for sign, text in pieces if sign in "=-") == before
    assert "".join(text for sign, text in pieces if sign in "=+") == after


@given(st.lists(words.filter(bool), unique=True, max_size=8))
def test_a_version_compared_with_itself_has_no_change(texts: list[str]) -> None:
    assert changes(page(*texts), page(*texts)) == []


@given(st.lists(words.filter(bool), unique=True, max_size=8), st.lists(words.filter(bool), unique=True, max_size=8))
def test_the_changes_account_for_every_word_that_differs(before: list[str], after: list[str]) -> None:
    """Applying the Changes to the old words gives the new ones, whatever was paired with what and wherever it was cut."""

    def counted(texts: list[str]) -> Counter[str]:
        return Counter(plain(" ".join(texts)).split())

    found = changes(page(*before), page(*after))
    left = counted(before)
    left.subtract(counted([change.before for change in found if change.before]))
    left.update(counted([change.after for change in found if change.after]))
    assert +left == counted(after)
    assert all(count >= 0 for count in left.values())


def test_values_that_took_each_others_place_both_changed() -> None:
    before = "La redevance est de 100 € pour les majeurs et de 50 € pour les mineurs."
    change = only(page(before), page("La redevance est de 50 € pour les majeurs et de 100 € pour les mineurs."))
    assert [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in change.facts] == [("100", "50"), ("50", "100")]
    assert change.significance is Significance.MAJOR
    assert only(page(before), page("La redevance est de 50 € pour les mineurs et de 100 € pour les majeurs.")).facts == ()


def test_a_paragraph_replaced_by_the_word_of_its_repeal_is_one_repeal() -> None:
    change = only(
        page("L'étranger introduit la demande auprès de la commune de sa résidence."),
        page("(Abrogé par la loi du 18 juillet 2025, art. 12)"),
    )
    assert (change.kind, change.after, change.summary["fr"]) == (Kind.REPEAL, None, "Redevance (abrogé)")
    assert change.significance is Significance.MAJOR


def test_what_a_reader_cannot_tell_apart_is_told_once() -> None:
    def cells(amount: str) -> Version:
        return Version("test", tuple(Provision(f"cell#{number}", "Colis › Coût", amount, True, "Colis") for number in range(2)))

    change = only(cells("12 €"), cells("6 €"))
    assert [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in change.facts] == [("12", "6")]


@pytest.mark.parametrize(
    ("moved", "kept", "other"),
    [
        (
            "Le recours se fait dans un délai de 30 jours auprès du Conseil.",
            "Vous recevez la décision par la poste. Elle dit pourquoi le séjour est refusé et qui peut vous aider.",
            "Un avocat vous conseille. Il connaît la procédure, les juges et la langue du dossier.",
        ),
        (
            "De aanvrager betaalt een retributie van 206 € per persoon.",
            "De beslissing komt met de post. Zij zegt waarom het verblijf geweigerd is en wie u kan helpen.",
            "Een advocaat staat u bij. Hij kent de procedure, de rechters en de taal van het dossier.",
        ),
        (
            "La carte reste valable jusqu'au 4 mars 2027 pour chaque membre.",
            "Le guichet enregistre la demande. L'agent vérifie les pièces et remet une attestation au demandeur.",
            "Prenez avec vous le passeport. Une photo récente et un acte de naissance sont utiles ce jour.",
        ),
    ],
)
def test_a_value_whose_sentence_stands_elsewhere_now_is_no_fact_change(moved: str, kept: str, other: str) -> None:
    found = changes(page(f"{kept} {moved}", other), page(kept, f"{other} {moved}"))
    assert len(found) == 2
    assert [fact for change in found for fact in change.facts] == []


def test_sentences_that_exchanged_their_values_both_changed() -> None:
    one, other = "Le tarif pour un adulte est fixé à {} par an.", "Le tarif pour un adulte reste toujours à {} par an."
    before = page(f"{one.format('100 €')} Voir A.", f"{other.format('50 €')} Voir B.")
    after = page(f"{one.format('50 €')} Voir A.", f"{other.format('100 €')} Voir B.")
    assert len([fact for change in changes(before, after) for fact in change.facts]) == 2


def test_figures_alone_pair_a_text_between_the_same_neighbours() -> None:
    before, after = page("Sièges", "Rangée A", "€/£11-€/£33", "par vol"), page("Sièges", "€/£8 -€/£36.5", "par vol")
    facts = [fact for change in changes(before, after) for fact in change.facts]
    assert [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in facts] == [("11..33", "8..36.5")]


def sections(*titles: str, heading: str = "{}. {}") -> Version:
    provisions = []
    for number, title in enumerate(titles, 1):
        path = heading.format(number, title)
        provisions += [Provision(f"h{number}", path, path), Provision(f"t{number}", path, f"Ce que la commune dit de « {title} ».")]
    return Version("test", tuple(provisions))


@pytest.mark.parametrize("heading", ["{}. {}", "Article {}. {}", "Art. {}. {}", "§ {}. {}"])
def test_headings_that_got_another_number_are_renumbered(heading: str) -> None:
    before = sections("Demande", "Coût", "Délai", "Recours", heading=heading)
    found = changes(before, sections("Demande", "Langue", "Coût", "Délai", "Recours", heading=heading))
    assert {change.kind for change in found} == {Kind.INSERTION, Kind.RENUMBERING}
    assert all("Langue" in (change.after or "") for change in found if change.kind is Kind.INSERTION)


def test_a_day_that_begins_a_text_is_no_number_of_it() -> None:
    (change,) = compare(page("1. Januar 2026 ist der erste Tag."), page("2. Januar 2026 ist der erste Tag."), "de")
    assert (change.kind, change.significance) == (Kind.SUBSTITUTION, Significance.MAJOR)


def test_a_paragraph_that_moved_and_changed_names_its_old_key() -> None:
    text = "La redevance est payée par virement avant {} de la demande."
    before = Version("test", (Provision("a", "Coût", text.format("l'introduction")), Provision("b", "Recours", "Voir la commune.")))
    after = Version("test", (Provision("c", "Coût", "Rien."), Provision("d", "Recours", text.format("le dépôt"))))
    moved = next(change for change in changes(before, after) if change.before and "redevance" in change.before)
    assert (moved.kind, moved.key_before) == (Kind.SUBSTITUTION, "a")


def test_the_same_lines_are_matched_in_their_order_whatever_their_positions() -> None:
    texts = ("Adulte", "(par vol)", "Enfant", "(par vol)", "Bébé", "(par vol)")
    before = Version("test", tuple(Provision(f"k{number}", "Tarif", text) for number, text in enumerate(texts)))
    after = Version("test", tuple(Provision(f"k{number + 2}", "Tarif", text) for number, text in enumerate(texts[2:])))
    assert {change.kind for change in changes(before, after)} == {Kind.REPEAL}
