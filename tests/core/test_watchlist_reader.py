"""``read_watchlist`` says every mistake at once, each with its file, line, column and remedy."""

from collections import Counter
from copy import deepcopy
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from core.errors import WatchlistError
from core.values import WatchKind
from core.watchlist import Watchlist
from core.watchlist_names import Problem
from core.watchlist_reader import read_watchlist

SOUND = """\
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees, references: [be:loi:1980-12-15]}
  asile: {fr: Asile, nl: Asiel, en: Asylum}
sources:
  dofi: {name: Office des étrangers, spider: dofi, delay: 3s}
watches:
  - {id: dofi.fr, source: dofi, kind: page, url: "https://dofi.ibz.be/f", language: fr, topics: [frais], every: 6h, translations: [dofi.nl]}
  - {id: dofi.nl, source: dofi, kind: page, url: "https://dofi.ibz.be/nl", language: nl, topics: [frais]}
pages:
  - {id: ours, url: "https://www.example.org/page", language: fr, topics: [asile], editor: "editor@example.org"}
subscribers:
  - {id: politique, topics: [frais], via: ["${MAIL_OF_TEST}"]}
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAIL_OF_TEST", "someone@example.org")
    return tmp_path / "watchlist.yaml"


def mistakes(path: Path, text: str, **options: bool) -> list[str]:
    """Every mistake of ``text`` as the file at ``path``, without the folder."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WatchlistError) as caught:
        read_watchlist(path, **options)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return [mistake.removeprefix(f"{path.parent}/") for mistake in caught.value.mistakes]


def sound(path: Path, text: str, **options: bool) -> tuple[Watchlist, list[str]]:
    path.write_text(text, encoding="utf-8")
    return read_watchlist(path, **options)


def watch(changes: str) -> str:
    """A watchlist whose line 4 is a Watch with some keys given otherwise or added."""
    keys = {"id": "a", "source": "s", "kind": "page", "url": '"https://example.org/"', "language": "fr"}
    keys.update(line.split(": ", 1) for line in changes.splitlines())
    written = ", ".join(f"{key}: {value}" for key, value in keys.items() if value != "-")
    return f"sources: {{s: {{name: S}}}}\ntopics: {{t: {{fr: T, nl: T, en: T}}}}\nwatches:\n  - {{{written}}}\n"


def test_a_sound_watchlist_gives_its_entries_and_no_warning(path: Path) -> None:
    watchlist, warnings = sound(path, SOUND)
    assert warnings == []
    assert [watch.id for watch in watchlist.all_watches()] == ["dofi.fr", "dofi.nl", "ours"]
    assert watchlist.watches[0].every == timedelta(hours=6)
    assert watchlist.all_watches()[2].kind is WatchKind.OWN
    assert watchlist.sources["dofi"].delay == timedelta(seconds=3)
    assert watchlist.folder == path.parent


def test_a_listing_without_a_language_is_french_and_a_page_without_one_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.yaml"
    watch = '{id: mb, source: ejustice, kind: KIND, url: "https://www.ejustice.just.fgov.be/cgi/summary.pl", match: topics}'
    text = f"sources:\n  ejustice: {{name: eJustice, spider: ejustice}}\nwatches:\n  - {watch}\n"
    path.write_text(text.replace("KIND", "listing"), encoding="utf-8")
    assert read_watchlist(path)[0].watches[0].language == "fr"
    path.write_text(text.replace("KIND", "page"), encoding="utf-8")
    with pytest.raises(WatchlistError, match="'language' is missing"):
        read_watchlist(path)


