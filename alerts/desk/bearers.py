"""What has the amount that a sentence states: "le vol coûte 206 €", "Abonnement : 237 €", the head of a row."""

import re
from collections.abc import Iterable

from alerts.desk.official import OfficialRule
from alerts.desk.speech import Speech, cues
from alerts.desk.statements import Statement
from alerts.sentences import subject_words
from core.folding import fold
from core.values import FactType

BEHIND = re.compile(r"^ (?:de|een|deze) .+")
"""How a thing is named behind the verb of its price: "kost een ticket"."""
POINTED_AT = re.compile(r"^\W*(?:c'est|(?:ceci|cela|celle-ci|celui-ci|elle|il) est|(?:deze|dit|dat|die|het) is)\b")
"""How a sentence begins that names nothing itself: "deze is de duurste: …"."""
COMPOUND = re.compile(r"[ -]")
FOR_WHOM = re.compile(r" (?:pour|voor|van|met|avec|in|en|de|du|des|aan|bij|a|par|per) | d'")
"""What parts a thing from what it is for, or of: a "camp pour étudiants" is a camp."""
FOR_WHAT = re.compile(r"^ (?:pour|voor) (?:(?:l'|la|les?|une?|vos|votre|de|het|een|je|uw|elke?|chaque) ?)*\b(\w+)")
"""What follows an amount and says what it is for."""
PER = re.compile(r"\b(?:per|par) \w+")
ENTRY = re.compile(r"; | [☐•▪✓✔+|–—] ")
"""What parts one thing with its price from the next."""


def belongs_to_another(statement: Statement, rule: OfficialRule) -> bool:
    """Whether the sentence or the row says of something else than the rule's that it has the amount.

    Nothing is known where it names none ("elle coûte …"), or only what any payment has ("le montant", "le dossier").
    """
    language = statement.speech.language
    if statement.fact.type is not FactType.AMOUNT or not (bearer := _bearer(statement)):
        return False
    ours = [each for group in rule.about.get(language, ()) for each in group]
    head, behind = FOR_WHOM.split(_from_its_head(bearer, language))[0], PER.sub(" ", fold(statement.trailing))
    said = f" {head} {behind}"
    named = any(f" {each}" in said or (COMPOUND.search(each) and each in bearer) for each in ours)
    # "Passeport en urgence, adulte": what follows a comma says for whom it is.
    return not named and not Speech(bearer.partition(",")[0], language).shows("payment")


def _from_its_head(bearer: str, language: str) -> str:
    """The bearer from the word on that says what it is: "camp pour étudiants" is a camp."""
    return next((bearer[found.start() :] for found in re.finditer(r"\w+", bearer) if subject_words(found.group(), language)), bearer)


def _bearer(statement: Statement) -> str:
    """The words that name what has the amount, folded; empty where none do."""
    return next((each for each in _candidates(statement) if subject_words(each, statement.speech.language)), "")


def _candidates(statement: Statement) -> Iterable[str]:
    """The head of the row; what stands before the verb of a price, in Dutch also what stands behind it."""
    yield fold(statement.row)
    leading = fold(statement.leading)
    if leading.rstrip().endswith(":"):
        # What stands before a colon is one whole, commas and all: "la redevance, à verser d'avance : 237 €".
        leading = ENTRY.split(fold(statement.claim.sentence[: statement.fact.start]))[-1]
    pattern = cues(statement.speech.language).get("priced")
    if pattern and not POINTED_AT.match(leading) and (found := pattern.search(leading)):
        yield leading[: found.start()]
        yield "".join(BEHIND.findall(leading[found.end() :]))
    yield "".join(FOR_WHAT.findall(fold(statement.trailing)))
