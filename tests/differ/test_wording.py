"""The sentence that tells a Change to a French, a Dutch and an English reader."""

import pytest

from core.values import Change, FactType, Provision, Version
from differ.compare import compare
from differ.wording.values import value_in_words


def only(language: str, before: str, after: str | None, path: str = "Art. 5", label: str = "") -> Change:
    def version(text: str | None) -> Version:
        return Version("test", (Provision("art:5", path, text, firm=True, label=label),) if text else ())

    (change,) = compare(version(before), version(after), language)
    return change


@pytest.mark.parametrize(
    ("language", "before", "after", "sentences"),
    [
        (
            "fr",
            "Le droit d'enregistrement est de 150 euros.",
            "Depuis le 29 juillet 2025, le droit d'enregistrement est de 1.000 euros.",
            (
                "Droit d'enregistrement : 150 € → 1.000 €, dès le 29 juillet 2025",
                "Registratierecht: 150 € → 1.000 €, vanaf 29 juli 2025",
                "Registration fee: €150 → €1,000, from 29 July 2025",
            ),
        ),
        (
            "nl",
            "Het beroep wordt ingediend binnen dertig dagen.",
            "Het beroep wordt ingediend binnen tien werkdagen.",
            ("Recours : 30 jours → 10 jours ouvrables", "Beroep: 30 dagen → 10 werkdagen", "Appeal: 30 days → 10 working days"),
        ),
        (
            "en",
            "Temporary protection is extended until 4 March 2026.",
            "Temporary protection is extended until 1 April 2027.",
            (
                "Protection temporaire : jusqu'au 4 mars 2026 → jusqu'au 1er avril 2027",
                "Tijdelijke bescherming: tot en met 4 maart 2026 → tot en met 1 april 2027",
                "Temporary protection: until 4 March 2026 → until 1 April 2027",
            ),
        ),
        (
            "de",
            "Die Gebühr beträgt 1.198,50 Euro.",
            "Die Gebühr beträgt 1.206 Euro ab dem 1. Januar 2026.",
            (
                "Montant : 1.198,50 € → 1.206 €, dès le 1er janvier 2026",
                "Bedrag: 1.198,50 € → 1.206 €, vanaf 1 januari 2026",
                "Amount: €1,198.50 → €1,206, from 1 January 2026",
            ),
        ),
        (
            "fr",
            "L'amende varie de 200 à 500 euros.",
            "L'amende varie de 200 à 1.000 euros.",
            ("Amende : 200 à 500 € → 200 à 1.000 €", "Geldboete: 200 tot 500 € → 200 tot 1.000 €", "Fine: €200 to €500 → €200 to €1,000"),
        ),
        (
            "fr",
            "Le traitement est suspendu.",
            "Le traitement a repris.",
            ("Art. 5 : suspendu → repris", "Art. 5: opgeschort → hervat", "Art. 5: suspended → resumed"),
        ),
        (
            "fr",
            "L'Agence peut limiter l'aide.",
            "L'Agence limite l'aide.",
            ("Art. 5 : « peut limiter » → « limite »", "Art. 5: “peut limiter” → “limite”", "Art. 5: “peut limiter” → “limite”"),
        ),
        (
            "fr",
            "L'aide est due à tous.",
            "L'aide est due à tous, sauf aux mineurs.",
            ("Art. 5 : ajout de « sauf aux mineurs »", "Art. 5: toevoeging van “sauf aux mineurs”", "Art. 5: “sauf aux mineurs” added"),
        ),
    ],
)
def test_a_change_is_told_in_three_languages(language: str, before: str, after: str, sentences: tuple[str, str, str]) -> None:
    change = only(language, before, after)
    assert tuple(change.summary[reader] for reader in ("fr", "nl", "en")) == sentences