def test_mistakes_of_every_sort_are_told_at_once_in_the_order_of_the_file(path: Path) -> None:
    text = """\
topics:
  frais: {fr: Redevances, nl: Retributies, en: Fees, references: [loi-1980]}
  asile: {fr: Asile, nl: Asiel}
  frais: {fr: Encore, nl: Nog, en: Again}
sources:
  dofi: {name: Office, robot: obey}
  cgra: {name: CGRA, robots: ignore}
watches:
  - {id: dofi.a, source: dofy, kind: page, url: "https://dofi.ibz.be/", language: fr, topics: [fraix], every: 6, langage: fr}
  - {id: dofi.a, source: dofi, kind: pag, url: "http://127.0.0.1/", language: fr, topics: [nope], translations: [dofi.x]}
  - {id: dofi.c, source: cgra, kind: page, url: "www.cgra.be", language: fr, ignore: ["("], days: 3}
subscribers:
  - {id: p, topics: frais, via: []}
"""
    assert mistakes(path, text) == [
        "watchlist.yaml:2:67: 'loi-1980' is not a reference; write celex:32022D0382 or be:loi:1980-12-15",
        "watchlist.yaml:3:3: 'en' is missing; add it",
        "watchlist.yaml:4:3: the key 'frais' stands here for the second time; remove one of the two",
        "watchlist.yaml:6:24: unknown key 'robot'; did you mean 'robots'?",
        "watchlist.yaml:7:30: robots: ignore needs a why: beside it that says who allowed it",
        "watchlist.yaml:9:26: unknown source 'dofy'; did you mean 'dofi'?",
        "watchlist.yaml:9:96: unknown topic 'fraix'; did you mean 'frais'?",
        "watchlist.yaml:9:111: '6' is not a duration; write a number and one of s, m, h, d, w, such as 6h",
        "watchlist.yaml:9:114: unknown key 'langage'; did you mean 'language'?",
        "watchlist.yaml:10:10: the id 'dofi.a' is used twice; give each its own",
        "watchlist.yaml:10:38: 'pag' is not a possible kind; write one of 'page', 'law', 'listing' or 'own'",
        "watchlist.yaml:10:92: unknown topic 'nope'; known are: asile, frais",
        "watchlist.yaml:10:114: unknown watch 'dofi.x'; did you mean 'dofi.c'?",
        "watchlist.yaml:11:49: 'www.cgra.be' is not an address; write it whole, beginning with https://",
        "watchlist.yaml:11:87: '(' is not a regular expression (missing ), unterminated subpattern at position 0); "
        "escape its special characters",
        "watchlist.yaml:11:99: days needs {date} in the url, which it fills in",
        "watchlist.yaml:13:21: topics must be a list; write [frais] or one '- item' a line",
        "watchlist.yaml:13:28: via names no route; add an address such as ${ADMIN_MAIL}",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("topics: [tt]", "unknown topic 'tt'; did you mean 't'?"),
        ("source: unheard-of", "unknown source 'unheard-of'; known are: s"),
        ("url: -", "give exactly one of url, celex and query"),
        ("celex: 32022D0382", "give exactly one of url, celex and query"),
        ("url: -\nquery: missing.rq", "there is no file 'missing.rq' beside the watchlist; create it or correct the name"),
        ("url: ftp://example.org/", "'ftp://example.org/' is not an address; write it whole, beginning with https://"),
        ('url: "https://exam ple.org/"', "'https://exam ple.org/' is not an address; write it whole, beginning with https://"),
        ('url: "https://example.org:port/"', "'https://example.org:port/' is not an address; write it whole, beginning with https://"),
        ("id: A B", "'A B' is not a possible id; it must match ^[a-z0-9.-]+$"),
        ("id: -", "'id' is missing; add it"),
        ("language: it", "'it' is not a possible language; write one of 'fr', 'nl', 'en' or 'de'"),
        ("every: soon", "'soon' is not a duration; write a number and one of s, m, h, d, w, such as 6h"),
        ("select: 12", "select must be text; put 12 in quotes or write a text"),
        ("expect: {provision: {min: 3}}", "unknown key 'provision'; did you mean 'provisions'?"),
        ("frequency: daily", "unknown key 'frequency'; known are: celex, days, every, expect,"),
        ("kind: own", "kind: own is for our own pages; write this one under pages:, without its kind"),
        ('url: "https://example.org/?d={datum}"', "nothing is filled in for {datum}; did you mean '{date}'?"),
        ("translations: [a]", "a names itself as its translation; name its other language versions"),
        ('select: "main >> .body["', "'main >> .body[' is not a CSS selector ("),
        ('ignore: [".*"]', "'.*' matches every text, so that nothing would be read; begin with words of what is to be ignored"),
        (r'ignore: ["\\S"]', r"'\\S' matches every text"),
    ],
)
def test_one_mistake_is_one_sentence_with_its_remedy(path: Path, changes: str, expected: str) -> None:
    (mistake,) = mistakes(path, watch(changes))
    place, _, sentence = mistake.partition(": ")
    assert place.startswith("watchlist.yaml:4:")
    assert sentence.startswith(expected)


def test_a_translation_in_the_same_language_is_a_mistake(path: Path) -> None:
    text = SOUND.replace("language: nl", "language: fr")
    assert mistakes(path, text) == ["watchlist.yaml:7:132: dofi.nl is in 'fr' like dofi.fr; a translation is in another language"]


