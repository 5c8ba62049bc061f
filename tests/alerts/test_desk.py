"""The editor's desk: the sentence that became wrong is named with its reason, the one that only looks like it is left alone."""

from datetime import date
from pathlib import Path

import pytest

from alerts.desk.audit import audit
from alerts.desk.calendar import last_day
from alerts.desk.official import bundled, rules_of
from core.values import Provision
from pipeline.documents import version_of

TODAY = date(2026, 11, 22)
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def found(*sentences: str, language: str = "fr", today: date = TODAY, path: str = "", rules=None):
    provisions = [Provision(f"p:{number}", path, text) for number, text in enumerate(sentences)]
    return audit(provisions, language, bundled() if rules is None else rules, today)


@pytest.mark.parametrize(
    ("language", "sentence", "proposal"),
    [
        (
            "fr",
            "La protection temporaire est prolongée jusqu’au 4 mars 2024.",
            "La protection temporaire est prolongée jusqu’au 4 mars 2027.",
        ),
        ("fr", "La protection temporaire court jusqu'au 04/03/2025 inclus.", "La protection temporaire court jusqu'au 04/03/2027 inclus."),
        ("nl", "De tijdelijke bescherming loopt tot en met 4 maart 2026.", "De tijdelijke bescherming loopt tot en met 4 maart 2027."),
        ("en", "Temporary protection is valid until 4 March 2025.", "Temporary protection is valid until 4 March 2027."),
    ],
)
def test_a_former_end_date_is_replaced_in_the_notation_of_the_page(language, sentence, proposal):
    (doubtful,) = found(sentence, language=language)
    assert (doubtful.problem, doubtful.proposal) == ("superseded", proposal)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le droit d'enregistrement pour demander la nationalité est de 150 €.", "150 €"),
        ("fr", "Obtenir la nationalité belge coûte désormais 1.000 euros.", "1.000 euros"),
        ("nl", "Het registratierecht voor de Belgische nationaliteit bedraagt 1.000 euro.", "1.000 euro"),
        ("en", "Registration for Belgian nationality costs €150.", "€150"),
    ],
)
def test_where_the_value_of_today_is_not_known_there_is_no_proposal_but_the_last_known_one(language, sentence, text):
    (doubtful,) = found(sentence, language=language)
    assert (doubtful.problem, doubtful.text, doubtful.proposal) == ("superseded", text, None)
    assert {
        "fr": "À vérifier : dernière valeur connue 1.000 € (29 juillet 2025), indexée depuis",
        "nl": "29 juli 2025",
        "en": "29 July 2025",
    }[language] in doubtful.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "La protection temporaire est prolongée jusqu'au 4 mars 2027.",
        "Avant la réforme, le droit d'enregistrement pour la nationalité était de 150 €.",
        "L'ancien tarif de 150 € pour la nationalité n'existe plus.",
        "L'inscription au cours de cuisine coûte 150 €.",
        "Par exemple : Amina paie 150 € de droit d'enregistrement pour sa demande de nationalité.",
        "La ministre disait : « le droit d'enregistrement pour la nationalité reste fixé à 150 € ».",
        "Une réunion sur la protection temporaire a lieu le 4 mars 2024.",
    ],
)
def test_history_examples_quotations_and_other_things_of_the_same_value_are_left_alone(sentence):
    assert found(sentence) == []


def test_on_the_day_before_a_value_binds_the_page_is_right():
    sentence = "Le droit d'enregistrement pour la nationalité est de 150 €."
    assert found(sentence, today=date(2025, 7, 28)) == []
    (doubtful,) = found(sentence, today=date(2025, 7, 29))
    assert doubtful.proposal == "Le droit d'enregistrement pour la nationalité est de 1.000 €."


def test_a_value_that_does_not_bind_yet_is_not_to_be_written_as_law():
    sentence = "Le droit d'enregistrement pour la nationalité est de 1.000 €."
    (doubtful,) = found(sentence, today=date(2025, 7, 1))
    assert (doubtful.problem, doubtful.proposal) == ("announced", None)
    assert "29 juillet 2025" in doubtful.reason
    assert found("Un projet de loi porte le droit d'enregistrement pour la nationalité à 1.000 €.", today=date(2025, 7, 1)) == []


def test_law_told_as_a_plan_is_named_too():
    (doubtful,) = found(
        "Le projet de loi prévoit de porter le droit d'enregistrement pour la nationalité à 1.000 €.", today=date(2025, 12, 1)
    )
    assert doubtful.problem == "announced"
    assert "en vigueur depuis le 29 juillet 2025" in doubtful.reason


def test_a_length_that_the_rule_has_exceeded_by_its_own_dates():
    (doubtful,) = found("Ce statut de protection temporaire dure trois ans au maximum.")
    assert doubtful.text == "trois ans"
    assert "du 4 mars 2022 au 4 mars 2027, la durée totale est déjà de 5 ans" in doubtful.reason


def test_a_period_that_the_sentence_computes_is_not_patched_by_halves():
    (doubtful,) = found("La carte A est valable un an, soit du 4 mars 2022 au 4 mars 2023.")
    assert (doubtful.text, doubtful.proposal) == ("4 mars 2023", None)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Le nouveau règlement entrera en application en juin 2026.", "juin 2026"),
        ("nl", "De nieuwe wet zal op 1 juli 2025 in werking treden.", "1 juli 2025"),
        ("en", "The new rules will apply from 1 July 2025.", "1 July 2025"),
        ("fr", "Les inscriptions sont ouvertes jusqu'au 30 septembre 2025.", "30 septembre 2025"),
    ],
)
def test_a_promise_whose_day_has_come_and_an_end_that_has_passed(language, sentence, text):
    (doubtful,) = found(sentence, language=language)
    assert (doubtful.problem, doubtful.text) == ("expired", text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Le nouveau règlement entrera en application en juin 2027.",
        "Les inscriptions étaient ouvertes jusqu'au 30 septembre 2025.",
        "Les inscriptions sont ouvertes jusqu'au 30 septembre 2027.",
        "En 2026, nous poursuivrons notre travail.",
    ],
)
def test_what_is_still_to_come_or_told_as_past_is_left_alone(sentence):
    assert found(sentence) == []


