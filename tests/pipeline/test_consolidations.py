"""An act of the Union is followed on into its first consolidated text: what amended it is told, what is not printed again is not."""

from core.values import Kind, Outcome
from tests.pipeline.conftest import Publisher, changes, polls

ARTICLES = ("La protection est accordée aux personnes déplacées.", "Les États membres coopèrent.", "Elle prend fin le {end}.")


def act(end: str) -> str:
    """The decision as published, with twelve recitals and its closing formula."""
    recitals = (division(f"rct_{number}", "oj-normal", f"({number}) Motif numéro {number} de la décision.") for number in range(1, 13))
    articles = (
        division(f"art_{number}", "oj-normal", text.format(end=end), f'<p class="oj-ti-art">Article {number}</p>')
        for number, text in enumerate(ARTICLES, 1)
    )
    title = '<div class="eli-main-title" id="tit_1"><p class="oj-doc-ti">DÉCISION (UE) 2022/999</p></div>'
    parts = [title, *recitals, *articles, division("fnp_1", "oj-normal", "Fait à Bruxelles.")]
    return f'<html><body><div class="eli-container">{"".join(parts)}</div></body></html>'


def consolidated(end: str) -> str:
    """The same decision as consolidated: no recitals, other markup, the mark of the amendment."""
    articles = (
        division(
            f"art_{number}", "norm", text.format(end=end), f'<p class="title-article-norm">Article {number}</p><p class="modref">▼M1</p>'
        )
        for number, text in enumerate(ARTICLES, 1)
    )
    head = '<p class="reference">02022D0999 — FR — 01.01.2026 — 001.001</p><p class="title-doc-first">DÉCISION (UE) 2022/999</p>'
    return f'<html><body>{head}<div class="eli-container">{"".join(articles)}</div></body></html>'


def division(name: str, style: str, text: str, heading: str = "") -> str:
    return f'<div class="eli-subdivision" id="{name}">{heading}<p class="{style}">{text}</p></div>'


def test_the_first_consolidation_tells_only_what_was_amended(publisher: Publisher) -> None:
    deployment = publisher.answers(act("4 mars 2026")).answers(consolidated("4 mars 2027")).play()
    assert [poll.outcome for poll in polls(deployment)] == [Outcome.FIRST, Outcome.CHANGED]
    (change,) = changes(deployment)
    assert (change.kind, change.content["path"]) == (Kind.SUBSTITUTION, "Art. 3")


def test_a_consolidation_that_amends_nothing_is_no_change(publisher: Publisher) -> None:
    deployment = publisher.answers(act("4 mars 2026")).answers(consolidated("4 mars 2026")).play()
    assert [poll.outcome for poll in polls(deployment)] == [Outcome.FIRST, Outcome.UNCHANGED]
    assert changes(deployment) == []
