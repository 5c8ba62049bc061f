"""One Change as a message shows it: old → new, since when, the redline, the place, the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alerts.messages.concerned import who_is_named
from alerts.messages.redlines import in_words, shortened, spaced
from alerts.words import clean, day_in_full, day_in_short, instant_in_full, on_one_line, words
from core.records import RecordedChange
from core.values import Kind, Redline, Significance
from differ.wording.values import date_in_words
from differ.wording.words import words as wording

NOT_YET_BINDING = ("announced", "proposed", "adopted")
ENDED = ("suspended", "annulled", "ended")
NO_LONGER_COMING = ("in_force", *ENDED)
FULL, SHORT = (160, 1200), (70, 400)
"""How many characters of a redline are shown around each change, and at most within one."""
MOST_NAMED = 4


@dataclass(frozen=True)
class Item:
    """What a message says of one Change; every text is clean and in the reader's language, the redline in the page's own.

    ``headline`` leaves to ``effect`` since when the rule binds; ``sentence`` says it too, for where it stands alone.
    """

    headline: str
    sentence: str
    significance: str
    effect: str
    announced: bool
    kind: str
    named: str
    doubts: tuple[str, ...]
    redline: Redline
    redline_in_words: str
    is_cut: bool
    place: str
    language: str
    language_name: str
    source: str
    url: str
    seen: str
    sha256: str
    sha256_before: str
    history: str


def item(recorded: RecordedChange, language: str, site: str, today: date, extent: tuple[int, int] = FULL) -> Item:
    """The Change in the words of ``language``; ``extent`` bounds its redline."""
    said, change = words(language), recorded.change
    short = shortened(change.redline, recorded.language, *extent)
    redline = tuple(spaced(short))
    near = " ".join([change.path, *(text for _, text in short)])
    return Item(
        headline=headline_without_effect(recorded, language),
        sentence=headline(recorded, language),
        significance=significance_in_words(change.significance, language),
        effect=effect(recorded, language, today),
        announced=is_announced(recorded, today),
        kind=said["kind"][change.kind] if change.kind is not Kind.SUBSTITUTION else "",
        named=", ".join(who_is_named(near, recorded.language, language)[:MOST_NAMED]),
        doubts=tuple(doubts(change.reasons, language)),
        redline=tuple((sign, clean(text)) for sign, text in redline),
        redline_in_words=clean(in_words(redline, said["deleted"] + said["colon"], said["added"] + said["colon"])),
        is_cut=short != change.redline,
        place=on_one_line(change.path),
        language=recorded.language,
        language_name=said["language_names"].get(recorded.language, recorded.language),
        source=on_one_line(recorded.source_name),
        url=on_one_line(recorded.url),
        seen=instant_in_full(recorded.after.instant, language),
        sha256=recorded.after.sha256,
        sha256_before=recorded.before.sha256 if recorded.before else "",
        history=f"{site.rstrip('/')}/changes/{recorded.id}",
    )


def doubts(reasons: Sequence[str], language: str) -> list[str]:
    """What to know before relying on a Change with these reasons: that its page swings, that its date is read beside it."""
    return [says for begins, says in words(language)["doubt"].items() if any(reason.startswith(begins) for reason in reasons)]


def significance_in_words(significance: Significance, language: str) -> str:
    """``mineur``, ``MAJEUR``: the highest in capitals, where colour and weight do not reach."""
    word = str(words(language)["significance"][significance])
    return word.upper() if significance is Significance.MAJOR else word


def headline(recorded: RecordedChange, language: str) -> str:
    """The Change in one sentence, old → new first; its place where no sentence was made; what a person corrected it to, where one did."""
    if recorded.rectified and not recorded.withdrawn:
        return on_one_line(words(language)["rectification"]["headline"].format(recorded.rectified.note))
    summary: Mapping[str, str] = recorded.change.summary
    return on_one_line(summary.get(language) or next(iter(summary.values()), "") or recorded.change.path or recorded.source_name)


def headline_without_effect(recorded: RecordedChange, language: str) -> str:
    """The headline where the day is said beside it: in a subject's badge, or in the line below."""
    effective = recorded.change.effective
    if not day_of(effective):
        return headline(recorded, language)
    return headline(recorded, language).removesuffix(wording(language)["effective"].format(date=date_in_words(str(effective), language)))


def how_far(recorded: RecordedChange, today: date) -> str:
    """``in_force``, ``announced``, or ``undated`` where nothing says since when."""
    if is_announced(recorded, today):
        return "announced"
    known = day_of(recorded.change.effective) or recorded.stage in NO_LONGER_COMING
    return "in_force" if known else "undated"


def is_announced(recorded: RecordedChange, today: date) -> bool:
    """Whether the rule does not bind yet."""
    return not is_binding(recorded.change.effective, recorded.stage, today)


def is_binding(effective: str | None, stage: str | None, today: date) -> bool:
    """Whether a rule binds: not where it applies from a later day, or is only on its way."""
    day = day_of(effective)
    return day <= today if day else stage not in NOT_YET_BINDING


def effect(recorded: RecordedChange, language: str, today: date) -> str:
    """Since when the rule binds, with the other dates that are known, in one phrase."""
    said, dates = words(language), recorded.change.dates
    known = {"adopted": dates.adopted, "published": dates.published or recorded.published, "ends": dates.ends}
    others = [said["dates"][name].format(day_in_full(day, language)) for name, text in known.items() if (day := day_of(text))]
    dated = bool(recorded.stage and day_of(known.get(recorded.stage)))
    return str(said["semicolon"]).join([_stage(recorded, language, today, dated=dated), *others])


def _stage(recorded: RecordedChange, language: str, today: date, *, dated: bool) -> str:
    """The stage, unless it is ``dated`` and so told with its day, and since when the rule binds."""
    said = words(language)
    day = day_of(recorded.change.effective)
    telling = _is_on_its_way(recorded, day, today) or _says_more(recorded, day)
    parts = [said["stage"][recorded.stage]] if telling and not dated else []
    if day:
        parts.append(said["effect"]["future" if day > today else "past"].format(day_in_full(day, language)))
    return ", ".join(parts) or str(said["effect"]["unknown"])


def _is_on_its_way(recorded: RecordedChange, day: date | None, today: date) -> bool:
    return day is not None and day > today and recorded.stage in ("proposed", "adopted")


def effect_in_short(recorded: RecordedChange, language: str, today: date) -> Sequence[str]:
    """What a subject says of it: ``en vigueur le 29.07.2025``; nothing where nothing is known."""
    said = words(language)
    day = day_of(recorded.change.effective)
    stage = [said["stage"][recorded.stage]] if _says_more(recorded, day) else []
    effects = [said["effect"]["future_short" if day > today else "past_short"].format(day_in_short(day, language))] if day else []
    return [*stage, *effects]


def _says_more(recorded: RecordedChange, day: date | None) -> bool:
    """Whether the stage says what the day from which it binds does not."""
    return recorded.stage in ENDED or bool(recorded.stage and not day)


def day_of(text: str | None) -> date | None:
    """The day that an ISO 8601 text names, ``None`` where it names none or only a month or a year."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
