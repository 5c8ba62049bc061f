"""What a value is about, in the reader's language: "Droit d'enregistrement" is "Registratierecht" to a Dutch reader."""

from collections.abc import Iterator

from core.folding import fold
from core.values import Change, FactChange, FactType
from differ.language import Language, cues
from differ.language import language as data_of
from differ.wording.words import words


def labelled(change: Change, told: FactChange, label: str, language: str | None, reader: str) -> str:
    """What a value is about; in a table that is what its headings name, and its row: "Redevance, Regroupement familial"."""
    if not label:
        return _subject(change, told, language, reader)
    data = data_of(language)
    name = next((name for _, name in _named(data, change.rule, f"{label} ¦ {change.path}")), None) if data else None
    general = str(words(reader)["subjects"][name]) if name else ""
    return ", ".join(filter(None, (general if fold(general) not in fold(label) else "", label)))


def _subject(change: Change, told: FactChange, language: str | None, reader: str) -> str:
    """The name of what the value belongs to: by its own kind, by the words before it or around it, else the last heading."""
    side = told.after or told.before
    if side and (kind := _kind_of(told.type, side.value)):
        return str(words(reader)["subjects"][kind])
    data = data_of(language)
    text = (change.after if told.after else change.before) or ""
    before = text[: max(0, text.find(side.text))] if side else ""
    named = list(_named(data, change.rule, before)) or list(_named(data, change.rule, text))[:1] if data else []
    if named:
        return str(words(reader)["subjects"][max(named, key=lambda each: len(each[0]))[1]])
    return change.path.rpartition(" › ")[2]


def _kind_of(type: FactType, value: str) -> str | None:
    """A contact or an hour is a subject by itself."""
    if type is FactType.TIME:
        return "opening_hours"
    if type is not FactType.CONTACT:
        return None
    return "telephone" if value.startswith("+") else "web_address" if "://" in value else "email" if "@" in value else "address"


def _named(data: Language, rule: str, text: str) -> Iterator[tuple[str, str]]:
    """Every word for a subject of the rule in ``text``, with the subject it names."""
    for name in data.words["subjects"].get(rule, {}):
        for word in cues(data, "subjects", text, rule, name):
            yield word, name
