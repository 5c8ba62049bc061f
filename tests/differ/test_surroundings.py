"""Which value stands in the place of which: by the words around it, in one text, in texts side by side and in a list."""

import pytest

from core.values import Change, Dates, Provision, Rule, Significance, Version
from differ.compare import compare
from differ.doubts import doubt_of_reading

MAJOR, EDITORIAL = Significance.MAJOR, Significance.EDITORIAL


def page(*texts: str, path: str = "Page › Règles") -> Version:
    return Version("test", tuple(Provision(str(number), path, text) for number, text in enumerate(texts)))


def changes(before: Version, after: Version, language: str = "fr") -> list[Change]:
    return compare(before, after, language)


def told(found: list[Change]) -> list[tuple[str | None, str | None]]:
    return [(fact.before and fact.before.value, fact.after and fact.after.value) for change in found for fact in change.facts]


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (
            "La demande se fait dans les deux ans. La réponse vient dans les trois ans.",
            "La demande se fait dans les trois ans. La réponse vient dans les quatre ans.",
            [("2", "3"), ("3", "4")],
        ),
        (
            "Le taux est de 10 % pour les isolés et de 20 % pour les ménages.",
            "Le taux est de 20 % pour les isolés et de 30 % pour les ménages.",
            [("10", "20"), ("20", "30")],
        ),
        ("La peine est de huit jours à un mois.", "La peine est d'un mois à six mois.", [("8", "1"), ("1", "6")]),
        (
            "Une taxe de 50 euros est due. Les enfants paient 25 euros.",
            "Une taxe de 75 euros est due. Les enfants paient 50 euros. Les aînés paient 25 euros.",
            [("50", "75"), ("25", "50"), (None, "25")],
        ),
    ],
)
def test_a_value_that_took_the_place_of_another_changed_although_its_number_stood_there(
    before: str, after: str, pairs: list[tuple[str | None, str | None]]
) -> None:
    assert told(changes(page(before), page(after))) == pairs


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        # A value beside which another one came stays.
        (
            "Le tarif fixé au point 2 est majoré de 16 euros.",
            "Le tarif fixé au point 2 est majoré de 9 euros pour la carte et de 16 euros dans les autres cas.",
            [(None, "9")],
        ),
        # What took its words along only moved.
        (
            "La carte coûte 100 € pour les majeurs et 50 € pour les mineurs d'âge.",
            "La carte coûte 50 € pour les mineurs d'âge et 100 € pour les majeurs.",
            [],
        ),
    ],
)
def test_a_value_that_only_moved_within_a_text_is_no_change(before: str, after: str, pairs: list[tuple[str | None, str | None]]) -> None:
    assert told(changes(page(before), page(after))) == pairs


def test_a_day_never_becomes_a_year_in_other_words() -> None:
    before = "L'Office remet ses comptes avant le 28 février à l'administration."
    after = "En l'année 2016, ses frais sont remboursés par l'État selon un forfait fixé d'avance."
    assert ("--02-28", "2016") not in told(changes(page(before), page(after)))


def test_a_rewritten_text_is_paired_by_the_words_around_its_value() -> None:
    before = page("Voici la règle :", "au moins 7 jours après le début des signes,", "et après 48 heures sans température.")
    after = page(
        "Restez chez vous pendant 10 jours après le début des signes. Sans température depuis 48 heures, vous pouvez de nouveau sortir.",
        "Un test n'est plus nécessaire pour reprendre le travail ou l'école.",
    )
    assert told(changes(before, after)) == [("7", "10")]


def test_an_item_is_compared_with_the_one_it_is_most_like_and_not_with_the_one_in_its_position() -> None:
    before = page("Conditions :", "La preuve a au plus 180 jours.")
    after = page("Conditions :", "Pour un usage dans le pays, la preuve a au plus 365 jours.", "Ailleurs, la preuve a au plus 180 jours.")
    assert told(changes(before, after)) == [(None, "365")]


def test_what_stands_alone_between_the_same_neighbours_is_one_text() -> None:
    before = page("Article premier.", "Entre en vigueur à une date à fixer par le Roi", "Signé à Bruxelles.")
    after = page("Article premier.", "Entre en vigueur le 1er juillet 2025", "Signé à Bruxelles.")
    (change,) = changes(before, after)
    assert (change.before, change.after) == (before.provisions[1].text, after.provisions[1].text)