def test_two_states_of_one_place_contradict_one_another_and_the_opening_of_another_does_not():
    reopened = "L'ambassade de Belgique à Kyiv est rouverte depuis juillet 2022."
    (doubtful,) = found(reopened, "L'ambassade de Belgique à Kyiv étant fermée, adressez-vous à Varsovie.")
    assert doubtful.problem == "contradiction"
    assert reopened in doubtful.reason
    assert found(reopened, "Le guichet de Liège est fermé le lundi.") == []


def test_two_lengths_of_one_measure_of_today():
    first, second = "Le délai de traitement est actuellement de 4 mois.", "Le délai de traitement est désormais de 6 mois."
    (doubtful,) = found(first, second)
    assert (doubtful.problem, doubtful.text) == ("contradiction", "6 mois")
    assert found(first, "Pour un visa, le délai de traitement est de 6 mois.") == []


def test_the_steps_of_a_rule_decide_and_nothing_in_the_code_knows_one():
    rule = {
        "essai": {
            "topic": "frais",
            "type": "amount",
            "label": {"fr": "taxe d'essai"},
            "about": {"fr": [["taxe d'essai"]]},
            "history": [{"value": "7", "unit": "EUR"}, {"value": "9", "unit": "EUR", "from": "2026-01-01", "source": "le Moniteur"}],
        }
    }
    (doubtful,) = found("La taxe d'essai est de 7 €.", rules=rules_of(rule))
    assert doubtful.proposal == "La taxe d'essai est de 9 €."
    assert "le Moniteur" in doubtful.reason
    assert found("La taxe d'essai est de 7 €.", rules=()) == []


def test_a_language_the_desk_does_not_read_gives_nothing():
    assert found("Der vorübergehende Schutz gilt bis zum 4. März 2024.", language="de") == []


@pytest.mark.parametrize(
    ("value", "day"), [("2026-06", date(2026, 6, 30)), ("2026", date(2026, 12, 31)), ("2026-12", date(2026, 12, 31)), ("--03-04", None)]
)
def test_the_last_day_that_a_date_may_mean(value, day):
    assert last_day(value) == day


@pytest.mark.skipif(not SEEDS.is_dir(), reason="there is no ../shared/seeds beside this checkout")
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (
            "000",
            [
                ("superseded", "4 mars 2024", True),
                ("contradiction", "L’ambassade de Belgique à Kyiv étant fermée", False),
                ("superseded", "Rue du Verregat 1, 1020 Bruxelles", False),
                ("superseded", "4 mars 2023", False),
                ("superseded", "trois ans", False),
            ],
        ),
        ("001", [("announced", "90 jours", False), ("contradiction", "180 jours", False)]),
        ("002", [("expired", "juin 2026", False), ("superseded", "1000 euros", False), ("superseded", "1.000 €", False)]),
        ("003", []),
        ("004", []),
    ],
)
def test_what_is_outdated_on_the_real_documents_and_nothing_else(seed, expected):
    version = version_of(next(SEEDS.glob(f"{seed}*")), None)
    items = audit(version.provisions, "fr", bundled(), TODAY, version.title or "")
    assert [(each.problem, each.text, each.proposal is not None) for each in items] == expected


@pytest.mark.parametrize(
    ("sentence", "proposal"),
    [
        ("Un réfugié est dispensé des conditions pendant douze mois.", "Un réfugié est dispensé des conditions pendant six mois."),
        ("Un réfugié est dispensé des conditions pendant 12 mois.", "Un réfugié est dispensé des conditions pendant 6 mois."),
        ("La protection temporaire court jusqu'en mars 2026.", "La protection temporaire court jusqu'en mars 2027."),
    ],
)
def test_a_proposal_keeps_words_for_words_figures_for_figures_and_months_for_months(sentence, proposal):
    assert [each.proposal for each in found(sentence)] == [proposal]


def test_a_table_is_read_with_the_text_above_it_and_an_entry_without_its_neighbours():
    provisions = [
        Provision("a", "Prix", "Il faut payer une redevance à l'Office des étrangers."),
        Provision("b", "Prix › Regroupement familial › Montant", "198 €", label="Regroupement familial"),
        Provision("c", "Prix", "Nationalité : 150 euros de droit d'enregistrement"),
        Provision("d", "Prix", "Traduction jurée : environ 150 euros"),
    ]
    assert [each.text for each in audit(provisions, "fr", bundled(), TODAY)] == ["198 €", "150 euros"]


def test_the_same_words_with_another_value_contradict_one_another_and_two_procedures_do_not():
    first, second = "La personne a trois ans pour terminer le parcours.", "L'intéressé a dix-huit mois pour terminer le parcours."
    assert [each.text for each in found(first, second)] == ["dix-huit mois"]
    provisions = [
        Provision("a", "Procédure ordinaire", "Vous avez 30 jours pour introduire votre recours."),
        Provision("b", "Procédure accélérée", "Vous avez 10 jours pour introduire votre recours."),
    ]
    assert audit(provisions, "fr", bundled(), TODAY) == []
