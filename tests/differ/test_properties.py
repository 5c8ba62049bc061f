"""What holds for every document: the same is no Change, an order is a move, one value is one FactChange, and back again."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Change, FactType, Kind, Provision, Stated, Version
from differ.compare import compare

SENTENCES = [
    "La demande est introduite auprès du bourgmestre de la commune où l'étranger réside.",
    "Le membre de la famille apporte la preuve d'un logement suffisant au moment de la demande.",
    "L'autorité examine le dossier et informe le demandeur de la suite qui y est réservée.",
    "Une attestation est délivrée à la personne concernée après vérification de son identité.",
    "Le conjoint et les enfants mineurs accompagnent le demandeur pendant toute la procédure.",
    "Le refus est motivé en droit et en fait, puis porté à la connaissance de l'intéressé.",
    "Les documents étrangers sont légalisés et traduits par un traducteur juré en Belgique.",
    "Le séjour prend fin lorsque les conditions auxquelles il a été accordé ne sont plus remplies.",
]
VALUED = {
    FactType.AMOUNT: (
        "La redevance s'élève à {} pour chaque adulte qui introduit une demande.",
        {"150 €": "150", "1.000 €": "1000", "206,50 €": "206.5"},
    ),
    FactType.DURATION: (
        "Le recours est introduit dans un délai de {} auprès du Conseil.",
        {"dix jours": "10", "30 jours": "30", "trois mois": "3"},
    ),
    FactType.DATE: (
        "Le titre de séjour reste valable jusqu'au {} sans autre démarche.",
        {"4 mars 2026": "2026-03-04", "4 mars 2027": "2027-03-04"},
    ),
    FactType.PERCENTAGE: ("Les moyens atteignent au moins {} du revenu d'intégration.", {"100 %": "100", "120 %": "120"}),
    FactType.COUNT: (
        "Le réseau d'accueil dispose aujourd'hui de {} dans tout le pays.",
        {"35.600 places": "35600", "36.100 places": "36100"},
    ),
    FactType.TIME: ("Le guichet de la commune ferme chaque jour à {} sans exception.", {"12 h": "12:00", "16 h": "16:00"}),
    FactType.CONTACT: (
        "Pour toute question, écrivez à {} en donnant votre nom.",
        {"info@exemple.be": "info@exemple.be", "aide@exemple.be": "aide@exemple.be"},
    ),
    FactType.STATUS: (
        "Le traitement de ces dossiers est {} par le Commissaire général.",
        {"suspendu": "suspended", "repris": "resumed", "gelé": "frozen"},
    ),
    FactType.REFERENCE: (
        "Cette procédure met en œuvre la {} dans le droit de la Belgique.",
        {"directive 2003/109/CE": "celex:32003L0109", "directive 2011/98/UE": "celex:32011L0098"},
    ),
}

documents = st.permutations(SENTENCES).flatmap(lambda order: st.integers(2, len(order)).map(lambda size: tuple(order[:size])))


def page(texts: tuple[str, ...]) -> Version:
    return Version("test", tuple(Provision(str(position), "Séjour", text) for position, text in enumerate(texts)))


def changes(before: tuple[str, ...], after: tuple[str, ...]) -> list[Change]:
    return compare(page(before), page(after), "fr")


@given(documents)
def test_a_document_compared_with_itself_has_no_change(texts: tuple[str, ...]) -> None:
    assert changes(texts, texts) == []


@given(documents.flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))))
def test_siblings_in_another_order_only_moved(pair: tuple[tuple[str, ...], list[str]]) -> None:
    before, after = pair
    assert {change.kind for change in changes(before, tuple(after))} <= {Kind.MOVE}


@st.composite
def replaced_values(draw: st.DrawFn) -> tuple[FactType, tuple[str, str], tuple[str, ...], tuple[str, ...]]:
    """A type, two values of it, and a document that states the one and then the other."""
    kind = draw(st.sampled_from(sorted(VALUED)))
    sentence, values = VALUED[kind]
    old, new = draw(st.permutations(sorted(values)))[:2]
    texts = draw(documents)
    place = draw(st.integers(0, len(texts)))
    before, after = ((*texts[:place], sentence.format(written), *texts[place:]) for written in (old, new))
    return kind, (values[old], values[new]), before, after


def test_every_type_of_fact_is_replaced_in_these_documents() -> None:
    assert set(VALUED) == set(FactType)


@settings(max_examples=60)
@given(replaced_values())
def test_one_replaced_value_is_one_fact_change_with_these_values(
    replaced: tuple[FactType, tuple[str, str], tuple[str, ...], tuple[str, ...]],
) -> None:
    kind, values, before, after = replaced
    (change,) = changes(before, after)
    (fact,) = change.facts
    assert (fact.type, fact.before and fact.before.value, fact.after and fact.after.value) == (kind, *values)


@settings(max_examples=60)
@given(replaced_values(), documents)
def test_the_way_back_mirrors_the_facts(
    replaced: tuple[FactType, tuple[str, str], tuple[str, ...], tuple[str, ...]], further: tuple[str, ...]
) -> None:
    _, _, before, after = replaced

    def told(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[FactType, Stated | None, Stated | None]]:
        return [(fact.type, fact.before, fact.after) for change in changes(old, new) for fact in change.facts]

    there, back = told(before, after + further), told(after + further, before)
    assert Counter(there) == Counter((kind, new, old) for kind, old, new in back)


@pytest.mark.parametrize(
    ("one", "other"),
    [("trois mois", "3 mois"), ("1.000 €", "1 000 EUR"), ("12 mois", "un an"), ("4 mars 2027", "04/03/2027"), ("120 %", "120 pour cent")],
)
def test_a_value_that_is_only_written_otherwise_is_no_fact_change(one: str, other: str) -> None:
    sentence = "Cette règle vaut {} pour chaque demande introduite à la commune."
    found = changes((SENTENCES[0], sentence.format(one)), (SENTENCES[0], sentence.format(other)))
    assert [fact for change in found for fact in change.facts] == []


def test_values_that_only_changed_places_in_a_sentence_are_no_fact_change() -> None:
    before, after = "Il paie 206 € en 30 jours pour la carte.", "En 30 jours, il paie 206 € pour la carte."
    assert [fact for change in changes((SENTENCES[0], before), (SENTENCES[0], after)) for fact in change.facts] == []


def test_each_value_of_a_sentence_is_paired_with_the_one_in_its_place() -> None:
    before = "La redevance est de 220 € pour un étudiant, de 198 € pour un conjoint et de 138 € pour un travailleur."
    after = "La redevance est de 229 € pour un étudiant, de 206 € pour un conjoint et de 144 € pour un travailleur."
    (change,) = changes((before,), (after,))
    paired = [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in change.facts]
    assert paired == [("220", "229"), ("198", "206"), ("138", "144")]


@given(documents, documents)
def test_the_way_back_mirrors_the_way_there(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    mirrored = {Kind.INSERTION: Kind.REPEAL, Kind.REPEAL: Kind.INSERTION}
    there = sorted(
        (change.kind, change.before or "", change.after or "") for change in changes(before, after) if change.kind is not Kind.MOVE
    )
    back = sorted(
        (mirrored.get(change.kind, change.kind), change.after or "", change.before or "")
        for change in changes(after, before)
        if change.kind is not Kind.MOVE
    )
    assert there == back


@given(documents, st.data())
def test_a_paragraph_cut_in_two_or_joined_again_is_no_change(texts: tuple[str, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(texts) - 2))
    joined = (*texts[:place], f"{texts[place]} {texts[place + 1]}", *texts[place + 2 :])
    assert changes(texts, joined) == []
    assert changes(joined, texts) == []


def test_a_value_replaced_in_a_paragraph_that_was_also_cut_in_two_is_one_change() -> None:
    before = ("La redevance est de 198 €. Elle est payée avant la demande.", SENTENCES[0])
    after = ("La redevance est de 206 €.", "Elle est payée avant la demande.", SENTENCES[0])
    (change,) = changes(before, after)
    assert [(fact.before and fact.before.value, fact.after and fact.after.value) for fact in change.facts] == [("198", "206")]
