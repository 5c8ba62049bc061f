"""Which official rule a statement of ours repeats, how surely, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.desk.bearers import belongs_to_another
from alerts.desk.expressions import first_of
from alerts.desk.official import NOT_BINDING, OfficialRule
from alerts.desk.speech import Speech, is_read
from alerts.desk.statements import Statement
from alerts.desk.unheard import told_plainly
from core.folding import fold
from core.values import Fact, FactType

ENDS = ("until", "deadline")
A_DAY, LAW = 10, "in_force"
NEAR, FAR, ANYWHERE = 1.0, 0.7, 0.4
TELLING = 3
"""How many digits that are no round zeros make an amount one of its own."""
DENIED = re.compile(
    r"\b(non|pas|jamais|aucune?|niet|nooit|geen|not|never) (\w+ )?\w+"
    r"|\b(hors|outre|(sans|avant)( meme)? (de )?(parler|compter)|en (plus|sus)|bovenop|naast|exclusief|los van)"
    r"( (du|des?|les?|la|de|het))? (d'|l')?\w+"
)
"""What is denied, or comes on top, tells no rule apart: "non remboursable", "sans parler d'honoraires"."""
BESIDE = {FactType.AMOUNT: 0, FactType.DURATION: 0, FactType.STATUS: -1, FactType.COUNT: -1, FactType.REFERENCE: -1}
"""The group of words that must stand near a value that says little by itself: what a duration measures, whose status it is."""


BY_THE_PAGE, BY_AN_EDITOR = "data-veille-rule", "editor"
"""The reasons of a pin."""


@dataclass(frozen=True)
class Link:
    """A statement and the rule it repeats; ``position`` is where its value stands in the rule's history, ``score`` from 0 to 1.

    A pin says so whatever the words say; then the value may be one that the rule never had, and ``position`` is ``None``.
    """

    statement: Statement
    rule: OfficialRule
    position: int | None
    score: float
    reasons: tuple[str, ...]

    @property
    def own(self) -> int:
        """How many of the words stand in the sentence itself."""
        said = fold(self.statement.claim.sentence)
        return sum(reason in said for reason in self.reasons)

    @property
    def pinned(self) -> bool:
        """Whether a person said so, in the markup of the page or on the desk."""
        return self.reasons[-1:] in ((BY_THE_PAGE,), (BY_AN_EDITOR,))


def links(stated: Sequence[Statement], rules: Iterable[OfficialRule]) -> list[Link]:
    """The likeliest rule of each statement that repeats one, in the order of the statements."""
    known = {rule.id: rule for rule in rules}
    found = []
    for statement in stated:
        named = pinned(statement, known.get(statement.pin or ""), BY_THE_PAGE)
        candidates = [named] if named else [link for rule in known.values() if (link := _link(statement, rule))]
        candidates = candidates or [link for rule in known.values() if (link := _unheard(statement, rule))]
        if candidates:
            found.append(max(candidates, key=lambda link: (len(link.reasons), link.own, link.score)))
    return found


def pinned(statement: Statement, rule: OfficialRule | None, by: str) -> Link | None:
    """The link that a person made by naming the rule; only values of the rule's type repeat it, and its role where one has that."""
    if rule is None or statement.fact.type is not rule.type or not is_read(statement.speech.language):
        return None
    fitting = [fact for fact in (statement.fact, *statement.beside) if fact.type is rule.type and _role_fits(fact.role, rule.role)]
    return None if fitting and statement.fact not in fitting else Link(statement, rule, _position(statement, rule), 1.0, (by,))


def _link(statement: Statement, rule: OfficialRule) -> Link | None:
    """The link of a statement whose value is one of the rule's."""
    # Values are told apart sooner than words: most statements of a page state none of the rule's.
    stands = statement.fact.type is rule.type and _position(statement, rule) is not None
    return speaks_of(statement, rule) if stands else _told_as_law(statement, rule)


def _told_as_law(statement: Statement, rule: OfficialRule) -> Link | None:
    """The link of a statement that says in whatever words that a mere proposal is law."""
    told, newest = statement.told, len(rule.history) - 1
    if told is None or told.matter != rule.matter or told.fact.value != LAW or rule.history[newest].stage not in NOT_BINDING:
        return None
    words = spoken_of(statement, rule.about.get(statement.speech.language, ()))
    return Link(statement, rule, newest, words[0], words[1]) if words else None


def _unheard(statement: Statement, rule: OfficialRule) -> Link | None:
    """The link of a statement that plainly tells another value than the only one a rule has."""
    words = told_plainly(statement, rule) if statement.fact.type is rule.type and is_set(statement, rule) else ()
    return Link(statement, rule, None, NEAR, words) if words else None


def speaks_of(statement: Statement, rule: OfficialRule) -> Link | None:
    """The link of a statement that speaks of the rule by its type and its words, whether or not the rule ever had its value."""
    fact = statement.fact
    if (
        fact.type is not rule.type
        or (fact.type is FactType.STATUS and rule.matter != (statement.told.matter if statement.told else None))
        or not (_role_fits(fact.role, rule.role) or _ends(statement, rule))
        or not is_set(statement, rule)
        or is_of_another(statement, rule)
        or _is_an_estimate(statement, rule)
        or belongs_to_another(statement, rule)
    ):
        return None
    groups, position = rule.about.get(statement.speech.language, ()), _position(statement, rule)
    words = spoken_of(statement, groups, _beside(statement))
    if (
        words is None
        and position is not None
        and _is_telling(statement.fact)
        and not _names_another(rule, statement.claim.sentence, statement)
    ):
        words = _told_by_its_value(statement, groups)
    return Link(statement, rule, position, words[0], words[1]) if words else None


