"""What holds for every document: the same is no Change, an order is a move, one value is one FactChange, and back again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Change, FactType, Kind, Provision, Version
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
VALUED = [
    (
        "La redevance s'élève à {} pour chaque adulte qui introduit une demande.",
        FactType.AMOUNT,
        [("150 €", "150"), ("1.000 €", "1000"), ("206,50 €", "206.5")],
    ),
    (
        "Le recours est introduit dans un délai de {} auprès du Conseil.",
        FactType.DURATION,
        [("dix jours", "10"), ("30 jours", "30"), ("trois mois", "3")],
    ),
    (
        "Le titre de séjour reste valable jusqu'au {} sans autre démarche.",
        FactType.DATE,
        [("4 mars 2026", "2026-03-04"), ("4 mars 2027", "2027-03-04")],
    ),
    ("Les moyens atteignent au moins {} du revenu d'intégration.", FactType.PERCENTAGE, [("100 %", "100"), ("120 %", "120")]),
]

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


@settings(max_examples=60)
@given(documents, st.sampled_from(VALUED), st.data())
def test_one_replaced_value_is_one_fact_change_with_these_values(
    texts: tuple[str, ...], valued: tuple[str, FactType, list[tuple[str, str]]], data: st.DataObject
) -> None:
    sentence, kind, values = valued
    old, new = data.draw(st.permutations(values))[:2]
    place = data.draw(st.integers(0, len(texts)))
    before, after = ((*texts[:place], sentence.format(written), *texts[place:]) for written, _ in (old, new))
    (change,) = changes(before, after)
    (fact,) = change.facts
    assert (fact.type, fact.before and fact.before.value, fact.after and fact.after.value) == (kind, old[1], new[1])


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
