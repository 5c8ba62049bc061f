"""Every sentence that people read is there in every language, says the same there, and is used."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from core.catalogues import Plural, translations
from core.translating import bring_into_line, folders, mistakes
from tests.words_used import ROOT, Asked, read_modules, read_templates

API, ALERTS, REASONS, PAGE = (ROOT / name / "translations" for name in ("api", "alerts", "differ/wording", "pipeline"))
EVERYWHERE = {"fr", "nl", "en"}


def keys(tree: Mapping[str, Any], section: str = "") -> Iterator[str]:
    for name, inner in tree.items():
        yield from keys(inner, f"{section}{name}.") if isinstance(inner, Mapping) else [section + name]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.parent.name)
def test_every_language_says_everything(folder: Path) -> None:
    assert mistakes(folder) == []
    # The reasons of a Change are recorded in English.
    assert {path.stem for path in folder.glob("*.po")} == EVERYWHERE - ({"en"} if folder == REASONS else set())
    assert len({tuple(sorted(keys(translations(path)))) for path in folder.glob("*.po")}) == 1


def test_the_catalogues_are_those_of_the_website_the_messages_the_reasons_and_the_page_of_a_difference() -> None:
    assert folders() == sorted([API, ALERTS, REASONS, PAGE])


WRONGS = {
    "a translation is taken out": lambda text: re.sub(r'(?s)#\. [^\n]*\nmsgid "site"\nmsgstr "[^\n]*"\n\n', "", text),
    "a translation is emptied": lambda text: re.sub(r'(msgid "site"\nmsgstr) ".*"', r'\1 ""', text),
    "a plural form is emptied": lambda text: re.sub(
        r'(msgid_plural "counted.changes.some"\nmsgstr\[0\] ".*"\nmsgstr\[1\]) ".*"', r'\1 ""', text
    ),
    "a plural form is left out": lambda text: re.sub(
        r'(msgid_plural "counted.changes.some"\nmsgstr\[0\] ".*"\n)msgstr\[1\] ".*"\n', r"\1", text
    ),
    "a placeholder is lost": lambda text: text.replace('"{number} wijzigingen"', '"wijzigingen"'),
    "a placeholder is translated": lambda text: text.replace('"{number} wijzigingen"', '"{getal} wijzigingen"'),
    "a translation is doubtful": lambda text: text.replace('msgid "site"', '#, fuzzy\nmsgid "site"'),
    "a translation stands there twice": lambda text: text + '\nmsgid "site"\nmsgstr "Elders"\n',
    "a message is no longer in the French": lambda text: text + '\n#. Avant\nmsgid "once"\nmsgstr "Vroeger"\n',
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The catalogues of messages, in line with the French, to be spoilt."""
    folder = Path(shutil.copytree(ALERTS, tmp_path / "alerts" / "translations"))
    for language in ("nl", "en"):
        bring_into_line(folder / f"{language}.po")
    return folder


@pytest.mark.parametrize("spoil", WRONGS.values(), ids=WRONGS.keys())
def test_it_is_noticed_when(spoil: Callable[[str], str], copied: Path) -> None:
    dutch, before = copied / "nl.po", mistakes(copied)
    text = dutch.read_text(encoding="utf-8")
    assert spoil(text) != text
    dutch.write_text(spoil(text), encoding="utf-8")
    (wrong,) = (each for each in mistakes(copied) if each not in before)
    assert wrong.startswith("alerts, nl: ")
    assert any(key in wrong for key in ("site", "counted.changes.some", "once"))