def test_two_watches_of_one_address_are_a_mistake_unless_they_select_other_parts_of_it(path: Path) -> None:
    twice = SOUND.replace("https://dofi.ibz.be/nl", "https://dofi.ibz.be/f/")
    assert mistakes(path, twice) == ["watchlist.yaml:8:50: dofi.fr has this address already; correct it, or remove one of the two"]
    sound(path, twice.replace("language: nl", 'language: nl, select: "main .nl"'))


def test_an_act_may_be_followed_once_in_each_language(path: Path) -> None:
    act = "  - {{id: {0}, source: dofi, kind: law, celex: 02024R1348, language: {1}}}\n"
    text = SOUND.replace("pages:\n", act.format("a", "fr") + act.format("b", "nl") + act.format("c", "de") + "pages:\n")
    watchlist, _ = sound(path, text)
    assert [watch.language for watch in watchlist.watches] == ["fr", "nl", "fr", "nl", "de"]
    (mistake,) = mistakes(path, text.replace("language: de", "language: nl"))
    assert mistake.endswith("b has this address already; correct it, or remove one of the two")


def test_the_mistakes_that_only_others_can_find_are_told_with_the_rest_and_placed(path: Path) -> None:
    path.write_text(SOUND.replace("topics: [asile]", "topics: [asyle]"), encoding="utf-8")
    with pytest.raises(WatchlistError) as caught:
        read_watchlist(path, more=lambda watchlist: [Problem(("watches", 1, "url"), f"no {watchlist.watches[1].url}")])
    assert [mistake.removeprefix(f"{path}:") for mistake in caught.value.mistakes] == [
        "8:50: no https://dofi.ibz.be/nl",
        "10:76: unknown topic 'asyle'; did you mean 'asile'?",
    ]


def test_the_list_that_a_source_is_probed_by_is_an_address_with_the_language_filled_in(path: Path) -> None:
    text = SOUND.replace("spider: dofi", 'spider: dofi, probe: "https://dofi.ibz.be/{language}/new"')
    sound(path, text)
    (mistake,) = mistakes(path, text.replace("{language}", "{date}"))
    assert mistake.endswith("nothing is filled in for {date}; known are: {language}")
    (mistake,) = mistakes(path, text.replace("https://dofi.ibz.be/{language}/new", "new"))
    assert mistake.endswith("'new' is not an address; write it whole, beginning with https://")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "10.0.0.8", "[::1]", "localhost", "localhost.", "wiki.internal", "169.254.169.254"])
def test_a_private_address_is_refused_unless_the_deployment_allows_it(path: Path, host: str) -> None:
    text = watch(f'url: "http://{host}:8000/"')
    (mistake,) = mistakes(path, text)
    assert "is a private address; VEILLE_ALLOW_PRIVATE_HOSTS=1 allows such Watches" in mistake
    watchlist, _ = sound(path, text, allow_private_hosts=True)
    assert len(watchlist.watches) == 1


def test_no_delay_is_for_loopback_addresses_only(path: Path) -> None:
    text = watch("url: https://example.org/").replace("{name: S}", "{name: S, delay: 0s}")
    assert mistakes(path, text) == ["watchlist.yaml:1:31: delay: 0s is for loopback addresses only; write 2s or more for a publisher"]
    sound(path, text, loopback=True)
    sound(path, text.replace("https://example.org/", '"http://127.0.0.1:8000/"'), allow_private_hosts=True)


def test_no_delay_is_refused_where_the_endpoint_is_asked(path: Path) -> None:
    text = watch("url: -\ncelex: 32022D0382").replace("{name: S}", "{name: S, delay: 0s}")
    assert mistakes(path, text) == ["watchlist.yaml:1:31: delay: 0s is for loopback addresses only; write 2s or more for a publisher"]


def test_an_unset_name_is_a_warning_at_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_OF_TEST")
    watchlist, warnings = sound(path, SOUND)
    place = f"{path}:12:44"
    assert warnings == [f"{place}: warning: ${{MAIL_OF_TEST}} is not set; set it in the environment before messages are sent"]
    assert watchlist.subscribers[0].via == ["${MAIL_OF_TEST}"], "secrets stay out of the watchlist"


