"""Which rule a difference touches, how much it matters, and why, in four languages."""

import pytest

from core.values import Change, Kind, Provision, Rule, Significance, Version
from differ.compare import compare
from differ.significance import about_acts

MAJOR, MINOR, EDITORIAL = Significance.MAJOR, Significance.MINOR, Significance.EDITORIAL
NEIGHBOURS = Provision("first", "", "Bruxelles"), Provision("last", "", "Europe")


def page(text: str, path: str) -> Version:
    return Version("test", (NEIGHBOURS[0], Provision("text", path, text), NEIGHBOURS[1]))


def only(before: str, after: str, language: str = "fr", path: str = "Séjour") -> Change:
    (change,) = compare(page(before, path), page(after, path), language)
    return change


def only_in_law(before: str, after: str) -> Change:
    versions = [Version("test", (Provision("art:9", "Art. 9", text, firm=True),)) for text in (before, after)]
    (change,) = compare(versions[0], versions[1], "fr")
    return change


def published(title: str, language: str = "fr") -> Change:
    (change,) = compare(
        Version("test", ()), Version("test", (Provision("new", title, title, firm=True, label=title),)), language, listing=True
    )
    return change


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "La demande peut être refusée.", "La demande est refusée."),
        ("fr", "Vous recevez une place dans un centre.", "Vous ne recevez pas de place dans un centre."),
        ("fr", "Le visa est délivré.", "Le visa est délivré, pour autant que l'employeur soit agréé."),
        ("fr", "Une photo est requise.", "Une photo est facultative."),
        ("fr", "Le conjoint travaille ou étudie.", "Le conjoint travaille et étudie."),
        ("nl", "Het verblijf blijft behouden.", "Het verblijf blijft behouden tenzij de openbare orde in gevaar is."),
        ("nl", "Het attest is vereist.", "Het attest is niet langer vereist."),
        ("en", "You can add a certificate.", "You must add a certificate."),
        ("en", "Every applicant pays, except minors.", "Every applicant pays."),
        ("de", "Sie erhalten einen Platz im Zentrum.", "Sie erhalten keinen Platz im Zentrum."),
        ("de", "Das Recht bleibt bestehen.", "Das Recht bleibt bestehen, es sei denn, die Ordnung ist gefährdet."),
    ],
)
def test_a_changed_condition_is_major(language: str, before: str, after: str) -> None:
    change = only(before, after, language)
    assert (change.rule, change.significance) == (Rule.CONDITION, MAJOR)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "Les membres de la famille sont admis.", "Le conjoint est admis."),
        ("fr", "Tous les demandeurs sont logés.", "Certains demandeurs sont logés."),
        ("nl", "De gezinsleden reizen mee.", "De echtgenoot reist mee."),
        ("en", "Refugees are welcome.", "Refugees and stateless persons are welcome."),
        ("de", "Die Eltern arbeiten.", "Die Eltern und ihre Kinder arbeiten."),
    ],
)
def test_another_sort_of_people_is_a_changed_condition(language: str, before: str, after: str) -> None:
    change = only(before, after, language)
    assert (change.rule, change.significance) == (Rule.CONDITION, MAJOR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Le demandeur doit signer la déclaration à la commune.", "Les demandeurs doivent signer la déclaration à la commune."),
        ("Ici, le conjoint peut venir à la commune.", "Ici, les conjoints peuvent venir à la commune."),
    ],
)
def test_a_plural_changes_no_condition(before: str, after: str) -> None:
    assert only(before, after).significance is not MAJOR


def test_a_status_that_took_anothers_place_decides_the_rule() -> None:
    change = only("La loi n'est pas encore en vigueur.", "La loi est entrée en vigueur.")
    assert (change.rule, change.significance) == (Rule.STATUS, MAJOR)


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "La prolongation de votre carte se demande ici.", "La prolongation de votre carte se demande à la commune."),
        ("nl", "De verlenging van uw kaart vraagt u hier.", "De verlenging van uw kaart vraagt u bij de gemeente."),
        ("en", "Ask for the extension of your card here.", "Ask for the extension of your card at the town hall."),
        ("de", "Die Verlängerung Ihrer Karte beantragen Sie hier.", "Die Verlängerung Ihrer Karte beantragen Sie bei der Gemeinde."),
    ],
)
def test_a_status_word_that_only_names_a_step_is_no_status(language: str, before: str, after: str) -> None:
    change = only(before, after, language)
    assert (change.significance, change.rule is Rule.STATUS) == (MINOR, False)


def test_a_pages_title_alone_makes_no_rule_of_a_difference() -> None:
    assert only("Nos équipes sont à Bruxelles.", "Nos équipes sont à Liège.", path="Redevances").rule is Rule.OTHER


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("Téléphone : 02 793 80 00", "Téléphone : 02 488 80 00", Rule.CONTACT),
        ("Le guichet ouvre de 9 h à 12 h.", "Le guichet ouvre de 9 h à 16 h.", Rule.CONTACT),
        ("En mai, 2.912 personnes sont venues.", "En mai, 3.104 personnes sont venues.", Rule.OTHER),
        ("Voir la directive 2003/109/CE.", "Voir la directive 2011/98/UE.", Rule.REFERENCE),
    ],
)
def test_contacts_hours_counts_and_references_are_minor(before: str, after: str, rule: Rule) -> None:
    change = only(before, after)
    assert (change.rule, change.significance) == (rule, MINOR)


