"""Pages of ours: what stands beside the content is read as well, menus are not, and pages of others are read as before."""

import pytest

from core.values import Version
from differ.extract import extractor, read

HEAD = "<html lang='fr'><body><header><nav><a href='/'>Accueil 2026</a></nav>{head}</header><main><h1>Aide</h1><p>Nous vous recevons.</p>"
FOOT = "{beside}</main><footer>{foot}</footer></body></html>"


def texts(head="", beside="", foot="", *, own=True):
    page = HEAD.format(head=head) + FOOT.format(beside=beside, foot=foot)
    version = read(page.encode(), "text/html; charset=utf-8", own=own)
    assert isinstance(version, Version)
    return [(provision.path, provision.text) for provision in version.provisions][2:]


@pytest.mark.parametrize(
    ("place", "text", "path"),
    [
        ("head", "<p>Fermé du 2 au 8 novembre 2026.</p>", "header"),
        ("beside", "<aside><h3>Permanence</h3><p>Lundi de 9 h à 12 h</p></aside>", "aside › Permanence"),
        ("foot", "<p>Quai des Ormes 61, 5000 Namur</p>", "footer"),
    ],
)
def test_what_a_page_of_ours_says_beside_its_content_is_read_under_the_name_of_its_place(place, text, path):
    assert texts(**{place: text})[-1][0] == path
    assert texts(**{place: text}, own=False) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("head", "<ul class='menu'><li>Aide</li><li>Contact</li></ul>"),
        ("beside", "<aside><a href='/1'>Bilan 2025</a> <a href='/2'>Bilan 2024</a></aside>"),
        ("foot", "<a href='/privee'>Vie privée</a>"),
        ("foot", "<div hidden>Le 3 mars 2026</div>"),
    ],
)
def test_menus_links_and_what_is_hidden_are_no_notices(place, text):
    assert texts(**{place: text}) == []


def test_a_box_within_another_is_read_once():
    assert [text for _, text in texts(foot="<aside>Ouvert à 9 h</aside>")] == ["Ouvert à 9 h"]


def test_a_reading_of_a_page_of_ours_bears_a_name_of_its_own():
    assert extractor(own=True) == "own/2"
