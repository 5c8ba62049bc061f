"""For people who translate: catalogues brought into line with the French one, and what is still wrong with them.

``make translations`` runs it. A folder holds one catalogue a language; ``fr.po`` says which messages there are, and in the others
each message stands below its French.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCE = "fr.po"
HEADER = '''# How to translate: CONTRIBUTING.md, “Translate”.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"'''


def folders(root: Path = ROOT) -> list[Path]:
    """Every folder of catalogues below a folder."""
    return sorted(path.parent for path in root.glob(f"[a-z]*/**/translations/{SOURCE}"))


def mistakes(folder: Path) -> list[str]:
    """What is wrong with the catalogues of a folder, a sentence each: untranslated, doubtful, or not saying what the French says."""
    catalogues = {path: _read(path) for path in sorted(folder.glob("*.po"))}
    french = catalogues[folder / SOURCE]
    return [
        f"{folder.parent.name}, {path.stem}: {wrong}"
        for path, catalogue in catalogues.items()
        for wrong in (*_told_twice(path), *_wrong(catalogue, french))
    ]


def _told_twice(path: Path) -> Iterator[str]:
    numbers = Counter(re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE))
    yield from (f"{key} stands there {number} times" for key, number in numbers.items() if number > 1)


def _wrong(catalogue: Catalog, french: Catalog) -> Iterator[str]:
    said, known = _messages(catalogue), _messages(french)
    yield from (f"{key} is missing" for key in known if key not in said)
    yield from (f"{key} is not in {SOURCE}" for key in said if key not in known)
    for key, message in said.items():
        if key in known:
            yield from _differs(key, message, known[key], catalogue)


def _differs(key: str, message: Message, original: Message, catalogue: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield f"{key} is marked fuzzy; read it again and take the mark away"
    wanted = catalogue.num_plurals if original.pluralizable else 1
    if len(_forms(message)) != wanted:
        yield f"{key} is not translated; forms: {len(_forms(message))} of {wanted}"
    elif _placeholders(message) != _placeholders(original):
        yield f"{key} has not the placeholders of the French: {', '.join(sorted(_placeholders(original)))}"
    if message is not original and _beside(message) != _shown(original):
        yield f"{key} stands below another French sentence than today's; run make translations"


def bring_into_line(path: Path) -> list[str]:
    """Give a catalogue the messages of the French one; the keys of those whose French is another than before.

    What is new stands there to be translated, what is gone is taken out, a catalogue that is not there yet begins empty.
    """
    catalogue, template = _read(path) if path.exists() else Catalog(path.stem), Catalog()
    before = {key: _beside(message) for key, message in _messages(catalogue).items()}
    for message in _messages(_read(path.with_name(SOURCE))).values():
        template.add(message.id, auto_comments=[_shown(message)])
    catalogue.update(template, no_fuzzy_matching=True)
    header = path.read_text(encoding="utf-8").partition("\n\n")[0] if path.exists() else _header(catalogue)
    messages = BytesIO()
    write_po(messages, catalogue, width=0, omit_header=True, ignore_obsolete=True)
    path.write_text(f"{header}\n\n{messages.getvalue().decode()}", encoding="utf-8")
    return [key for key, message in _messages(catalogue).items() if before.get(key) and before[key] != _beside(message)]


def _header(catalogue: Catalog) -> str:
    return HEADER.format(code=catalogue.locale, plural_forms=catalogue.plural_forms)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _messages(catalogue: Catalog) -> dict[str, Message]:
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id}


def _forms(message: Message) -> list[str]:
    """The forms of a translation that are written."""
    said = message.string or ""
    return [form for form in ([said] if isinstance(said, str) else said) if form]


def _placeholders(message: Message) -> set[str]:
    return set(re.findall(r"\{\w*\}", "".join(_forms(message))))


def _shown(original: Message) -> str:
    """The French as it stands above its translations."""
    return " ".join(" | ".join(_forms(original)).split())


def _beside(message: Message) -> str:
    return " ".join(" ".join(message.auto_comments).split())


def main() -> None:
    """Bring all catalogues into line, those of the language that is named too, and say what is left to do."""
    for folder in folders():
        paths = {*folder.glob("*.po"), *(folder / f"{language}.po" for language in sys.argv[1:])} - {folder / SOURCE}
        for path in sorted(paths):
            for key in bring_into_line(path):
                print(f"{folder.parent.name}, {path.stem}: the French of {key} has changed; read the translation again")
    left = [wrong for folder in folders() for wrong in mistakes(folder)]
    sys.exit("\n".join(left) or None)


if __name__ == "__main__":
    main()