def test_included_files_add_to_lists_and_mappings(path: Path) -> None:
    (path.parent / "more.yaml").write_text(
        "topics:\n  sejour: {fr: Séjour, nl: Verblijf, en: Residence}\n"
        'subscribers:\n  - {id: accueil, topics: [sejour], via: ["a@example.org"]}\n'
        'administrators:\n  - {id: admin, via: ["b@example.org"]}\n'
    )
    watchlist, warnings = sound(path, SOUND + "include: [more.yaml]\n")
    assert warnings == []
    assert [subscriber.id for subscriber in watchlist.subscribers] == ["politique", "accueil"]
    assert list(watchlist.topics) == ["frais", "asile", "sejour"]
    assert [administrator.id for administrator in watchlist.administrators] == ["admin"]


def test_a_mistake_in_an_included_file_is_placed_in_that_file(path: Path) -> None:
    (path.parent / "more.yaml").write_text(
        "topics:\n  frais: {fr: A, nl: B, en: C}\nsubscribers:\n  - {id: politique, topics: [frai], via: [x]}\ninclude: [other.yaml]\n"
    )
    assert mistakes(path, SOUND + "include: [more.yaml]\n") == [
        "more.yaml:2:3: topics has 'frais' already, in another file; remove one of the two",
        "more.yaml:4:10: the id 'politique' is used twice; give each its own",
        "more.yaml:4:30: unknown topic 'frai'; did you mean 'frais'?",
        "more.yaml:5:1: only watchlist.yaml may include other files; move this line there",
    ]


def test_a_missing_included_file_is_a_warning(path: Path) -> None:
    _, warnings = sound(path, SOUND + "include: [subscribers.yaml]\n")
    assert warnings == [f"{path}:13:11: warning: there is no file 'subscribers.yaml'; create it, or remove it from include"]


def test_an_included_file_that_is_not_yaml_does_not_hide_the_mistakes_of_the_others(path: Path) -> None:
    (path.parent / "more.yaml").write_text("topics: [\n")
    text = SOUND.replace("asile]", "asylum]").replace("kind: page", "kind: pages", 1) + "include: [more.yaml]\n"
    told = mistakes(path, text)
    assert [mistake.split(": ")[0] for mistake in told] == ["more.yaml:2:1", "watchlist.yaml:7:39"], (
        "the unknown topic may stand in the file that cannot be read"
    )


def test_a_misspelt_section_is_told_without_blaming_what_refers_to_it(path: Path) -> None:
    assert mistakes(path, SOUND.replace("topics:\n", "topic:\n", 1)) == ["watchlist.yaml:1:1: unknown key 'topic'; did you mean 'topics'?"]


def test_a_faulty_entry_can_still_be_referred_to(path: Path) -> None:
    assert mistakes(path, SOUND.replace("name: Office des étrangers, ", "")) == ["watchlist.yaml:5:3: 'name' is missing; add it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("watches: [\n", "watchlist.yaml:2:1: this is not valid YAML"),
        ("topics:\n  a: 1\n b: 2\n", "watchlist.yaml:3:2: this is not valid YAML"),
        ("- 1\n", "watchlist.yaml:1:1: the file must hold topics:, sources:, watches: and so on"),
        ("topics: 3\n", "watchlist.yaml:1:9: topics: input should be a valid dictionary; you wrote 3"),
        ("topics: {a: 3}\n", "watchlist.yaml:1:13: a must hold keys of its own"),
    ],
)
def test_what_is_not_a_watchlist_is_told_with_its_place(path: Path, text: str, expected: str) -> None:
    (mistake,) = mistakes(path, text)
    assert mistake.startswith(expected)


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WatchlistError, match=r"nowhere\.yaml:1:1: there is no such file; name a watchlist"):
        read_watchlist(tmp_path / "nowhere.yaml")


def test_a_folder_or_bytes_that_are_not_text_are_told(path: Path) -> None:
    with pytest.raises(WatchlistError, match="the file cannot be read"):
        read_watchlist(path.parent)
    path.write_bytes(b"topics: \xff\xfe")
    with pytest.raises(WatchlistError, match=r"the file cannot be read .*make it a readable UTF-8 file"):
        read_watchlist(path)


def test_empty_sections_are_empty(path: Path) -> None:
    watchlist, _ = sound(path, "topics:\nwatches:\nsubscribers:\n")
    assert watchlist.all_watches() == []


PUBLISHERS = ("dofi", "cgra", "fedasil", "ejustice", "eurlex")
SHIPPED = Path(__file__).resolve().parents[2] / "watchlist.yaml"


@pytest.fixture(scope="module")
def shipped() -> tuple[Watchlist, list[str]]:
    return read_watchlist(SHIPPED)