@pytest.mark.parametrize(
    ("language", "before", "after", "sentences"),
    [
        (
            "fr",
            "Ouvert de 9 h à 12 h. Tél. 02 793 80 00.",
            "Ouvert de 9 h à 12 h 30. Tél. 02 793 80 01.",
            (
                "Heures d'ouverture : de 9 h à 12 h → de 9 h à 12 h 30 ; Téléphone : 02 793 80 00 → 02 793 80 01",
                "Openingsuren: van 9 tot 12 uur → van 9 tot 12.30 uur; Telefoon: 02 793 80 00 → 02 793 80 01",
                "Opening hours: from 9:00 to 12:00 → from 9:00 to 12:30; Telephone: 02 793 80 00 → 02 793 80 01",
            ),
        ),
        (
            "fr",
            "Ouvert de 9 h à 12 h.",
            "Ouvert de 10 h à 13 h.",
            (
                "Heures d'ouverture : de 9 h à 12 h → de 10 h à 13 h",
                "Openingsuren: van 9 tot 12 uur → van 10 tot 13 uur",
                "Opening hours: from 9:00 to 12:00 → from 10:00 to 13:00",
            ),
        ),
        (
            "nl",
            "Het loket opent om 9.30 uur.",
            "Het loket opent om 10 uur.",
            ("Heures d'ouverture : 9 h 30 → 10 h", "Openingsuren: 9.30 uur → 10 uur", "Opening hours: 9:30 → 10:00"),
        ),
        (
            "fr",
            "120 demandes sont traitées par jour.",
            "1.500 demandes sont traitées par jour.",
            (
                "Art. 5 : 120 demandes → 1.500 demandes",
                "Art. 5: 120 “demandes” → 1.500 “demandes”",
                "Art. 5: 120 “demandes” → 1,500 “demandes”",
            ),
        ),
        (
            "fr",
            "La redevance est de 198 € (A), 100 € (B), 50 € (C), 20 € (D) et 10 € (E).",
            "La redevance est de 206 € (A), 110 € (B), 55 € (C), 25 € (D) et 15 € (E).",
            (
                "Redevance : 198 € → 206 € ; 100 € → 110 € ; 50 € → 55 € (et 2 autres valeurs)",
                "Retributie: 198 € → 206 €; 100 € → 110 €; 50 € → 55 € (en 2 andere waarden)",
                "Contribution fee: €198 → €206; €100 → €110; €50 → €55 (and 2 other values)",
            ),
        ),
        (
            "fr",
            "L'inscription est gratuite.",
            "L'inscription coûte 50 EUR.",
            ("Art. 5 : gratuit → 50 €", "Art. 5: gratis → 50 €", "Art. 5: free of charge → €50"),
        ),
        (
            "de",
            "Der Antrag kostet 50 Euro.",
            "Der Antrag ist kostenlos.",
            ("Art. 5 : 50 € → gratuit", "Art. 5: 50 € → gratis", "Art. 5: €50 → free of charge"),
        ),
        (
            "fr",
            "La contribution est de 20 % du revenu pour les adultes.",
            "La contribution est de 20 % du salaire brut pour les adultes.",
            (
                "Contribution : 20 % « du revenu » → 20 % « du salaire brut »",
                "Bijdrage: 20 % “du revenu” → 20 % “du salaire brut”",
                "Contribution: 20% “du revenu” → 20% “du salaire brut”",
            ),
        ),
        (
            "fr",
            "La contribution est de 20 % du revenu.",
            "La contribution est de 25 % du salaire brut.",
            (
                "Contribution : 20 % « du revenu » → 25 % « du salaire brut »",
                "Bijdrage: 20 % “du revenu” → 25 % “du salaire brut”",
                "Contribution: 20% “du revenu” → 25% “du salaire brut”",
            ),
        ),
        (
            "nl",
            "De partner is ouder dan 18 jaar.",
            "De partner is ouder dan 21 jaar.",
            ("Âge : 18 ans → 21 ans", "Leeftijd: 18 jaar → 21 jaar", "Age: 18 years → 21 years"),
        ),
        (
            "fr",
            "Le gel des décisions est maintenu.",
            "Le gel des décisions est levé.",
            ("Art. 5 : gelé → repris", "Art. 5: bevroren → hervat", "Art. 5: frozen → resumed"),
        ),
    ],
)
def test_a_sentence_speaks_its_readers_language(language: str, before: str, after: str, sentences: tuple[str, str, str]) -> None:
    change = only(language, before, after)
    assert tuple(change.summary[reader] for reader in ("fr", "nl", "en")) == sentences


@pytest.mark.parametrize(
    ("language", "before", "after", "rule"),
    [
        ("fr", "Le conjoint doit avoir plus de 18 ans.", "Le conjoint doit avoir plus de 21 ans.", "condition"),
        ("en", "Applicants must be 18 years old.", "Applicants must be 21 years old.", "condition"),
        ("de", "Der Partner ist mindestens 18 Jahre alt.", "Der Partner ist mindestens 21 Jahre alt.", "condition"),
        ("fr", "Il faut 120 % du revenu d'intégration.", "Il faut 130 % du revenu d'intégration.", "condition"),
        ("nl", "Hij verdient 120 % van het leefloon.", "Hij verdient 130 % van het leefloon.", "condition"),
        ("fr", "La contribution est de 35 % des revenus.", "La contribution est de 50 % des revenus.", "fee"),
        ("fr", "Le recours est introduit après 2 ans.", "Le recours est introduit après 3 ans.", "deadline"),
    ],
)
def test_an_age_and_a_share_of_a_reference_income_are_conditions(language: str, before: str, after: str, rule: str) -> None:
    assert only(language, before, after).rule == rule


def test_a_cell_of_a_table_is_named_by_what_the_table_is_about_and_by_its_row() -> None:
    change = only("fr", "198 €", "206 €", path="Redevance › Regroupement familial › Montant", label="Regroupement familial")
    assert change.summary["nl"] == "Retributie, Regroupement familial: 198 € → 206 €"


def test_the_heading_of_a_tables_new_column_says_from_when_it_binds() -> None:
    def version(amount: str, column: str) -> Version:
        cell = Provision("cell", f"Redevance › Études › {column}", amount, firm=True, label="Études")
        return Version("test", (cell,))

    (change,) = compare(version("229 €", "Depuis le 1er janvier 2024"), version("238 €", "Depuis le 1er janvier 2025"), "fr")
    assert change.effective == "2025-01-01"


