"""Whether one text answers a search, without asking a database."""

from core.search import Query, Term, indexed


def is_found(text: str, asked: Query) -> bool:
    """Whether the search finds ``text``, as the databases do; a search without words finds everything."""
    if not asked.terms and not asked.without:
        return True
    words = f" {indexed(text)} "

    def stands(term: Term) -> bool:
        return f" {' '.join(term.words)}{'' if term.begins else ' '}" in words

    return all(map(stands, asked.terms)) and not any(map(stands, asked.without))