def test_the_shipped_watchlist_follows_every_publisher_in_every_language(shipped: tuple[Watchlist, list[str]]) -> None:
    watchlist, warnings = shipped
    assert len(watchlist.watches) >= 45
    assert all(Counter(watch.source for watch in watchlist.watches)[publisher] >= 5 for publisher in PUBLISHERS)
    assert {watch.language for watch in watchlist.watches} >= {"fr", "nl", "en"}
    assert [warning for warning in warnings if "is not set" not in warning and "subscribers.yaml" not in warning] == []


def test_in_the_shipped_watchlist_translations_name_each_other_and_share_their_topics(shipped: tuple[Watchlist, list[str]]) -> None:
    watchlist, _ = shipped
    watches = {watch.id: watch for watch in watchlist.watches}
    pairs = [(watch, watches[other]) for watch in watchlist.watches for other in watch.translations]
    assert pairs
    assert [
        (one.id, other.id) for one, other in pairs if not one.translations or one.topics != other.topics or one.kind != other.kind
    ] == []
    assert [(one.id, other.id) for one, other in pairs if not other.translations] == []


def test_the_shipped_watchlist_asks_often_for_news_and_fees_and_seldom_for_statistics(shipped: tuple[Watchlist, list[str]]) -> None:
    every = {watch.id: watch.every for watch in shipped[0].watches}
    assert every["dofi.redevance"] == every["dofi.redevance.nl"] == timedelta(hours=6)
    assert every["cgra.actualite"] == every["ejustice.moniteur"] == timedelta(hours=2)
    assert every["ejustice.loi-1980"] == timedelta(days=1)
    assert every["cgra.chiffres"] == every["cgra.archive.nl"] == timedelta(weeks=1)


def test_the_shipped_watchlist_asks_ejustice_for_nothing_that_robots_are_refused(shipped: tuple[Watchlist, list[str]]) -> None:
    watchlist, _ = shipped
    assert [watch.id for watch in watchlist.watches if watch.source == "ejustice" and "/eli/" in watch.url] == []


PLACES = st.lists(st.integers(0, 9), min_size=1, max_size=4)
ODDITIES = st.sampled_from([None, 3, 1.5, True, "", "x", "https://[", [], {}, [[]], [None], {"a": 1}, {1: 2}, [{}], ["x", "x"], "0s"])


def replace(data: Any, way: list[int], oddity: object) -> None:
    """Put ``oddity`` somewhere into ``data``; ``way`` says where, as positions among the keys."""
    keys = list(range(len(data))) if isinstance(data, list) else list(data)
    key = keys[way[0] % len(keys)]
    if len(way) > 1 and isinstance(data[key], list | dict) and data[key]:
        replace(data[key], way[1:], oddity)
    else:
        data[key] = oddity


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PLACES, ODDITIES), min_size=1, max_size=4))
def test_whatever_is_written_gives_a_watchlist_or_placed_mistakes(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[list[int], object]]
) -> None:
    yaml = YAML(typ="safe")
    data = yaml.load(SOUND)
    for way, oddity in changes:
        replace(data, way, deepcopy(oddity))
    written = StringIO()
    yaml.dump(data, written)
    path = tmp_path_factory.mktemp("watchlist") / "watchlist.yaml"
    path.write_text(written.getvalue(), encoding="utf-8")
    try:
        read_watchlist(path)
    except WatchlistError as error:
        assert all(mistake.startswith(f"{path}:") for mistake in error.mistakes)


def test_an_empty_file_is_a_mistake_and_an_empty_include_is_none(path: Path) -> None:
    empty = ["watchlist.yaml:1:1: the watchlist is empty; write sources: and watches:, as docs/watchlist.md shows"]
    assert mistakes(path, "") == empty
    assert mistakes(path, "# to be written\n") == empty
    (path.parent / "more.yaml").write_text("# nobody yet\n", encoding="utf-8")
    assert sound(path, f"include: [more.yaml]\n{SOUND}")[1] == []


@pytest.mark.parametrize(
    "reference", ["be:loi:1980-13-15", "be:loi:1980-02-30", "be:code:0000-01-01", "celex:02016R0399-20241301", "celex:99X"]
)
def test_a_reference_to_a_day_that_never_was_is_none(path: Path, reference: str) -> None:
    text = SOUND.replace("be:loi:1980-12-15", f'"{reference}"')
    assert mistakes(path, text) == [f"watchlist.yaml:2:67: {reference!r} is not a reference; write celex:32022D0382 or be:loi:1980-12-15"]