class TestALoneDate:
    """A date on a line of its own."""

    def test_below_a_text_it_only_says_when_the_page_was_written(self) -> None:
        (change,) = changes(
            page("Nos articles peuvent être échangés.", "23/05/2023"), page("Nos articles peuvent être échangés.", "02/10/2023")
        )
        assert (change.significance, change.facts) == (EDITORIAL, ())

    @pytest.mark.parametrize(
        "above",
        [
            "La prochaine séance a lieu le :",
            "Règles",  # the heading itself
            "1er mai 2023",  # a list of dates
        ],
    )
    def test_behind_a_lead_in_a_heading_or_another_date_it_is_a_value(self, above: str) -> None:
        (change,) = changes(page(above, "23 mai 2023"), page(above, "2 octobre 2023"))
        assert (change.significance, told([change])) == (MAJOR, [("2023-05-23", "2023-10-02")])

    def test_in_a_table_it_is_a_value(self) -> None:
        before, after = (
            Version("test", (Provision("a", "Page", "Délais fixés."), Provision("b", "Page › Date", day, firm=True, label="Dépôt")))
            for day in ("23/05/2023", "02/10/2023")
        )
        (change,) = changes(before, after)
        assert change.significance is MAJOR


class TestTheBasisOfAPercentage:
    """Of what a percentage is taken."""

    @pytest.mark.parametrize(
        ("language", "before", "after"),
        [
            ("nl", "De bijdrage is 20 % van het nettoloon.", "De bijdrage is 20 % van het brutoloon."),
            ("en", "You pay 20 % of the net wage.", "You pay 20 % of the gross wage."),
            ("fr", "La cotisation est de 20 % du salaire net.", "La cotisation est de 20 % du salaire brut."),
            ("de", "Der Beitrag ist 20 % des Nettolohns.", "Der Beitrag ist 20 % des Bruttolohns."),
        ],
    )
    def test_another_one_is_another_rule(self, language: str, before: str, after: str) -> None:
        (change,) = changes(page(before), page(after), language)
        assert (change.rule, change.significance) == (Rule.FEE, MAJOR)
        assert "what a percentage is taken of changed" in change.reasons

    def test_the_same_one_with_more_behind_it_is_none(self) -> None:
        (change,) = changes(
            page("La cotisation est de 20 % du salaire net, arrondie."), page("La cotisation est de 20 % du salaire net, ajustée.")
        )
        assert change.significance is not MAJOR


TEXTS = [
    f"Le service {name} explique une partie du sujet." for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta")
]
REST = [f"La commune {name} reçoit les habitants sur place." for name in ("une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")]


class TestManyTextsThatVanish:
    """Paragraphs that go together without a word of repeal."""

    def test_are_in_doubt_major(self) -> None:
        found = changes(page(*REST, *TEXTS), page(*REST))
        assert {change.significance for change in found} == {MAJOR}
        assert all("in doubt the higher significance: many texts vanished together" in change.reasons for change in found)

    def test_are_none_where_few_vanish(self) -> None:
        assert all(change.significance is not MAJOR for change in changes(page(*REST, *TEXTS[:3]), page(*REST)))


def test_an_article_that_the_publisher_notes_as_amended_did_not_collapse() -> None:
    old = [f"La commission {number} examine les dossiers dans les {number} mois." for number in range(2, 14)]
    new = [f"Un comité tranche désormais le litige {number} par écrit." for number in range(2, 11)]
    noted = Dates(in_force="2010-02-01", applies="2010-02-01")
    before = Version("test", tuple(Provision(str(number), "Art. 7", text) for number, text in enumerate(old)))
    after = Version("test", tuple(Provision(f"new {number}", "Art. 7", text, dates=noted) for number, text in enumerate(new)))
    assert doubt_of_reading(before, after) is None
    unnoted = Version("test", tuple(Provision(each.key, each.path, each.text) for each in after.provisions))
    doubt = doubt_of_reading(before, unnoted)
    assert doubt is not None
    assert doubt.kind == "collapsed"
