import warnings

import pytest
from bs4 import BeautifulSoup, PageElement

from differ.extract.tree import soup_of

PAGES = [
    "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8></head><body class='a  b'><p>x <b>y</b>\n\n</p>  </body></html>",
    "<p>un<p>deux</div></p><li>trois<ul><li>quatre</ul></p>cinq",
    "<table><tr><td>1<td>2<tr><td rowspan=2>3</table>après",
    "<pre>  deux\n  lignes </pre><textarea>  x </textarea> <template><p>t</p></template>",
    "<b><i>mal</b> fermé</i><o:p></o:p><a href=x class=' c d '>l</a><a>m</a><br/><br>",
    "du texte seul, sans aucun élément",
    "<frameset><frame></frameset><select><option>1<option selected>2</select><?pi x?></html>après",
]


def chain(first: PageElement) -> list[object]:
    """Every node in order with what it stands in and beside."""
    nodes: list[PageElement] = []
    node: PageElement | None = first
    while node is not None:
        nodes.append(node)
        node = node.next_element
    number = {id(each): place for place, each in enumerate(nodes)}
    return [
        (type(each).__name__, str(each), *(number.get(id(beside)) for beside in (each.parent, each.next_sibling, each.previous_sibling)))
        for each in nodes[1:]
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_tree_is_the_one_that_beautiful_soup_builds(page: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = BeautifulSoup(page if "<" in page else f"<p>{page}</p>", "lxml")

    ours = soup_of(page)

    assert chain(ours) == chain(theirs)
    assert [tag.attrs for tag in ours.find_all(True)] == [tag.attrs for tag in theirs.find_all(True)]


def test_elements_are_known_by_name_in_the_order_of_the_page() -> None:
    tree = soup_of("<p>1<nav><p>2</nav><p>3", frozenset({"nav"}))

    assert [tag.get_text() for tag in tree.named("p")] == ["1", "3"]
    assert tree.named("table") == []
