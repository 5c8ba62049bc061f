"""eJustice: every edition of the Moniteur, and laws that are asked for only where they may have moved."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.clock import BRUSSELS
from core.values import Poll
from core.watchlist import Source

HTML = {"content_type": "text/html; charset=iso-8859-1"}
SUMMARY = "/cgi/summary.pl?language=fr&sum_date=2025-07-23"
MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "nl": ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
}
RECEPTION, NATIONALITY, OTHER = "2007011252", "1984062835", "2013022819"
LIST = "/cgi_loi/summary.pl?language=fr&type=cons&sort=date_upd"


def moniteur(publisher: Any, address: str, editions: int = 1, following: str = "", shown: int | None = None) -> str:
    marks = {shown: " active"}
    buttons = "".join(f'<a class="button__small{marks.get(each, "")}" href="?e={each}"> {each} </a>' for each in range(1, editions + 1))
    pager = f'<a href="{following}" class="pagination-button pagination-next"></a>' if following else ""
    body = f'<div class="editions"><span>Edition</span>{buttons}</div><div class="list-item">notice</div>{pager}'
    return str(publisher.serve(address, body.encode("latin-1"), **HTML))


def editions_of_a_day(publisher: Any, count: int, **how: Any) -> str:
    for number in range(1, count + 1):
        moniteur(publisher, f"{SUMMARY}&s_editie={number}", count, shown=number)
    return moniteur(publisher, SUMMARY, count, **how)


def asked(poll: Poll, publisher: Any) -> list[str]:
    assert poll.doubt is None
    assert all(fetch.body for fetch in poll.fetches)
    return [fetch.url.removeprefix(publisher.url("")) for fetch in poll.fetches]


@pytest.mark.parametrize("shown", [1, 2, 3])
def test_whichever_edition_a_day_shows_first_each_is_read_once(publisher: Any, poll_one: Any, shown: int) -> None:
    first = editions_of_a_day(publisher, 3, shown=shown)
    others = [f"{SUMMARY}&s_editie={number}" for number in (1, 2, 3) if number != shown]
    assert asked(poll_one(first, spider="ejustice", kind="listing"), publisher) == [SUMMARY, *others]


def test_where_the_page_does_not_say_which_edition_it_shows_every_number_is_asked_for(publisher: Any, poll_one: Any) -> None:
    first = editions_of_a_day(publisher, 3)
    numbers = [f"{SUMMARY}&s_editie={number}" for number in (1, 2, 3)]
    assert asked(poll_one(first, spider="ejustice", kind="listing"), publisher) == [SUMMARY, *numbers]


@pytest.mark.parametrize("shown", [None, 1])
def test_the_only_edition_of_a_day_is_asked_for_once(publisher: Any, poll_one: Any, shown: int | None) -> None:
    first = moniteur(publisher, SUMMARY, 1, shown=shown)
    assert asked(poll_one(first, spider="ejustice", kind="listing"), publisher) == [SUMMARY]


def test_a_day_without_an_edition_is_one_answer(publisher: Any, poll_one: Any) -> None:
    url = publisher.serve(SUMMARY, b"<main><p>Pas de publication.</p></main>", **HTML)
    assert asked(poll_one(url, spider="ejustice", kind="listing"), publisher) == [SUMMARY]


@pytest.mark.parametrize("shown", [None, 2])
def test_an_address_that_names_its_edition_is_not_asked_for_twice(publisher: Any, poll_one: Any, shown: int | None) -> None:
    editions_of_a_day(publisher, 3, shown=1)
    named = moniteur(publisher, f"{SUMMARY}&s_editie=2", 3, shown=shown)
    numbers = [f"{SUMMARY}&s_editie={number}" for number in (2, 1, 3)]
    assert asked(poll_one(named, spider="ejustice", kind="listing"), publisher) == numbers


def test_the_pager_of_each_edition_is_followed(publisher: Any, poll_one: Any) -> None:
    first = moniteur(publisher, SUMMARY, 2, f"summary.pl?{SUMMARY.partition('?')[2]}&page=2", shown=2)
    moniteur(publisher, f"{SUMMARY}&page=2", 2, shown=2)
    moniteur(publisher, f"{SUMMARY}&s_editie=1", 2, f"{SUMMARY}&s_editie=1&page=2", shown=1)
    moniteur(publisher, f"{SUMMARY}&s_editie=1&page=2", 2, shown=1)
    assert asked(poll_one(first, spider="ejustice", kind="listing"), publisher) == [
        SUMMARY,
        f"{SUMMARY}&page=2",
        f"{SUMMARY}&s_editie=1",
        f"{SUMMARY}&s_editie=1&page=2",
    ]


def test_an_edition_that_fails_is_the_doubt_of_the_whole_day(publisher: Any, poll_one: Any) -> None:
    poll: Poll = poll_one(moniteur(publisher, SUMMARY, 2, shown=1), spider="ejustice", kind="listing")
    assert poll.doubt is not None
    assert (poll.doubt.kind, poll.status, poll.fetches) == ("gone", 404, ())
    assert "s_editie=2" in poll.doubt.reason


def law(number: str) -> str:
    return f"/cgi_loi/article.pl?language=fr&lg_txt=f&cn_search={number}"


def days_ago(days: int) -> date:
    return datetime.now(BRUSSELS).date() - timedelta(days=days)


def heading(day: date, language: str = "fr") -> str:
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def section(title: str, *links: str) -> str:
    items = "".join(f'<div class="list-item"><a class="list-item--title" href="{link}">Texte</a></div>' for link in links)
    return f"<div id='list-title-1'><h2 class='list-title'>{title}</h2>{items}</div>"


def consolidated(publisher: Any, *entries: tuple[int, str], language: str = "fr") -> None:
    """The list of recently consolidated texts: how many days ago, and the link."""
    sections = "".join(section(heading(days_ago(days), language), link.replace("&", "&amp;")) for days, link in entries)
    address = LIST.replace("language=fr", f"language={language}")
    publisher.serve(address, f"<main class='page__inner'>{sections}</main>".encode("cp1252"), **HTML)


@pytest.fixture
def poll_laws(publisher: Any, assignment: Any, poll_all: Any) -> Any:
    """Polls laws (or other addresses) that were last read so many days ago; the publisher has a list to probe."""

    def poll(*laws: str, read: float | None = 2, kind: str = "law", languages: tuple[str, ...] = ("fr",)) -> dict[str, Poll]:
        probe = publisher.url(LIST.replace("language=fr", "language={language}"))
        read_at = None if read is None else datetime.now(UTC) - timedelta(days=read)
        watches = []
        for language in languages:
            for address in laws:
                each = assignment(publisher.serve(address.replace("=fr", f"={language}"), b"<p>Art. 1er</p>", **HTML), kind=kind)
                watch = each.watch.model_copy(update={"language": language})
                source = Source.model_validate({"name": "eJustice", "spider": "ejustice", "delay": "0s", "probe": probe})
                watches.append(replace(each, watch=watch, source=source, read_at=read_at))
        return dict(poll_all(*watches))

    return poll


def test_a_law_that_the_list_does_not_name_is_not_asked_for_and_says_why(publisher: Any, poll_laws: Any) -> None:
    consolidated(publisher, (0, law(OTHER)), (5, law(OTHER)))
    (poll,) = poll_laws(law(RECEPTION)).values()
    assert publisher.paths == [LIST]
    assert (poll.fetches, poll.doubt, poll.status) == ((), None, None)
    assert poll.note == f"{publisher.url(LIST)} does not name it since {days_ago(3)}, so it was not asked for."


def test_a_law_that_the_list_names_is_asked_for(publisher: Any, poll_laws: Any) -> None:
    consolidated(publisher, (0, law(OTHER)), (1, law(RECEPTION)), (5, law(OTHER)))
    polls = poll_laws(law(RECEPTION), law(NATIONALITY))
    assert sorted(publisher.paths) == sorted([LIST, law(RECEPTION)])
    assert {bool(poll.note): len(poll.fetches) for poll in polls.values()} == {False: 1, True: 0}


def test_the_list_is_asked_for_once_for_all_laws_of_a_language(publisher: Any, poll_laws: Any) -> None:
    for language in ("fr", "nl"):
        consolidated(publisher, (0, law(OTHER)), (5, law(OTHER)), language=language)
    polls = poll_laws(law(RECEPTION), law(NATIONALITY), languages=("fr", "nl"))
    assert sorted(publisher.paths) == [LIST, LIST.replace("=fr", "=nl")]
    assert all(poll.note for poll in polls.values())


@pytest.mark.parametrize(("named_days_ago", "is_asked"), [(3, True), (4, False)])
def test_the_day_before_the_last_reading_still_counts(publisher: Any, poll_laws: Any, named_days_ago: int, is_asked: bool) -> None:
    """Headings tell no hour: what was consolidated on the evening of that day may not have been read."""
    consolidated(publisher, (0, law(OTHER)), (named_days_ago, law(RECEPTION)), (6, law(OTHER)))
    poll_laws(law(RECEPTION), read=2)
    assert (law(RECEPTION) in publisher.paths) is is_asked


@pytest.mark.parametrize("read", [None, 7, 30])
def test_a_law_not_read_for_a_week_is_asked_for_without_looking_at_the_list(publisher: Any, poll_laws: Any, read: float | None) -> None:
    consolidated(publisher, (0, law(OTHER)), (40, law(OTHER)))
    poll_laws(law(RECEPTION), read=read)
    assert publisher.paths == [law(RECEPTION)]


def eli(numac: str) -> str:
    return f"/eli/loi/2013/02/28/{numac}/justel"


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([], id="an empty list"),
        pytest.param([(0, law(OTHER)), (3, law(OTHER))], id="a list that does not reach back to the last reading"),
        pytest.param([(8, law(OTHER)), (30, law(OTHER))], id="a list that stands still itself"),
        pytest.param([(0, law(OTHER)), (5, eli("2013011134"))], id="a list that names some laws in another way"),
        pytest.param([(0, law("2007002066")), (5, law(OTHER))], id="a list with numbers that are no dossier numbers"),
        pytest.param([(0, law(OTHER)), (5, "/cgi_loi/article.pl?language=fr")], id="a list with a link that names no law"),
        pytest.param([(0, law(OTHER)), (5, "http://[")], id="a list with a link that is no address"),
    ],
)
def test_a_list_whose_silence_means_nothing_spares_no_request(publisher: Any, poll_laws: Any, entries: list[tuple[int, str]]) -> None:
    consolidated(publisher, *entries)
    (poll,) = poll_laws(law(RECEPTION)).values()
    assert (poll.note, len(poll.fetches)) == ("", 1)
    assert publisher.paths == [LIST, law(RECEPTION)]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, ""),
        (403, ""),
        (200, "<main><p>Service en maintenance</p></main>"),
        (200, section("Textes récents", law(OTHER))),
        (200, section("31 février 2026", law(OTHER))),
        (200, section("10 brumaire 2026", law(OTHER))),
        (200, f'<a class="list-item--title" href="{law(OTHER)}">Texte</a>'),
    ],
)
def test_a_list_that_cannot_be_read_spares_no_request(publisher: Any, poll_laws: Any, status: int, body: str) -> None:
    publisher.serve(LIST, body.encode("cp1252"), status, **HTML)
    (poll,) = poll_laws(law(RECEPTION)).values()
    assert (poll.note, poll.doubt, len(poll.fetches)) == ("", None, 1)


@pytest.mark.parametrize(
    "address", [law(RECEPTION) + "&arrexec=1", law(RECEPTION) + "&arch=013", eli("2007002066"), "/cgi_loi/article.pl?cn=1"]
)
def test_an_address_that_the_list_would_not_name_is_always_asked_for(publisher: Any, poll_laws: Any, address: str) -> None:
    consolidated(publisher, (0, law(OTHER)), (5, law(OTHER)))
    (poll,) = poll_laws(address).values()
    assert (poll.note, len(poll.fetches)) == ("", 1)


def test_a_list_by_numac_spares_laws_watched_by_numac(publisher: Any, poll_laws: Any) -> None:
    consolidated(publisher, (0, eli("2013011134")), (5, eli("2024000164")))
    poll_laws(eli("2007002066"), eli("2013011134"))
    assert publisher.paths == [LIST, eli("2013011134")]


@pytest.mark.parametrize("kind", ["page", "listing"])
def test_only_laws_are_probed(publisher: Any, poll_laws: Any, kind: str) -> None:
    consolidated(publisher, (0, law(OTHER)), (5, law(OTHER)))
    poll_laws(law(RECEPTION), kind=kind)
    assert publisher.paths == [law(RECEPTION)]


def test_a_list_on_another_host_is_not_asked_for(publisher: Any, other_publisher: Any, assignment: Any, poll_all: Any) -> None:
    """This crawl has not got the turn of that host."""
    each = assignment(
        publisher.serve(law(RECEPTION), b"<p>Art. 1er</p>", **HTML), kind="law", spider="ejustice", probe=other_publisher.url(LIST)
    )
    (poll,) = poll_all(replace(each, read_at=datetime.now(UTC))).values()
    assert len(poll.fetches) == 1
    assert other_publisher.asked == []
