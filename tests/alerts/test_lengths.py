"""Long texts are cut where a thought ends, with a link to the whole."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.sending.lengths import cut

LINK = "https://veille.example.org"
END = f"[…] {LINK}"


def test_a_text_that_fits_stays_as_it_is():
    assert cut("150 € → 1.000 €\n\nDès demain.\n", 100, LINK) == "150 € → 1.000 €\n\nDès demain.\n"


def test_a_long_text_ends_with_its_last_whole_paragraph_and_a_link():
    assert cut("un\n\ndeux\n\n" + "trois " * 20, 50, LINK) == f"un\n\ndeux\n\n{END}"


def test_a_long_list_ends_with_its_last_whole_item():
    assert (
        cut("Titre\n- [150 €](<https://example.org/a>)\n- " + "mot " * 30, 90, LINK)
        == f"Titre\n- [150 €](<https://example.org/a>)\n\n{END}"
    )


def test_a_wrapped_paragraph_that_is_too_long_is_left_out_rather_than_cut_inside_a_value():
    assert cut("La redevance est de 1 000\n000 € par demande. " * 10, 60, LINK) == END
    assert cut("La redevance est de 1 000 000 €. " * 10, 60, LINK) == END


def test_a_block_of_code_is_kept_whole_or_not_at_all():
    text = "Avant\n\n```\nune\n\ndeux\n\ntrois\n```\n\nAprès " + "mot " * 30
    assert cut(text, 90, LINK) == f"Avant\n\n```\nune\n\ndeux\n\ntrois\n```\n\n{END}"
    assert cut(text, 55, LINK) == f"Avant\n\n{END}"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60), max_size=20), st.integers(50, 400))
def test_what_is_sent_is_never_too_long_and_every_line_of_it_is_a_whole_line(paragraphs, longest):
    text = "\n\n".join(paragraphs)
    sent = cut(text, longest, LINK)
    assert len(sent) <= longest
    assert {line.rstrip() for line in sent.splitlines()} <= {*(line.rstrip() for line in text.splitlines()), "", END}