def test_percentages_of_statistics_are_minor_and_those_of_a_rule_are_major() -> None:
    assert only("Taux de protection : 44 %.", "Taux de protection : 39 %.").significance is MINOR
    assert only("Il faut 120 % du revenu.", "Il faut 110 % du revenu.").significance is MAJOR


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("La carte est valable un an.", "La carte est valable deux ans.", Rule.VALIDITY),
        ("Le délai est d'un mois.", "Le délai est de deux mois.", Rule.DEADLINE),
    ],
)
def test_the_words_beside_a_duration_say_whether_it_is_a_time_to_act_or_a_validity(before: str, after: str, rule: Rule) -> None:
    assert only(before, after).rule is rule


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Il est tenu compte des circonstances.", "Il est tenu compte des circonstances et de la vie privée de chacun de ses proches."),
        ("Deux témoins signent l'acte.", "Trois témoins signent l'acte."),
    ],
)
def test_in_doubt_law_matters_more_and_the_reason_says_so(before: str, after: str) -> None:
    change = only_in_law(before, after)
    assert change.significance is MAJOR
    assert any("in doubt the higher significance" in reason or reason.startswith("cue: ") for reason in change.reasons)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Protection temporaire prolongée jusqu'au 4 mars 2027"),
        ("fr", "Le droit d'enregistrement passe à 1.000 euros"),
        ("fr", "Fin de la protection temporaire"),
        ("nl", "Hervatting van de Syrische dossiers"),
        ("en", "Processing of Syrian applications suspended"),
        ("de", "Bearbeitung syrischer Anträge ausgesetzt"),
    ],
)
def test_a_publication_that_states_a_status_an_end_or_an_amount_is_major(language: str, title: str) -> None:
    assert published(title, language).significance is MAJOR


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Chiffres de l'asile : septembre 2025"),
        ("fr", "Fin de l'année : rencontre avec nos équipes"),
        ("nl", "Asielstatistieken van mei 2025"),
        ("nl", "Einde van het schooljaar in onze centra"),
        ("en", "Asylum statistics for May 2025"),
        ("de", "Tag der offenen Tür im Aufnahmezentrum"),
    ],
)
def test_any_other_publication_is_minor(language: str, title: str) -> None:
    assert published(title, language).significance is MINOR


def test_a_publication_about_an_act_that_is_followed_is_major() -> None:
    change = about_acts(published("Avis du Conseil d'État"), ["be:loi:2007-01-12"])
    assert (change.kind, change.significance, change.rule) == (Kind.PUBLICATION, MAJOR, Rule.REFERENCE)


@pytest.mark.parametrize(
    ("language", "path", "lead", "item"),
    [
        ("fr", "Visa", "Vous devez fournir :", "un extrait de casier judiciaire ;"),
        ("fr", "Conditions", "", "un logement assez grand"),
        ("nl", "Visum", "U moet voldoen aan:", "een bewijs van huisvesting;"),
        ("nl", "Voorwaarden", "", "een geldig paspoort"),
        ("en", "Visa", "The visa is granted provided that:", "the employer is in Brussels;"),
        ("de", "Voraussetzungen", "", "ein gültiger Pass"),
    ],
)
def test_an_item_of_a_list_of_conditions_is_one(language: str, path: str, lead: str, item: str) -> None:
    shorter = Version("test", tuple(Provision(str(number), path, text) for number, text in enumerate(filter(None, (lead, "Bruxelles ;")))))
    longer = Version("test", (*shorter.provisions, Provision("new", path, item)))
    for before, after in (shorter, longer), (longer, shorter):
        (change,) = compare(before, after, language)
        assert (change.rule, change.significance) == (Rule.CONDITION, MAJOR)
        assert any((lead or path) in reason for reason in change.reasons)


@pytest.mark.parametrize(("path", "lead"), [("Visa", "Nos bureaux :"), ("Adresses", ""), ("Visa", "Comment nous joindre :")])
def test_an_item_of_any_other_list_is_minor(path: str, lead: str) -> None:
    shorter = Version("test", tuple(Provision(str(number), path, text) for number, text in enumerate(filter(None, (lead, "Bruxelles ;")))))
    (change,) = compare(shorter, Version("test", (*shorter.provisions, Provision("new", path, "Liège ;"))), "fr")
    assert change.significance is MINOR


def test_a_sentence_behind_a_list_of_conditions_is_none_of_them() -> None:
    before = Version("test", (Provision("a", "Visa", "Vous devez fournir :"), Provision("b", "Visa", "un passeport ;")))
    after = Version("test", (*before.provisions, Provision("c", "Visa", "Le bureau se trouve à Liège.")))
    (change,) = compare(before, after, "fr")
    assert change.significance is MINOR
