"""What is read as a value, what it is worth, and what is no value at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import FactType
from differ.facts import facts
from differ.facts.dates import is_stamp
from differ.language import language


def read(text: str, language: str = "fr") -> list[tuple[str, str, str | None, str | None]]:
    return [(fact.type.value, fact.value, fact.unit, fact.role) for fact in facts(text, language)]


VALUES = ("amount", "percentage", "duration", "date")


def values(text: str, language: str = "fr") -> list[tuple[str, str, str | None, str | None]]:
    return [each for each in read(text, language) if each[0] in VALUES]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Le droit est fixé à 1.000 euros.", "1000"),
        ("150 €", "150"),
        ("1 000,50 EUR", "1000.5"),
        ("€ 206,-", "206"),
        ("EUR 366", "366"),
        ("2,5 millions d'euros", "2500000"),
        ("mille euros", "1000"),
        ("6.000.000 EUR", "6000000"),
        ("de 200 à 300 euros", "200..300"),
        ("1\N{NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}€", "1000"),
    ],
)
def test_an_amount_is_worth_the_same_however_it_is_written(text: str, value: str) -> None:
    assert read(text) == [("amount", value, "EUR", None)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30 jours ouvrables", "30", "working_day"),
        ("dans un délai de trois mois", "3", "month"),
        ("deux mois et demi", "2.5", "month"),
        ("un an et six mois", "18", "month"),
        ("quatre-vingt-dix jours", "90", "day"),
        ("nonante jours", "90", "day"),
        ("12 à 18 mois", "12..18", "month"),
        ("le 7e jour", "7", "day"),
        ("J+2", "2", "day"),
        ("dans les 48 h", "48", "hour"),
        ("moins de dix-huit ans", "18", "year"),
    ],
)
def test_a_duration_has_its_number_and_its_unit(text: str, value: str, unit: str) -> None:
    assert read(text) == [("duration", value, unit, None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jusqu’au 4 mars 2024", [("2024-03-04", "until")]),
        ("à partir du 02-08-2025", [("2025-08-02", "from")]),
        ("le 1er janvier 2026", [("2026-01-01", None)]),
        ("le 2.10.2026", [("2026-10-02", None)]),
        ("au plus tard le 31 janvier 2024", [("2024-01-31", "deadline")]),
        ("entre le 3 et le 17 mai", [("--05-03", "from"), ("--05-17", "until")]),
        ("valable du 5 mars 2025 au 4 mars 2026", [("2025-03-05", "from"), ("2026-03-04", "until")]),
        ("en mars 2026", [("2026-03", None)]),
        ("dès 2026", [("2026", "from")]),
        ("le 4 mars", [("--03-04", None)]),
    ],
)
def test_a_date_is_iso_8601_with_the_role_its_words_give_it(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(value, role) for _, value, _, role in read(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "la directive 2001/55/CE, article 4, § 2",
        "1000 Bruxelles, rue Haute 10",
        "tél. 02 793 80 00",
        "l'article 9bis, § 3, alinéa 2",
        "dossier 2007011252",
        "ouvert de 8h30 à 17h30",
        "à 20 h",
        "100.000 personnes",
        "le 31 février 2024",
    ],
)
def test_a_number_that_is_no_value_is_not_read_as_one(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("nl", "€ 206,-", ("amount", "206", "EUR")),
        ("en", "€1,250.50", ("amount", "1250.5", "EUR")),
        ("fr", "€1,250", ("amount", "1250", "EUR")),
        ("fr", "4€95", ("amount", "4.95", "EUR")),
        ("fr", "trente (30) jours", ("duration", "30", "day")),
        ("fr", "le huitième jour", ("duration", "8", "day")),
        ("fr", "entre ses dix-huit et ses vingt-huit ans", ("duration", "18..28", "year")),
        ("fr", "deux trimestres", ("duration", "6", "month")),
        ("nl", "binnen dertig dagen", ("duration", "30", "day")),
        ("nl", "anderhalf jaar", ("duration", "1.5", "year")),
        ("nl", "tweeëndertig maanden", ("duration", "32", "month")),
        ("nl", "een dertigdaagse termijn", ("duration", "30", "day")),
        ("nl", "tien kalenderdagen", ("duration", "10", "day")),
        ("nl", "geldig tot 24 uur na het moment", ("duration", "24", "hour")),
        ("en", "a six-month period", ("duration", "6", "month")),
        ("en", "within 10 working days", ("duration", "10", "working_day")),
        ("en", "until March 4th, 2027", ("date", "2027-03-04", None)),
        ("en", "120 per cent", ("percentage", "120", None)),
        ("de", "innerhalb von 30 Arbeitstagen", ("duration", "30", "working_day")),
        ("de", "eine dreimonatige Frist", ("duration", "3", "month")),
        ("de", "bis zum 4. März 2027", ("date", "2027-03-04", None)),
        ("de", "50 v. H.", ("percentage", "50", None)),
    ],
)
def test_each_language_has_its_own_way_of_writing_values(language: str, text: str, found: tuple[str, str, str | None]) -> None:
    assert [each[:3] for each in values(text, language)] == [found]


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("fr", "la directive 2011/98/UE", "celex:32011L0098"),
        ("nl", "richtlijn 2011/98/EU", "celex:32011L0098"),
        ("fr", "règlement (UE) n° 910/2014", "celex:32014R0910"),
        ("de", "Verordnung (EU) Nr. 910/2014", "celex:32014R0910"),
        ("en", "Council Implementing Decision (EU) 2022/382", "celex:32022D0382"),
        ("fr", "COM(2025) 650", "celex:52025PC0650"),
        ("fr", "la loi du 15 décembre 1980", "be:loi:1980-12-15"),
        ("nl", "de wet van 15 december 1980", "be:loi:1980-12-15"),
        ("de", "das Gesetz vom 15. Dezember 1980", "be:loi:1980-12-15"),
        ("en", "the Law of 15 December 1980", "be:loi:1980-12-15"),
        ("nl", "koninklijk besluit van 8 oktober 1981", "be:ar:1981-10-08"),
        ("fr", "le Code de la nationalité belge", "be:code:1984-06-28"),
        ("fr", "l'article 10, § 1er, alinéa 2, 4°, de la loi du 15 décembre 1980", "be:loi:1980-12-15#art:10/§1/al2/4°"),
        ("nl", "artikel 10, § 1, tweede lid, 4°, van de wet van 15 december 1980", "be:loi:1980-12-15#art:10/§1/al2/4°"),
        ("en", "Article 4(1)(a) of Directive 2011/98/EU", "celex:32011L0098#art:4/§1/a)"),
        ("de", "Artikel 4 Absatz 1 Buchstabe a der Richtlinie 2011/98/EU", "celex:32011L0098#art:4/§1/a)"),
        ("fr", "l'article 1er/1, § 2", "art:1/1/§2"),
    ],
)
def test_the_same_act_has_one_reference_in_every_language(language: str, text: str, reference: str) -> None:
    assert [value for kind, value, *_ in read(text, language) if kind == "reference"] == [reference]


def test_an_enumeration_names_each_of_its_articles() -> None:
    assert read("les articles 9bis et 9ter")[:2] == [("reference", "art:9bis", None, None), ("reference", "art:9ter", None, None)]
    assert [each[1] for each in read("les règlements (UE) 2024/1348 et 2024/1351")] == ["celex:32024R1348", "celex:32024R1351"]


def test_a_value_behind_an_article_is_no_part_of_it() -> None:
    assert read("l'article 9 et 30 jours") == [("reference", "art:9", None, None), ("duration", "30", "day", None)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "Tél. : 02 793 80 00", ("contact", "+3227938000")),
        ("fr", "+32 (0)2 488 80 00", ("contact", "+3224888000")),
        ("nl", "Info@ibz.be", ("contact", "info@ibz.be")),
        ("en", "https://dofi.ibz.be/en?utm_source=mail", ("contact", "https://dofi.ibz.be/en")),
        ("fr", "ouvert dès 9h30", ("time", "09:30")),
        ("nl", "om 9.30 uur", ("time", "09:30")),
        ("en", "at 2 pm", ("time", "14:00")),
        ("de", "um 9.30 Uhr", ("time", "09:30")),
        ("fr", "6.500 dossiers", ("count", "6500")),
        ("en", "6,500 files", ("count", "6500")),
        ("fr", "l'examen est suspendu", ("status", "suspended")),
        ("nl", "de behandeling wordt hervat", ("status", "resumed")),
        ("en", "the law enters into force", ("status", "in_force")),
        ("de", "der Schutz wird verlängert", ("status", "prolonged")),
    ],
)
def test_contacts_hours_counts_and_statuses_are_read(language: str, text: str, found: tuple[str, str]) -> None:
    assert [each[:2] for each in read(text, language)] == [found]


@pytest.mark.parametrize(
    ("role", "phrases"),
    [
        (
            "from",
            {
                "fr": [
                    "à partir du {}",
                    "entre en vigueur le {}",
                    "Le {} entre en vigueur la loi",
                    "produit ses effets le {}",
                    "annoncée pour le {}",
                ],
                "nl": [
                    "vanaf {}",
                    "treedt in werking op {}",
                    "treedt op {} in werking",
                    "met ingang van {}",
                    "gaat in op {}",
                    "gaat op {} in.",
                ],
                "en": ["as of {}", "with effect from {}", "enters into force on {}", "will take effect on {}", "applies from {} onwards"],
                "de": ["ab dem {}", "gilt ab {}", "tritt am {} in Kraft", "mit Wirkung vom {}", "wird am {} wirksam", "seit dem {}"],
            },
        ),
        (
            "until",
            {
                "fr": ["jusqu'au {} inclus", "prend fin le {}", "cessera de produire ses effets le {}", "expire le {}"],
                "nl": ["tot en met {}", "t/m {}", "t.e.m. {}", "loopt af op {}", "loopt op {} af.", "eindigt op {}"],
                "en": ["until {} inclusive", "up to and including {}", "ends on {}", "valid until {}", "expires on {}"],
                "de": ["bis zum {}", "gilt bis {}", "bis einschließlich {}", "endet am {}", "läuft am {} ab.", "tritt am {} außer Kraft"],
            },
        ),
        (
            "deadline",
            {
                "fr": ["au plus tard le {}", "avant le {}", "date limite : {}"],
                "nl": ["uiterlijk {}", "uiterlijk op {}", "ten laatste op {}", "vóór {}"],
                "en": ["no later than {}", "by {}", "at the latest on {}", "on or before {}"],
                "de": ["spätestens am {}", "spätestens bis zum {}", "Frist bis {}", "bis spätestens {}", "vor dem {}"],
            },
        ),
    ],
)
def test_the_same_roles_are_read_in_every_language(role: str, phrases: dict[str, list[str]]) -> None:
    days = {"fr": "3 mai 2026", "nl": "3 mei 2026", "en": "3 May 2026", "de": "3. Mai 2026"}
    for code, each in phrases.items():
        for phrase in each:
            dates = [found for found in read(phrase.format(days[code]), code) if found[0] == "date"]
            assert dates == [("date", "2026-05-03", None, role)], phrase


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("fr", "une nouvelle loi à partir du 1er mars 2026", "from"),
        ("en", "the law will take effect on 1 March 2026", "from"),
        ("fr", "la loi du 1er mars 2026", None),
        ("de", "das Gesetz vom 1. März 2026 tritt in Kraft", None),
        ("de", "der Bescheid vom 1. März 2026", None),
    ],
)
def test_a_date_with_a_role_is_not_that_of_an_act(language: str, text: str, role: str | None) -> None:
    found = read(text, language)
    assert [each[3] for each in found if each[0] == "date"] == [role]
    assert any(each[0] == "reference" for each in found) is (role is None and "Bescheid" not in text)


@pytest.mark.parametrize(
    ("language", "text", "reference"),
    [
        ("fr", "loi du 15 décembre 1980, art. 12", "be:loi:1980-12-15#art:12"),
        ("nl", "wet van 15 december 1980, artikel 10, § 1", "be:loi:1980-12-15#art:10/§1"),
        ("en", "Directive 2011/98/EU, Article 4(1)", "celex:32011L0098#art:4/§1"),
        ("de", "Gesetz vom 15. Dezember 1980, Artikel 5", "be:loi:1980-12-15#art:5"),
        ("fr", "la loi du 12 janvier 2007 sur l'accueil des demandeurs d'asile, art. 6, § 1er", "be:loi:2007-01-12#art:6/§1"),
        ("fr", "le Code de la nationalité belge (article 12bis)", "be:code:1984-06-28#art:12bis"),
        ("de", "Artikel 10 § 1 Absatz 2 Nr. 4 des Gesetzes vom 15. Dezember 1980", "be:loi:1980-12-15#art:10/§1/al2/4°"),
        ("de", "Artikel 4 Absatz 1 Nummer 2 der Richtlinie 2011/98/EU", "celex:32011L0098#art:4/§1/2)"),
        ("de", "§ 5 Abs. 2 Nr. 4", "art:5/§2/4°"),
        ("fr", "arrêté royal du 8 octobre 1981, art. 25, n° 4", "be:ar:1981-10-08#art:25/4°"),
    ],
)
def test_an_act_may_stand_before_its_place(language: str, text: str, reference: str) -> None:
    (found,) = [fact for fact in facts(text, language) if fact.type is FactType.REFERENCE]
    assert found.value == reference
    assert found.text in text and found.text.split()[0] in ("loi", "wet", "Directive", "Gesetz", "Code", "Artikel", "§", "arrêté")


def test_an_act_and_the_article_of_another_sentence_stay_apart() -> None:
    found = read(
        "En vertu de la loi du 15 décembre 1980. L'article 12 est remplacé. Voyez l'article 4 de la directive 2011/98/UE, article 5."
    )
    assert [value for kind, value, *_ in found if kind == "reference"] == ["be:loi:1980-12-15", "art:12", "celex:32011L0098#art:4", "art:5"]


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("fr", "Le gel des décisions est levé.", "resumed"),
        ("fr", "Gel levé", "resumed"),
        ("fr", "La suspension a été levée.", "resumed"),
        ("fr", "La levée de la suspension", "resumed"),
        ("fr", "Le gel n'est pas levé.", "frozen"),
        ("fr", "Les décisions ne sont plus gelées.", "resumed"),
        ("fr", "Le guichet n'est plus fermé.", "reopened"),
        ("fr", "Le traitement n'est pas suspendu.", None),
        ("fr", "Le recours ne suspend pas l'exécution.", None),
        ("fr", "La procédure n'a pas encore été suspendue.", None),
        ("nl", "De bevriezing van de dossiers is opgeheven.", "resumed"),
        ("nl", "De opschorting werd niet opgeheven.", "suspended"),
        ("nl", "De behandeling is niet langer opgeschort.", "resumed"),
        ("nl", "De behandeling is niet opgeschort.", None),
        ("nl", "Het besluit is opgeheven.", "repealed"),
        ("nl", "De minister schort de behandeling op.", "suspended"),
        ("en", "The freeze on decisions has been lifted.", "resumed"),
        ("en", "The suspension has not been lifted.", "suspended"),
        ("en", "The procedure is no longer suspended.", "resumed"),
        ("en", "The procedure isn't suspended.", None),
        ("de", "Die Aussetzung wurde am Montag aufgehoben.", "resumed"),
        ("de", "Das Verfahren ist nicht mehr ausgesetzt.", "resumed"),
        ("de", "Das Verfahren wird nicht ausgesetzt.", None),
        ("de", "Dieses Gesetz tritt am Montag in Kraft.", "in_force"),
    ],
)
def test_what_is_lifted_or_denied_is_not_what_its_word_says(language: str, text: str, status: str | None) -> None:
    assert [value for kind, value, *_ in read(text, language) if kind == "status"] == ([status] if status else [])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La demande est gratuite."),
        ("fr", "Gratuit"),
        ("fr", "Redevance : gratuit (mineurs)"),
        ("fr", "La carte est délivrée gratuitement."),
        ("nl", "De aanvraag is kosteloos."),
        ("nl", "De kaart is gratis."),
        ("en", "The card is issued free of charge."),
        ("en", "Registration is free for children."),
        ("de", "Der Antrag ist kostenlos."),
    ],
)
def test_what_is_free_of_charge_costs_nothing(language: str, text: str) -> None:
    assert read(text, language) == [("amount", "0", "EUR", None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'appel est gratuit."),
        ("fr", "Téléchargez gratuitement le logiciel."),
        ("fr", "un service rapide, gratuit et confidentiel"),
        ("fr", "La demande n'est plus gratuite."),
        ("nl", "Bel gratis naar het nummer van de dienst."),
        ("en", "Citizens are free to move."),
        ("en", "the free movement of workers"),
        ("de", "eine kostenlose Hotline"),
    ],
)
def test_what_is_free_without_being_a_price_states_none(language: str, text: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "lundi 8h-12h, mardi 13h-16h30", ["08:00", "12:00", "13:00", "16:30"]),
        ("nl", "van 9 tot 12 uur en van 13.30 tot 16.00 uur", ["09:00", "12:00", "13:30", "16:00"]),
    ],
)
def test_opening_hours_are_no_durations(language: str, text: str, found: list[str]) -> None:
    assert [each[:2] for each in read(text, language)] == [("time", value) for value in found]


def test_the_date_of_a_page_is_known_from_that_of_a_rule() -> None:
    data = language("fr")
    assert data is not None
    for text, stamp in [
        ("Dernière mise à jour : 12/05/2024", True),
        ('last_updated: "2024-05-12"', True),
        ("Valable dès le 12/05/2024", False),
    ]:
        (fact,) = facts(text, "fr")
        assert is_stamp(fact, text, data) is stamp


def test_a_date_is_never_read_in_pieces() -> None:
    assert read("le 4 mars 2027 et 30 jours") == [("date", "2027-03-04", None, None), ("duration", "30", "day", None)]


def test_a_language_without_data_has_no_facts() -> None:
    assert facts("30 giorni", "it") == ()


@given(st.text(max_size=200))
def test_every_fact_stands_where_it_says(text: str) -> None:
    found = facts(text, "fr")
    for fact in found:
        straight = text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert straight[fact.start : fact.end] == fact.text
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.integers(min_value=1, max_value=9_999_999))
def test_an_amount_written_the_belgian_way_is_read_back(number: int) -> None:
    written = f"{number:,}".replace(",", ".")
    (fact,) = facts(f"La redevance est de {written} €.", "fr")
    assert (fact.type, fact.value) == (FactType.AMOUNT, str(number))


@given(st.dates())
def test_a_numeric_date_is_read_back(day) -> None:
    (fact,) = facts(f"publié le {day.day:02}-{day.month:02}-{day.year:04}", "fr")
    assert fact.value == day.isoformat()


@pytest.mark.parametrize(("text", "value", "unit"), [("résultat en 24h ou plus", "24", "hour"), ("amende de 150EUR", "150", "EUR")])
def test_a_unit_may_touch_its_number(text: str, value: str, unit: str) -> None:
    assert [(found[1], found[2]) for found in read(text)] == [(value, unit)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "Il répond dans les (quinze) jours.", ("duration", "15", "day", None)),
        ("fr", "Il répond dans les [¹ trente]¹ jours.", ("duration", "30", "day", None)),
        ("nl", "Hij antwoordt binnen [² dertig]² dagen.", ("duration", "30", "day", None)),
        ("fr", "Le taux est de (75) p.c. du salaire.", ("percentage", "75", None, None)),
        ("fr", "Une amende de (vingt-six) à (cinq cents) euros.", ("amount", "26..500", "EUR", None)),
    ],
)
def test_the_brackets_of_an_amendment_do_not_part_a_number_from_its_unit(language: str, text: str, value: tuple[str, ...]) -> None:
    assert read(text, language) == [value]


def test_a_number_in_brackets_that_begins_a_text_is_that_of_a_paragraph() -> None:
    assert read("(2) Personen, die hier wohnen.", "de") == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "une formation de 20 heures", "20"),
        ("fr", "un séjour de 3 heures et un repas", "3"),
        ("fr", "24 heures, prolongeables de 24 heures", "24"),
        ("fr", "un test de moins de 24h", "24"),
        ("nl", "een opleiding van 20 uur", "20"),
    ],
)
def test_hours_that_last_are_no_time_of_day(language: str, text: str, value: str) -> None:
    assert {each[:3] for each in read(text, language)} == {("duration", value, "hour")}


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("fr", "du samedi 19 h au lundi 5 h", ["19:00", "05:00"]),
        ("nl", "van zaterdag 19 uur tot maandag 5 uur", ["19:00", "05:00"]),
        ("de", "von Samstag 19 Uhr bis Montag 5 Uhr", ["19:00", "05:00"]),
        ("fr", "de 6 h du matin à 20 h", ["06:00", "20:00"]),
        ("fr", "entre 8 h et 12 h", ["08:00", "12:00"]),
    ],
)
def test_hours_of_a_day_or_of_a_span_are_times(language: str, text: str, hours: list[str]) -> None:
    assert [each[:2] for each in read(text, language)] == [("time", hour) for hour in hours]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("fr", "les cinq dernières années", "5", "year"),
        ("fr", "les douze derniers mois", "12", "month"),
        ("nl", "vijf opeenvolgende jaren", "5", "year"),
        ("en", "12 consecutive months", "12", "month"),
        ("de", "zwei aufeinanderfolgende Monate", "2", "month"),
        ("fr", "isolement de 10 j", "10", "day"),
        ("nl", "12- tot 17-jarigen", "12..17", "year"),
    ],
)
def test_a_word_may_stand_between_a_number_and_its_unit(language: str, text: str, value: str, unit: str) -> None:
    assert read(text, language) == [("duration", value, unit, None)]


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "le 1er jour du deuxième mois"), ("nl", "de 1ste dag van de maand"), ("fr", "trois cents")]
)
def test_the_first_of_a_month_and_a_bare_hundred_are_no_values(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "people aged 16 to 17", ["16..17"]),
        ("en", "if you are 18 or over", ["18"]),
        ("en", "children under 12 pay half", ["12"]),
        ("en", "children under 12 months", []),
        ("en", "the fee is 18 or more", []),
        ("nl", "personen jonger dan 18", ["18"]),
    ],
)
def test_an_age_needs_no_unit_beside_the_words_that_make_one(language: str, text: str, values: list[str]) -> None:
    assert [value for kind, value, unit, _ in read(text, language) if (kind, unit) == ("duration", "year")] == values