def test_only_the_law_says_abroge() -> None:
    text = "L'Agence peut limiter l'aide."
    assert only("fr", text, "(Abrogé)").summary["fr"] == "Art. 5 (abrogé)"
    assert "abrogé" not in only("fr", text, None).summary["fr"]


def test_a_long_new_text_is_quoted_by_its_first_sentences() -> None:
    text = "Le mineur reçoit un tuteur dans un délai de trois jours. " + "Le tuteur le prépare à l'entretien. " * 8
    (change,) = compare(Version("test", ()), Version("test", (Provision("art:5", "Art. 5", text, firm=True),)), "fr")
    assert change.summary["fr"].startswith("Art. 5 (nouveau) : « Le mineur reçoit un tuteur dans un délai de trois jours. ")
    assert change.summary["fr"].endswith("à l'entretien. … »")


@pytest.mark.parametrize(
    ("language", "value", "unit", "written"),
    [
        ("fr", "1", "month", "1 mois"),
        ("fr", "1.5", "day", "1,5 jour"),
        ("fr", "0.5", "year", "6 mois"),
        ("nl", "1.5", "year", "18 maanden"),
        ("nl", "2", "year", "2 jaar"),
        ("en", "1.5", "month", "1.5 months"),
        ("en", "1", "working_day", "1 working day"),
        ("en", "12..18", "month", "12 to 18 months"),
    ],
)
def test_spans_are_told_in_the_number_that_grammar_asks(language: str, value: str, unit: str, written: str) -> None:
    assert value_in_words(FactType.DURATION, value, unit, language) == written


@pytest.mark.parametrize(
    ("language", "text", "effective"),
    [
        ("fr", "Le présent arrêté entre en vigueur le 1er mars 2026.", "2026-03-01"),
        ("nl", "Dit besluit treedt in werking op 1 maart 2026.", "2026-03-01"),
        ("nl", "Dit besluit treedt op 1 maart 2026 in werking.", "2026-03-01"),
        ("en", "This Regulation shall apply from 12 June 2026.", "2026-06-12"),
        ("de", "Dieser Erlass tritt am 1. März 2026 in Kraft.", "2026-03-01"),
        ("de", "Diese Gebühr gilt ab 1. März 2026.", "2026-03-01"),
        ("fr", "Le présent arrêté produit ses effets le 1er mars 2026.", "2026-03-01"),
        ("en", "The new law, announced for 1 March 2026, is stricter.", "2026-03-01"),
        ("fr", "La présente loi entre en vigueur le dixième jour qui suit sa publication.", None),
        ("fr", "L'étranger réside en Belgique depuis le 1er mars 2026.", None),
    ],
)
def test_the_text_says_from_when_a_rule_binds(language: str, text: str, effective: str | None) -> None:
    (change,) = compare(Version("test", ()), Version("test", (Provision("art:9", "Art. 9", text, firm=True),)), language)
    assert change.effective == effective


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("fr", "Nouvelle loi à partir du {}.", ("1er mars 2026", "1er juin 2026")),
        ("fr", "La loi, annoncée pour le {}, est plus stricte.", ("1er mars 2026", "1er juin 2026")),
        ("fr", "Entrée en vigueur : {}", ("1er mars 2026", "1er juin 2026")),
        ("nl", "De nieuwe wet gaat in op {}.", ("1 maart 2026", "1 juni 2026")),
        ("en", "The law will take effect on {}.", ("1 March 2026", "1 June 2026")),
        ("de", "Das Gesetz tritt am {} in Kraft.", ("1. März 2026", "1. Juni 2026")),
    ],
)
def test_a_corrected_start_is_the_new_effective_date(language: str, text: str, days: tuple[str, str]) -> None:
    change = only(language, *(text.format(day) for day in days), path="Actualités")
    assert change.effective == "2026-06-01"
    assert [(fact.role, fact.before and fact.before.value) for fact in change.facts if fact.type is FactType.DATE] == [
        ("from", "2026-03-01")
    ]


def test_an_acts_closing_article_dates_its_other_articles() -> None:
    def act(*texts: str) -> Version:
        return Version("test", tuple(Provision(f"art:{number}", f"Art. {number}", text, firm=True) for number, text in enumerate(texts, 1)))

    before, after = (
        act("La redevance est de 198 €."),
        act("La redevance est de 206 €.", "Le présent arrêté entre en vigueur le 1er mars 2026."),
    )
    assert {change.effective for change in compare(before, after, "fr")} == {"2026-03-01"}


@pytest.mark.parametrize(("reader", "words"), [("fr", "8 à 36,50 €/£GB"), ("nl", "8 tot 36,50 €/£"), ("en", "€/£8 to €/£36.50")])
def test_an_amount_in_two_currencies_bears_both_signs(reader: str, words: str) -> None:
    assert value_in_words(FactType.AMOUNT, "8..36.5", "EUR/GBP", reader) == words
