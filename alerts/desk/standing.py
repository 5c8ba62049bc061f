"""Whether a state of things ("suspendu", "fermée", "hervat") is told as it stands today."""

from alerts.desk.speech import Speech, cues
from alerts.desk.statements import Statement
from core.folding import fold
from core.values import Fact, FactType

OPPOSITE = (
    {"closed", "reopened"},
    {"suspended", "resumed"},
    {"frozen", "resumed"},
    {"in_force", "repealed"},
    {"in_force", "annulled"},
    {"in_force", "not_yet_in_force"},
)
ENTRY = 12
"""Within how many characters a state is the whole of what an entry of a table or a list says."""


def is_said_to_stand(statement: Statement) -> bool:
    """Whether a status is told as it stands: not one of a day that is past, not named in passing ("la fermeture"), not of every week.

    An event with a later one of the other kind in the same sentence is history: "fermée de février à juillet, elle a rouvert".
    """
    fact, speech = statement.fact, statement.speech
    if fact.type is not FactType.STATUS or statement.told:
        return True
    if _is_undone(statement) or (fact.value == "closed" and speech.shows("weekly")):
        return False
    lasting = speech.shows("lasting") or any(_is_since(other, statement) for other in statement.beside)
    if _is_a_noun(fact, speech.language):
        return _is_an_event(statement) and (lasting or fact.start <= ENTRY or bool(statement.row))
    dated = any(other.type is FactType.DATE and other.role is None for other in statement.beside)
    return lasting or not dated or speech.shows_before("copula", fact.start)


def _is_an_event(statement: Statement) -> bool:
    """Whether a noun tells what came, neither what is awaited ("on attend la reprise") nor what the text below is about."""
    names_its_section = statement.claim.path.split(" › ")[-1] == statement.claim.sentence
    return not names_its_section and not statement.speech.shows_before("awaited", statement.fact.start)


def _is_undone(statement: Statement) -> bool:
    """Whether the sentence tells that the opposite came afterwards."""
    language = statement.speech.language
    later = [other for other in statement.beside if other.type is FactType.STATUS and other.start > statement.fact.start]
    return any({statement.fact.value, other.value} in OPPOSITE and not _is_a_noun(other, language) for other in later)


def _is_since(fact: Fact, statement: Statement) -> bool:
    leading = Speech(statement.claim.sentence[: fact.start], statement.speech.language)
    return fact.type is FactType.DATE and (fact.role == "from" or leading.shows("since"))


def _is_a_noun(fact: Fact, language: str) -> bool:
    pattern = cues(language).get("event")
    return pattern is not None and pattern.fullmatch(fold(fact.text)) is not None
