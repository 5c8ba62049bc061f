"""Which Topics an item of a listing is about: by its title, then by its text."""

import re
from collections.abc import Mapping

from core.folding import fold
from core.watchlist import Topic


def topics_of(title: str, text: str, language: str, topics: Mapping[str, Topic]) -> list[str]:
    """The Topics whose keywords or label stand in the title; where none does, those that stand in the text."""
    return _named_in(title, language, topics) or _named_in(text, language, topics)


def _named_in(text: str, language: str, topics: Mapping[str, Topic]) -> list[str]:
    folded = fold(text)
    return [topic_id for topic_id, topic in topics.items() if any(_stands_in(word, folded) for word in _words(topic, language))]


def _words(topic: Topic, language: str) -> list[str]:
    label = getattr(topic, language, topic.fr)
    return [label, *(word for code, words in topic.keywords.items() if code == language for word in words)]


def _stands_in(word: str, folded: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", folded) is not None