def _is_telling(fact: Fact) -> bool:
    """Whether hardly anything else has the same value: "206 €", "2.048,53 €", not "150 €"."""
    return fact.type is FactType.AMOUNT and len(fact.value.replace(".", "").strip("0")) >= TELLING


def _told_by_its_value(statement: Statement, groups: Sequence[Sequence[str]]) -> tuple[float, tuple[str, ...]] | None:
    """As ``spoken_of``, where the value itself says as much as one of two groups would: it is not named, or only elsewhere on the page."""
    texts = [(NEAR, statement.near), (FAR, statement.far), (ANYWHERE, statement.page)]
    found = [next(((score, word) for score, text in texts if (word := first_of(group, text))), (0.0, "")) for group in groups]
    if len(groups) < 2 or max(score for score, _ in found) < FAR or not found[-1][1]:
        return None
    return sum(score for score, _ in found) / len(groups), tuple(word for _, word in found if word)


def _beside(statement: Statement) -> int | None:
    """Which group of words must stand near; the amounts of a table are told to be prices by the text above it."""
    in_a_table = statement.row and statement.fact.type is FactType.AMOUNT
    return None if in_a_table else BESIDE.get(statement.fact.type)


def is_set(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the page speaks at large of what the rule is about; a telling value of its history says so by itself."""
    known = _is_telling(statement.fact) and _position(statement, rule) is not None
    return known or all(first_of(group, statement.page) for group in rule.setting.get(statement.speech.language, ()))


def is_of_another(statement: Statement, rule: OfficialRule) -> bool:
    """Whether words of its clause tell that it speaks of a rule like this one."""
    return _names_another(rule, statement.clause, statement)


def _is_an_estimate(statement: Statement, rule: OfficialRule) -> bool:
    """Whether it is a price between two others, one of which the rule never had, and its clause names nothing of the rule."""
    fact, groups = statement.fact, rule.about.get(statement.speech.language, ())
    ends = fact.value.split("..") if fact.type is FactType.AMOUNT else []
    between = len(ends) > 1 and any(rule.position(value, fact.unit) is None for value in ends)
    return between and not any(first_of(group, fold(statement.clause)) for group in groups)


def _names_another(rule: OfficialRule, text: str, statement: Statement) -> bool:
    return first_of(rule.never.get(statement.speech.language, ()), DENIED.sub(" ", fold(text))) is not None


def _position(statement: Statement, rule: OfficialRule) -> int | None:
    """Where the value stands in the history of the rule."""
    fact = statement.fact
    # "de 150 à 1000 euros" is read as a range, and tells the way from one value to the next.
    places = [place for value in fact.value.split("..") if (place := rule.position(value, fact.unit)) is not None]
    return max(places, default=None)


def _role_fits(stated: str | None, wanted: str | None) -> bool:
    return wanted is None or stated == wanted or (wanted in ENDS and stated in ENDS)


def _ends(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the sentence, or the question or column that it answers, says otherwise that something ends by an end of this rule."""
    fact = statement.fact
    if rule.role not in ENDS or fact.role is not None or rule.position(fact.value, fact.unit) is None:
        return False
    # A month alone is that of many things: its own part of the sentence must say so.
    said = statement.claim.sentence if len(fact.value) == A_DAY else statement.clause
    asked = statement.near if statement.leans else statement.column
    return any(Speech(text, statement.speech.language).shows("ends") for text in (said, asked))


def spoken_of(statement: Statement, groups: Sequence[Sequence[str]], beside: int | None = None) -> tuple[float, tuple[str, ...]] | None:
    """How surely, and by which words, the statement speaks of what the groups describe; ``None`` where it does not.

    Of every group one expression must stand there, of one group at least (of the one at ``beside``) near the value itself.
    """
    if statement.told and statement.told.subject:
        words = [first_of(group, statement.told.subject) for group in groups]
        return (NEAR, tuple(each for each in words if each)) if words and all(words) else None
    near = [first_of(group, statement.near) for group in groups]
    far = [first_of(group, f"{statement.lead} {statement.far}") for group in groups]
    found = [each or other for each, other in zip(near, far, strict=True)]
    if not groups or not all(found) or not (any(near) or statement.fact.type is FactType.CONTACT):
        return None
    if beside is not None and not near[beside] and (beside < 0 or not first_of(groups[beside], statement.lead)):
        return None
    score = sum(NEAR if each else FAR for each in near) / len(groups)
    return score, tuple(each for each in found if each)


def names_what_it_measures(link: Link) -> bool:
    """Whether its clause, or its row, names what the rule measures, and no heading tells of a rule like it."""
    statement, language = link.statement, link.statement.speech.language
    alone = all(other.type is not statement.fact.type for other in statement.beside)
    # A value that is a word of price itself ("gratuitement") says nothing of whose price it is.
    said = (statement.claim.sentence if alone else statement.clause).replace(statement.text, " ")
    measured = first_of(link.rule.about.get(language, ((),))[0], fold(said))
    headings = fold(" ".join(statement.claim.path.split(" › ")[-2:]))
    return measured is not None and first_of(link.rule.never.get(language, ()), headings) is None
