"""When Changes of several documents are one piece of news, and when people hear of it again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from core import models
from core.compression import compress
from core.contract import provisions_as_bytes
from core.database import transaction
from core.settings import Settings
from core.values import Provision, Stage, WatchKind
from core.watchlist import Watchlist
from pipeline.deployment import Deployment
from pipeline.gather import gather

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
DAY = timedelta(days=1)
WATCHES = {
    "fr": (WatchKind.PAGE, "fr", ["nl"]),
    "nl": (WatchKind.PAGE, "nl", ["fr"]),
    "elsewhere": (WatchKind.PAGE, "fr", []),
    "elders": (WatchKind.PAGE, "nl", []),
    "law": (WatchKind.LAW, "fr", []),
    "moniteur": (WatchKind.LISTING, "fr", []),
    "eurlex": (WatchKind.LISTING, "fr", []),
    "news": (WatchKind.LISTING, "fr", []),
}


@pytest.fixture
def engine(engine: Engine) -> Engine:
    """A database that knows all Watches, none of which told anything yet."""
    with transaction(engine) as session:
        session.add(models.Body(sha256="0" * 64, size=0, data=b""))
        for name, (kind, language, translations) in WATCHES.items():
            fields = {"source": "essai", "source_name": "Essai", "url": "https://essai.example", "topics": ["frais"]}
            session.add(models.Watch(id=name, kind=kind, language=language, translations=translations, **fields))
    return engine


def told(engine: Engine, watch: str, *, after: timedelta = timedelta(), **given: Any) -> models.Event:
    """The Event that a Change of this Watch ends up in."""
    number = change(engine, watch, after=after, **given)
    gather(deployment(NOW + after, engine))
    return event_of(engine, number)


def deployment(instant: datetime, engine: Engine) -> Deployment:
    return Deployment(engine, Watchlist(), Settings(), lambda: instant)


def event_of(engine: Engine, number: int) -> models.Event:
    with transaction(engine) as session:
        event = session.get_one(models.Change, number).event
        assert event
        return event


def change(engine: Engine, watch: str, *, after: timedelta = timedelta(), **given: Any) -> int:
    """A Change that waits, of a new Version of this Watch."""
    with transaction(engine) as session:
        stood = [Provision("k", "", given.get("text", ""), stage=stage) for stage in [given.pop("stood", None)] if stage]
        before = version_of(session, watch, NOW + after, "", stood) if stood else None
        version = version_of(session, watch, NOW + after, given.pop("law", ""))
        content = {"key": "k", "path": "", "before": None, "after": given.pop("text", ""), "dates": {"adopted": given.pop("adopted", None)}}
        content |= {"facts": given.pop("facts", []), "identity": given.pop("identity", None), "path": given.pop("path", "")}
        fields = {"kind": "substitution", "rule": "fee", "significance": "major", "language": WATCHES[watch][1], "topics": ["frais"]}
        row = models.Change(
            watch_id=watch,
            version_before=before,
            version_after_id=version.id,
            position=0,
            url="u",
            detected=NOW + after,
            content=content,
            folded="",
            **(fields | given),
        )
        session.add(row)
        session.flush()
        return row.id


def version_of(session: Any, watch: str, instant: datetime, identity: str, provisions: Sequence[Provision] = ()) -> models.Version:
    number = session.scalar(select(func.count()).where(models.Version.watch_id == watch)) + 1
    poll = models.Poll(watch_id=watch, instant=instant + timedelta(seconds=number))
    session.add(poll)
    session.flush()
    fetched = {"url": "u", "final_url": "u", "redirects": [], "status": 200, "headers": {}, "sha256": "0" * 64}
    snapshot = models.Snapshot(watch_id=watch, poll_id=poll.id, instant=instant, **fetched)
    session.add(snapshot)
    session.flush()
    read = {
        "extractor": "e",
        "sha256": "",
        "provisions": compress(provisions_as_bytes(provisions)),
        "processed_at": instant,
        "identity": identity,
    }
    version = models.Version(watch_id=watch, number=number, snapshot_id=snapshot.id, instant=instant, **read)
    session.add(version)
    session.flush()
    return version


def fact(kind: str, before: str | None, after: str | None, unit: str | None = None, text: str = "") -> dict[str, Any]:
    sides = ({"text": text or value, "value": value, "unit": unit} if value else None for value in (before, after))
    return {"type": kind, "role": None} | dict(zip(("before", "after"), sides, strict=True))


def amount(before: str | None, after: str | None, text: str = "") -> dict[str, Any]:
    return fact("amount", before, after, "EUR", text)


def published(engine: Engine, watch: str, facts: list[Any], **given: Any) -> models.Event:
    return told(engine, watch, kind="publication", facts=facts, rule="status", **given)


# Language versions of one document


def test_a_translation_that_tells_the_same_joins_without_a_revision(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    second = told(engine, "nl", after=timedelta(hours=20), facts=[amount("198", "206")])
    assert (second.id, second.revision) == (first.id, 1)


def test_a_translation_that_adds_a_value_revises_the_event(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    second = told(engine, "nl", after=timedelta(hours=1), facts=[amount("198", "206"), amount("228", "237")])
    assert (second.id, second.revision, second.processed_at) == (first.id, 2, None)


def test_a_translation_that_puts_another_value_in_the_place_of_the_same_contradicts_and_revises(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    second = told(engine, "nl", after=timedelta(hours=1), facts=[amount("198", "208")])
    assert (second.id, second.revision) == (first.id, 2)


def test_a_translation_that_is_corrected_a_day_later_revises_the_event_it_contradicted(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "200")])
    told(engine, "nl", facts=[amount("198", "210")])
    corrected = told(engine, "nl", after=DAY, facts=[amount("210", "200")])
    assert (corrected.id, corrected.revision, corrected.processed_at) == (first.id, 3, None)


def test_two_versions_that_contradicted_each_other_in_one_poll_are_put_right_in_one_event(engine: Engine) -> None:
    numbers = [change(engine, "fr", facts=[amount("198", "200")]), change(engine, "nl", facts=[amount("198", "210")])]
    gather(deployment(NOW, engine))
    corrected = told(engine, "fr", after=5 * DAY, facts=[amount("200", "210")])
    assert {event_of(engine, each).id for each in numbers} == {corrected.id}
    assert corrected.revision == 2


def test_a_version_that_is_wrong_twice_still_contradicts_the_same_event(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "200")])
    told(engine, "nl", facts=[amount("198", "210")])
    assert told(engine, "nl", after=DAY, facts=[amount("210", "205")]).id == first.id


def test_a_version_that_takes_back_what_all_said_is_news(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    told(engine, "nl", facts=[amount("198", "206")])
    assert told(engine, "nl", after=DAY, facts=[amount("206", "198")]).id != first.id


def test_versions_that_come_to_one_value_from_two_tell_the_same(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("200", "205")])
    second = told(engine, "nl", after=timedelta(hours=1), facts=[amount("210", "205")])
    assert second.id == first.id


def test_one_span_written_in_two_ways_is_one_value(engine: Engine) -> None:
    first = told(engine, "fr", facts=[fact("duration", "6", "12", "month")])
    second = told(engine, "nl", facts=[fact("duration", "6", "1", "month") | {"after": {"text": "1 jaar", "value": "1", "unit": "year"}}])
    assert (second.id, second.revision) == (first.id, 1)


def test_a_translation_with_other_values_is_other_news(engine: Engine) -> None:
    assert told(engine, "nl", facts=[amount("150", "1000")]).id != told(engine, "fr", facts=[amount("198", "206")]).id


def test_the_address_that_each_language_links_to_is_no_value(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206"), fact("contact", "https://a.be/fr", "https://b.be/fr")])
    second = told(engine, "nl", facts=[amount("198", "206"), fact("contact", "https://a.be/nl", "https://b.be/nl")])
    assert (second.id, second.revision) == (first.id, 1)


def test_a_higher_significance_is_told_even_without_a_value(engine: Engine) -> None:
    first = told(engine, "fr", significance="minor")
    second = told(engine, "nl", after=timedelta(hours=1), significance="major")
    assert (second.id, second.revision, second.significance) == (first.id, 2, "major")


def test_what_waits_together_is_one_first_telling(engine: Engine) -> None:
    numbers = [change(engine, "fr", facts=[amount("198", "206")]), change(engine, "nl", facts=[amount("198", "206"), amount("1", "2")])]
    assert gather(deployment(NOW, engine)) == 1
    assert [(event_of(engine, each).id, event_of(engine, each).revision) for each in numbers] == [(1, 1), (1, 1)]


def test_after_two_days_it_is_news_again(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206")])
    assert told(engine, "nl", after=timedelta(hours=49), facts=[amount("198", "206")]).id != first.id


def test_the_next_change_of_the_same_page_is_news_of_its_own(engine: Engine) -> None:
    assert told(engine, "fr").id != told(engine, "fr", after=timedelta(hours=1)).id


# The page, the law and the journal


ACT = fact("reference", None, "be:loi:2025-07-14"), fact("date", None, "2025-07-14")


def test_the_act_in_the_moniteur_and_the_law_that_it_amends_are_one_event(engine: Engine) -> None:
    law = told(engine, "law", adopted="2025-07-14", effective="2025-08-02", rule="condition")
    act = published(engine, "moniteur", [fact("date", None, "2025-07-14")], identity="numac:2025005210", after=3 * DAY)
    assert (act.id, act.revision) == (law.id, 1)


def test_the_new_act_of_the_union_and_the_page_that_now_cites_it_are_one_event_and_the_page_adds_its_date(engine: Engine) -> None:
    act = published(engine, "eurlex", [fact("reference", None, "celex:32025D1460")], identity="celex:32025D1460")
    cited = [fact("reference", "celex:32024D1836", "celex:32025D1460"), fact("date", "2026-03-04", "2027-03-04")]
    page = told(engine, "fr", facts=cited, rule="validity", after=5 * DAY)
    assert (page.id, page.revision) == (act.id, 2)


def test_a_press_item_that_names_the_act_joins_it_and_repeats_nothing(engine: Engine) -> None:
    law = told(engine, "law", adopted="2025-07-14", effective="2025-08-02")
    news = published(engine, "news", [ACT[0], fact("date", None, "2025-08-02")], after=DAY)
    assert (news.id, news.revision) == (law.id, 1)


def test_news_of_the_same_law_from_the_same_day_on_is_the_same_news(engine: Engine) -> None:
    law = told(engine, "law", adopted="2025-07-14", effective="2025-08-02", law="2007-01-12/52")
    text = "La loi accueil du 12 janvier 2007 est modifiée à partir du 2 août 2025."
    assert published(engine, "news", [fact("date", None, "2025-08-02")], effective="2025-08-02", text=text).id == law.id


def test_the_first_of_a_month_on_which_much_begins_is_no_proof(engine: Engine) -> None:
    law = told(engine, "law", effective="2026-01-01", law="2007-01-12/52")
    text = "La loi du 12 janvier 2007 sur l'accueil s'applique aussi ici."
    assert published(engine, "news", [], effective="2026-01-01", text=text).id != law.id


def test_two_acts_of_one_day_are_two_pieces_of_news(engine: Engine) -> None:
    first = published(engine, "moniteur", [fact("date", None, "2025-07-18")], identity="numac:2025005460")
    assert published(engine, "moniteur", [fact("date", None, "2025-07-18")], identity="numac:2025005702").id != first.id


def test_an_act_of_the_same_day_on_another_topic_is_other_news(engine: Engine) -> None:
    law = told(engine, "law", adopted="2025-07-18", topics=["nationalite"])
    act = published(engine, "moniteur", [fact("date", None, "2025-07-18")], identity="numac:2025005702", topics=["famille"])
    assert act.id != law.id


def test_an_act_that_is_listed_twice_is_one_piece_of_news_whatever_its_topics(engine: Engine) -> None:
    first = published(engine, "eurlex", [], identity="celex:32025D1460")
    assert published(engine, "news", [], identity="celex:32025D1460", topics=["protection-temporaire"]).id == first.id


# Two documents that replace the same value


FEE = {"path": "Redevance › Regroupement familial", "text": "La redevance du regroupement familial est de 206 €."}


def test_another_document_that_tells_the_same_fee_of_the_same_rule_joins(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    second = told(engine, "elsewhere", facts=[amount("198", "206", "206 €")], after=10 * DAY, **FEE)
    assert (second.id, second.revision) == (first.id, 1)


def test_two_fees_that_change_alike_are_two_pieces_of_news(engine: Engine) -> None:
    other = {"path": "Redevance › Études", "text": "Les étudiants payent 206 €."}
    first = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    assert told(engine, "elsewhere", facts=[amount("198", "206", "206 €")], **other).id != first.id


def test_the_same_fee_of_two_weeks_ago_is_other_news(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    assert told(engine, "elsewhere", facts=[amount("198", "206", "206 €")], after=15 * DAY, **FEE).id != first.id


def test_the_same_value_on_another_topic_is_other_news(engine: Engine) -> None:
    facts = [fact("duration", "30", "45", "day")]
    first = told(engine, "fr", facts=facts, text="Le recours est de 45 jours.", rule="deadline")
    second = told(engine, "elsewhere", facts=facts, text="Le recours est de 45 jours.", rule="deadline", topics=["asile"])
    assert second.id != first.id


def test_the_same_value_of_another_rule_is_other_news(engine: Engine) -> None:
    first = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    assert told(engine, "elsewhere", facts=[amount("198", "206", "206 €")], rule="condition", **FEE).id != first.id


def test_a_span_alone_joins_no_document_in_another_language(engine: Engine) -> None:
    facts = [fact("duration", "30", "45", "day")]
    assert told(engine, "elders", facts=facts, rule="deadline").id != told(engine, "elsewhere", facts=facts, rule="deadline").id


def test_a_span_and_the_act_that_both_cite_join_in_another_language(engine: Engine) -> None:
    facts = [fact("duration", "30", "45", "day")]
    first = told(engine, "elsewhere", facts=facts, rule="deadline", text="Selon l'article 9 de la loi du 15 décembre 1980 : 45 jours.")
    second = told(engine, "elders", facts=facts, rule="deadline", text="Volgens artikel 9 van de wet van 15 december 1980: 45 dagen.")
    assert second.id == first.id


def test_two_measures_that_are_prolonged_to_the_same_end_of_year_are_two_pieces_of_news(engine: Engine) -> None:
    facts = [fact("date", "2025-12-31", "2026-12-31", text="31 décembre 2026")]
    first = told(engine, "fr", facts=facts, rule="validity", text="La carte orange vaut jusqu'au 31 décembre 2026.")
    second = told(engine, "elsewhere", facts=facts, rule="validity", text="Le logement provisoire finit le 31 décembre 2026.")
    assert second.id != first.id


# The page and the news item that announces the same


ITEM = {"text": "Nouvelles redevances. La redevance pour le regroupement familial passe de 198 € à 206 €.", "rule": "fee"}
BOTH = [amount(None, "198", "198 €"), amount(None, "206", "206 €")]


@pytest.mark.parametrize("first", ["fr", "news"])
def test_a_page_and_the_item_that_announces_its_new_fee_are_one_event_told_once(engine: Engine, first: str) -> None:
    told_by = {
        "fr": lambda after: told(engine, "fr", facts=[amount("198", "206", "206 €")], after=after, **FEE),
        "news": lambda after: told(engine, "news", kind="publication", facts=BOTH, after=after, **ITEM),
    }
    one = told_by.pop(first)(timedelta())
    (other,) = (tell(timedelta(hours=3)) for tell in told_by.values())
    assert (other.id, other.revision) == (one.id, 1)


def test_a_page_and_an_item_seen_in_one_poll_are_one_event(engine: Engine) -> None:
    item = change(engine, "news", kind="publication", facts=BOTH, **ITEM)
    page = change(engine, "elsewhere", facts=[amount("198", "206", "206 €")], **FEE)
    assert gather(deployment(NOW, engine)) == 1
    assert event_of(engine, item).id == event_of(engine, page).id


def test_an_item_in_another_language_joins_where_it_tells_the_old_fee_and_the_new(engine: Engine) -> None:
    page = told(engine, "elders", facts=[amount("198", "206")])
    assert told(engine, "news", kind="publication", facts=BOTH, **ITEM).id == page.id
    other = told(engine, "elders", facts=[amount("300", "310")], after=DAY)
    assert told(engine, "news", kind="publication", facts=[amount(None, "310")], after=DAY).id != other.id


def test_an_item_that_writes_the_old_span_and_the_new_as_a_range_tells_both(engine: Engine) -> None:
    page = told(
        engine, "fr", facts=[fact("duration", "30", "45", "day", "45 jours")], text="Le recours suspensif : 45 jours.", rule="deadline"
    )
    item = "Le recours suspensif passe de 30 à 45 jours."
    joined = published(engine, "news", [fact("duration", None, "30..45", "day", "30 à 45 jours")], text=item, after=DAY)
    assert (joined.id, joined.revision) == (page.id, 1)


def test_an_item_that_adds_a_day_revises_the_event(engine: Engine) -> None:
    page = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    item = told(engine, "news", kind="publication", facts=[*BOTH, fact("date", None, "2026-09-15")], after=DAY, **ITEM)
    assert (item.id, item.revision) == (page.id, 2)


def test_an_item_about_another_fee_of_the_same_amount_is_other_news(engine: Engine) -> None:
    page = told(engine, "fr", facts=[amount("198", "206", "206 €")], **FEE)
    item = ITEM | {"text": "Les étudiants boursiers paieront 206 € au lieu de 198 €."}
    assert told(engine, "news", kind="publication", facts=BOTH, **item).id != page.id


def test_an_item_that_cites_the_law_of_the_page_by_its_day_is_no_announcement(engine: Engine) -> None:
    text = "Le regroupement familial suit la loi du 15 décembre 1980."
    facts = [fact("reference", None, "be:loi:1980-12-15"), fact("date", None, "1980-12-15", text="15 décembre 1980")]
    page = told(engine, "fr", kind="insertion", facts=facts, text=text)
    assert published(engine, "news", facts, text=text).id != page.id


def test_a_suspension_that_a_page_and_an_item_tell_of_the_same_procedure_is_one_event(engine: Engine) -> None:
    facts = [fact("status", None, "suspended", text="suspendues")]
    page = told(
        engine, "fr", kind="insertion", facts=facts, rule="status", text="Les demandes de réinstallation humanitaire sont suspendues."
    )
    same = "La réinstallation humanitaire : toutes les procédures suspendues."
    other = "Les inscriptions au cours de langue sont suspendues."
    assert published(engine, "news", facts, text=same).id == page.id
    assert published(engine, "news", facts, text=other).id != page.id


# Announced law that comes into force


FUTURE = {"effective": "2026-06-01", "text": "Le droit est de 1000 €."}


def test_announced_law_that_came_into_force_is_the_news_that_announced_it(engine: Engine) -> None:
    announced = told(engine, "law", kind="insertion", facts=[amount(None, "1000")], **FUTURE)
    later = told(engine, "law", stood=Stage.ADOPTED, facts=[amount("150", "1000")], after=150 * DAY, **FUTURE)
    assert (later.id, later.revision) == (announced.id, 1)


def test_announced_law_that_was_withdrawn_and_comes_back_is_news(engine: Engine) -> None:
    announced = told(engine, "law", kind="insertion", facts=[amount(None, "1000")], **FUTURE)
    assert told(engine, "law", facts=[amount("150", "1000")], after=150 * DAY, **FUTURE).id != announced.id


def test_quiet_changes_join_no_event(engine: Engine) -> None:
    change(engine, "fr", quiet=True)
    assert gather(deployment(NOW, engine)) == 0
