"""The Topics as the watchlist last said them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import models
from core.folding import fold


def topic_labels(session: Session, language: str) -> dict[str, str]:
    """The label of every Topic in one language, by id, in the order of the labels."""
    found = {topic.id: topic.labels.get(language, topic.id) for topic in session.scalars(select(models.Topic))}
    return dict(sorted(found.items(), key=lambda each: fold(each[1])))
