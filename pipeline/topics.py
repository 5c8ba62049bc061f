"""Which Topics an item of a listing is about: by its title, then by its text."""

import re
from collections.abc import Iterable, Mapping

from core.folding import fold
from core.watchlist import Topic
from differ.mentions import mentions


def topics_of(title: str, text: str, language: str, topics: Mapping[str, Topic]) -> list[str]:
    """The Topics that the title names, by label, keyword or act; where it names none, those that the text names."""
    return _named_in(title, language, topics) or _named_in(text, language, topics)


def acts_named(text: str, language: str, topics: Mapping[str, Topic], ids: Iterable[str]) -> list[str]:
    """The acts among the references of these Topics that ``text`` names."""
    return [reference for topic_id in ids for reference in topics[topic_id].references if mentions(reference, text, language)]


def _named_in(text: str, language: str, topics: Mapping[str, Topic]) -> list[str]:
    folded = fold(text)
    return [
        topic_id
        for topic_id, topic in topics.items()
        if any(_stands_in(word, folded) for word in _words(topic, language)) or acts_named(text, language, topics, [topic_id])
    ]


def _words(topic: Topic, language: str) -> list[str]:
    label = getattr(topic, language, topic.fr)
    return [label, *(word for code, words in topic.keywords.items() if code == language for word in words)]


def _stands_in(word: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", folded) is not None
