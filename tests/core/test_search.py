"""What a search finds, on SQLite and on PostgreSQL alike."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.database import reading
from core.history import ChangeFilter, changes
from core.migration import upgrade
from core.search import LONGEST, MOST, TOLD, Query, Term, indexed, mark, query
from core.values import Rule, Significance
from tests.api.archive import START, Archive, fee_change

TEXTS = {
    "fee": ("Art. 10, § 1er, al. 2", "Le droit d'enregistrement de l'étranger est de 1.000 euros."),
    "stay": ("Article 10, § 12", "Le titre de séjour des étrangers visés à l'article 9 bis reste valable ; le droit est acquis."),
    "dutch": ("Artikel 10, § 1, tweede lid", "De vreemdeling betaalt 25 000 EUR volgens richtlijn 2011/98/EU."),
    "work": ("Œuvre › Art. 100, § 1er", "À l’œuvre : la protection temporaire, « jusqu’au 4 mars 2026 », n° 9-ter."),
    "eu": ("Art. 4(1)(a)", "The temporary permit of a worker; see Article 10 and paragraph 1 of the act."),
}
INSERTED = replace(fee_change(), before=None, summary={})


@pytest.fixture
def archive(engine):
    archive = Archive(engine)
    archive.topic()
    archive.watch()
    return archive


@pytest.fixture
def numbers(archive):
    return {name: archive.change(replace(INSERTED, path=path, after=said)) for name, (path, said) in TEXTS.items()}


def found(engine, numbers, q, **conditions):
    names = {number: name for name, number in numbers.items()}
    with reading(engine) as session:
        return [names[each.id] for each in changes(session, ChangeFilter(q=q, **conditions)).items]


ASKED = {
    "": ["eu", "work", "dutch", "stay", "fee"],
    "etranger": ["stay", "fee"],
    "ÉTRANGER": ["stay", "fee"],
    "l'etranger": ["stay", "fee"],
    "oeuvre": ["work"],
    "séj valab": ["stay"],
    "art. 10, § 1er": ["dutch", "fee"],
    "article 10 §1": ["dutch", "fee"],
    "artikel 10, § 1": ["dutch", "fee"],
    "art. 10": ["eu", "dutch", "stay", "fee"],
    "article": ["eu", "work", "dutch", "stay", "fee"],
    "art. 10, § 1er, al. 2": ["fee"],
    "art. 1": [],
    "§ 1er euros": ["fee"],
    "art. 4(1)(a)": ["eu"],
    "9bis": ["stay"],
    "9 bis": ["stay"],
    "9-ter": ["work"],
    "1000 euros": ["fee"],
    "1 000": ["fee"],
    "000": [],
    "25.000": ["dutch"],
    "2011/98/EU": ["dutch"],
    '"titre de séjour"': ["stay"],
    '"de titre séjour"': [],
    "« protection temporaire »": ["work"],
    '"protection temp"': [],
    '"temporary permit of"': ["eu"],
    '"permit temporary of"': [],
    "tempor": ["eu", "work"],
    "droit -séjour": ["fee"],
    "-étranger": ["eu", "work", "dutch"],
    '-"titre de séjour"': ["eu", "work", "dutch", "fee"],
    '-"titre de visa"': ["eu", "work", "dutch", "stay", "fee"],
    "introuvable": [],
    "dro en": [],
    "%": ["eu", "work", "dutch", "stay", "fee"],
    "1_000": [],
    '" OR ""': [],
    "droit* NEAR(x)": [],
    "droit & ! | <-> :*": ["stay", "fee"],
    "'; \\": ["eu", "work", "dutch", "stay", "fee"],
    TOLD: [],
    f'"{TOLD}"': [],
}


def test_both_databases_find_the_same(engine, numbers):
    assert {q: found(engine, numbers, q) for q in ASKED} == ASKED


def test_search_and_every_filter_combine(engine, archive, numbers):
    archive.watch("b", topics=["frais", "asile-accueil"], source="dofi", language="nl")
    archive.watch("nous", kind="own")
    fee, status = Significance.MINOR, Rule.STATUS
    numbers["b"] = archive.change(fee_change("Étranger", significance=fee, rule=status), watch="b")
    numbers["ours"] = archive.change(fee_change("Étranger"), watch="nous")
    numbers["quiet"] = archive.change(fee_change("Étranger"), quiet=True)
    numbers["technical"] = archive.change(fee_change("Étranger"), technical=True)
    conditions = {"topic": "asile-accueil", "source": "dofi", "watch": "b", "language": "nl", "rule": status}
    for name, value in conditions.items():
        assert found(engine, numbers, "étrang", **{name: value}) == ["b"]
        assert found(engine, numbers, "-étranger", **{name: value}) == []
    assert found(engine, numbers, "étrang", **conditions, significance=Significance.MINOR) == ["b"]
    assert found(engine, numbers, "étrang", significance=Significance.MAJOR) == ["stay", "fee"]
    assert found(engine, numbers, "étrang", topic="asile") == found(engine, numbers, "étrang", source="dof") == []
    assert found(engine, numbers, "étrang") == ["b", "stay", "fee"]
    assert found(engine, numbers, "étrang", watch="nous") == ["ours"]
    assert found(engine, numbers, "étrang", technical=True) == ["technical", "quiet", "b", "stay", "fee"]
    assert found(engine, numbers, "étrang", since=START, until=START) == []


def test_a_cursor_leads_through_all_that_a_search_finds(engine, archive):
    made = [archive.change(replace(INSERTED, after=f"Étranger {number}" if number % 2 else "Belge")) for number in range(9)]
    for order, expected in (("desc", made[1::2][::-1]), ("asc", made[1::2])):
        seen, cursor = [], None
        for _ in range(3):
            with reading(engine) as session:
                page = changes(session, ChangeFilter(q="étranger"), cursor, 2, order)
            seen, cursor = seen + [each.id for each in page.items], page.next or cursor
        assert seen[: len(expected)] == expected


def test_a_text_without_end_is_stored_and_found_by_its_beginning(engine, archive):
    endless = "Étranger " + " ".join(f"mot{number}" for number in range(40_000)) + "x" * 1_000_000
    numbers = {"endless": archive.change(replace(INSERTED, after=endless))}
    assert found(engine, numbers, "etranger mot17") == ["endless"]


def test_a_page_cannot_write_itself_into_a_list(engine, archive):
    archive.change(replace(INSERTED, after=f"Étranger {mark('topic', 'frais')}", path=mark("source", "cgra")))
    assert found(engine, {}, "", topic="frais") == found(engine, {}, "", source="cgra") == []


def test_upgrading_again_keeps_the_index(engine, archive, numbers):
    upgrade(engine)
    assert found(engine, numbers, "etranger") == ["stay", "fee"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Art. 10, § 1er", "art 10 paragraphe 1"),
        ("l’Article 10 §§ 1 et 2", "l art 10 paragraphe 1 et 2"),
        ("artikelen 9bis, 9 ter en 10-quater", "art 9bis 9ter en 10quater"),
        ("1.000 €, 25 000,50 EUR et 1000000", "1000 25000 50 eur et 1000000"),
        ("le 29.07.2025 ou 2025-07-29", "le 29 07 2025 ou 2025 07 29"),
        ("al. 2, par. 1, abs. 3; par exemple", "alinea 2 paragraphe 1 absatz 3 par exemple"),
        ("1er 2ème 3de 4th", "1 2 3 4"),
        ("von 10 bis 20", "von 10 bis 20"),
    ],
)
def test_one_thing_written_in_several_ways_is_indexed_as_one(written, words):
    assert indexed(written) == words


def test_a_query_tells_words_from_phrases_and_what_must_be_absent():
    assert query('art. 10, § 1er étranger "droit de séjour" -visa') == Query(
        (Term(("art", "10", "paragraphe", "1")), Term(("etranger",), begins=True), Term(("droit", "de", "sejour"))),
        (Term(("visa",), begins=True),),
    )


@given(st.text())
def test_the_index_holds_plain_words_only(written):
    words = indexed(written).split(" ")
    assert all(word.isalnum() and len(word) <= LONGEST for word in words if word)
    assert indexed(" ".join(words)) == " ".join(words) or any(map(str.isdigit, written))
    assert len(indexed(written).encode()) <= MOST


@given(st.text())
@example('"')
@example("-")
@example('-"')
@example("§" * 200)
def test_any_text_may_be_asked_for(written):
    asked = query(written)
    assert all(word.isalnum() for term in (*asked.terms, *asked.without) for word in term.words)