@pytest.mark.parametrize("celex", ["32022D0382", "52025PC0650", "62019CJ0001", "02016R0399-20240710", "32024R1351R(01)"])
def test_every_sort_of_celex_number_is_one(path: Path, celex: str) -> None:
    assert sound(path, watch(f'url: -\ncelex: "{celex}"'))[0].watches[0].celex == celex


def test_what_is_no_celex_number_is_a_mistake(path: Path) -> None:
    assert mistakes(path, watch("url: -\ncelex: 99X")) == ["watchlist.yaml:4:57: '99X' is not a CELEX number; write one such as 32022D0382"]


def test_a_topic_in_capitals_is_a_mistake_beside_those_of_shape(path: Path) -> None:
    text = SOUND.replace("frais", "Frais").replace("language: nl", "language: nll").replace("nl: Asiel, ", "").replace("asile", "ASILE")
    assert mistakes(path, text) == [
        "watchlist.yaml:2:3: 'Frais' is not a possible id; use lower-case letters, digits, dots and hyphens",
        "watchlist.yaml:3:3: 'ASILE' is not a possible id; use lower-case letters, digits, dots and hyphens",
        "watchlist.yaml:3:3: 'nl' is missing; add it",
        "watchlist.yaml:8:86: 'nll' is not a possible language; write one of 'fr', 'nl', 'en' or 'de'",
    ]


def test_warnings_are_told_after_the_mistakes_in_one_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_OF_TEST")
    path.write_text(SOUND.replace("language: nl", "language: nll"), encoding="utf-8")
    with pytest.raises(WatchlistError) as caught:
        read_watchlist(path)
    shape, route = str(caught.value).removeprefix(f"{path.parent}/").splitlines()
    assert "'nll' is not a possible language" in shape
    assert "warning: ${MAIL_OF_TEST} is not set" in route


SITE = SOUND.replace("pages:\n", "pages:\n  - {SITE}\n")


def site(keys: str) -> str:
    """A watchlist whose first entry of ``pages`` names a site."""
    return SITE.replace("SITE", f"id: asso, language: fr, {keys}")


def test_a_site_stands_among_the_pages_and_gives_each_address_the_topics_and_language_of_its_path(path: Path) -> None:
    keys = "sitemap: 'https://asso.example/sitemap.xml', topics: {/asile/: asile, /asile/frais/: [asile, frais]}, languages: {/nl/: nl}"
    found, _ = sound(path, site(keys))
    (entry,) = found.sites
    assert [page.id for page in found.pages] == ["ours"]
    assert [watch.id for watch in found.all_watches()][-1] == "asso"
    pages = [entry.page("asso.x", f"https://asso.example{each}") for each in ("/asile/a", "/asile/frais/b", "/nl/c")]
    assert [(page.topics, page.language) if page else None for page in pages] == [(["asile"], "fr"), (["asile", "frais"], "fr"), None]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("sitemap: 'https://asso.example/s.xml', topics: {/asile/: asiel}", "10:87: unknown topic 'asiel'; did you mean 'asile'?"),
        (
            "sitemap: 'https://asso.example/s.xml', topics: {asile/: asile}",
            "10:86: 'asile/' is not the beginning of a path; write it with a slash before it, such as /asile/",
        ),
        ("sitemap: 'https://asso.example/s.xml', topics: {}", "10:69: topics is empty; write at least one entry"),
        ("sitemap: 'https://asso.example/s.xml'", "10:5: 'topics' is missing; add it"),
        (
            "sitemap: 'https://asso.example/s.xml', feed: 'https://asso.example/feed', topics: {/: asile}",
            "10:5: give exactly one of url, sitemap and feed",
        ),
        ("feed: asso.example, topics: {/: asile}", "10:36: 'asso.example' is not an address; write it whole, beginning with https://"),
        (
            "feed: 'https://asso.example/f', topics: {/: asile}, moste: 3",
            "10:82: unknown key 'moste'; did you mean 'most'?",
        ),
        (
            "feed: 'https://asso.example/f', topics: {/: asile}, most: 9000",
            "10:88: most: input should be less than or equal to 5000; you wrote 9000",
        ),
    ],
)
def test_a_mistake_about_a_site_is_placed_among_the_pages(path: Path, keys: str, expected: str) -> None:
    assert mistakes(path, site(keys)) == [f"watchlist.yaml:{expected}"]