def test_a_message_without_its_translation_is_not_passed_over_in_silence(copied: Path) -> None:
    dutch = copied / "nl.po"
    dutch.write_text(WRONGS["a translation is emptied"](dutch.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ValueError, match=r"nl\.po: site is not translated"):
        translations(dutch)


def test_a_new_french_message_is_given_to_the_translators_below_its_french(copied: Path) -> None:
    (copied / "fr.po").open("a", encoding="utf-8").write('\nmsgid "greeting"\nmsgstr "Bonjour"\n')
    assert bring_into_line(copied / "nl.po") == []
    assert '#. Bonjour\nmsgid "greeting"\nmsgstr ""\n' in (copied / "nl.po").read_text(encoding="utf-8")
    assert mistakes(copied) == [
        "alerts, en: greeting is missing",
        "alerts, nl: greeting is not translated; forms: 0 of 1",
    ]


def test_a_translation_whose_french_was_changed_is_to_be_read_again(copied: Path) -> None:
    french = copied / "fr.po"
    french.write_text(french.read_text(encoding="utf-8").replace('"Toutes les nouvelles"', '"Les nouvelles"'), encoding="utf-8")
    assert [wrong.partition(": ")[2].split()[0] for wrong in mistakes(copied)] == ["site", "site"]
    assert bring_into_line(copied / "nl.po") == bring_into_line(copied / "en.po") == ["site"]
    assert mistakes(copied) == []


def test_a_language_is_added_by_translating_an_empty_catalogue(copied: Path) -> None:
    polish = copied / "pl.po"
    assert bring_into_line(polish) == []
    assert (
        'msgid "counted.changes.some"\nmsgid_plural "counted.changes.some"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""'
        in polish.read_text(encoding="utf-8")
    )
    assert len(mistakes(copied)) == len(list(keys(translations(ALERTS / "fr.po"))))


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.parent.name)
def test_the_catalogues_stand_as_make_translations_leaves_them(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "translations"))
    for path in sorted({*copy.glob("*.po")} - {copy / "fr.po"}):
        bring_into_line(path)
        assert path.read_text(encoding="utf-8") == (folder / path.name).read_text(encoding="utf-8"), "run make translations"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["aucun changement", "1 changement", "2 changements"]),
        ("nl", ["geen wijziging", "1 wijziging", "2 wijzigingen"]),
        ("en", ["no change", "1 change", "2 changes"]),
    ],
)
def test_a_number_takes_the_form_that_its_language_wants(language: str, said: list[str]) -> None:
    forms = translations(ALERTS / f"{language}.po")["counted"]["changes"]
    assert [forms["none"], forms["some"](1), forms["some"](2)] == said


def test_french_has_its_own_plural_of_nothing() -> None:
    files = {language: translations(API / f"{language}.po")["topics"]["documents"]["some"] for language in ("fr", "nl", "en")}
    assert all(isinstance(each, Plural) for each in files.values())
    assert {language: each.form_of(0) for language, each in files.items()} == {"fr": 0, "nl": 1, "en": 1}


@pytest.fixture(scope="module")
def website() -> Asked:
    asked = Asked(translations(API / "fr.po"))
    read_templates(asked, ROOT / "api" / "templates", "words")
    read_modules(asked, (ROOT / "api").rglob("*.py"), ["api.pages"])
    return asked


@pytest.fixture(scope="module")
def messages() -> Asked:
    asked = Asked(translations(ALERTS / "fr.po"))
    read_templates(asked, ROOT / "alerts" / "templates", "w")
    read_modules(asked, (ROOT / "alerts").rglob("*.py"), ["alerts.words", "alerts.desk.doubts"])
    return asked


@pytest.mark.parametrize("name", ["website", "messages"])
def test_every_word_that_is_asked_for_exists_and_every_word_that_exists_is_asked_for(name: str, request: pytest.FixtureRequest) -> None:
    asked: Asked = request.getfixturevalue(name)
    assert asked.unknown == []
    assert [key for key in keys(asked.tree) if not asked.is_asked_for(key)] == []


def test_a_word_that_nobody_wrote_or_nobody_uses_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "{% set said = words.home %}{{ said.title }} {{ said.tittle }} {{ words.kinds[kind] }} {{ words.nav.items() }}", encoding="utf-8"
    )
    tree = {"home": {"title": "", "lead": ""}, "kinds": {"page": "", "zzyzx": ""}, "nav": {"a": ""}}
    asked = Asked(tree)
    read_templates(asked, tmp_path, "words")
    assert asked.unknown == ["page.html asks for home.tittle"]
    assert [key for key in keys(tree) if not asked.is_asked_for(key)] == ["home.lead", "kinds.zzyzx"]
