"""The command line as a person meets it: exit codes, and one clear sentence for whatever they can put right."""

import json
import socket
from pathlib import Path

import pytest

from crawlers.spiders import SPIDERS
from pipeline.checking import known_spiders
from tests.pipeline.conftest import Veille, one_sentence

HOME = Path(__file__).resolve().parents[2]
SHARED = HOME.parent / "shared"
WATCHLIST = """
sources:
  essai: {name: Essai, spider: page, delay: 0s}
watches:
  - {id: essai.page, source: essai, kind: page, url: "http://127.0.0.1:9/page", language: fr}
"""


@pytest.fixture
def veille(folder: Path, veille: Veille) -> Veille:
    """The command line, run in a folder that holds something."""
    assert folder.is_dir()
    return veille


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST, encoding="utf-8")
    (tmp_path / "avant.html").write_text("<main><h1>Frais</h1><p>La redevance est de 150 €.</p></main>", encoding="utf-8")
    (tmp_path / "apres.html").write_text("<main><h1>Frais</h1><p>La redevance est de 1.000 €.</p></main>", encoding="utf-8")
    (tmp_path / "coquille.html").write_text("<main><h1>Frais</h1><p>La redevance est de 150 €</p></main>", encoding="utf-8")
    (tmp_path / "vide.html").write_text("", encoding="utf-8")
    return tmp_path


def test_a_mistake_in_the_watchlist_stops_a_run(veille: Veille, folder: Path) -> None:
    (folder / "watchlist.yaml").write_text(WATCHLIST.replace("kind: page", "kind: pag"), encoding="utf-8")
    one_sentence(veille("run", "--once"), "watchlist.yaml:5:", "'pag'", "write one of")


def test_check_tells_what_only_the_whole_of_veille_can_find(veille: Veille, folder: Path) -> None:
    text = WATCHLIST.replace("spider: page", "spider: pages") + (
        "pages:\n"
        '  - {id: notre.page, url: "http://127.0.0.1:9/nous", language: fr, editor: "editrice"}\n'
        "subscribers:\n"
        '  - {id: une, via: ["slak://jeton-secret", "${LIEU_SECRET}", "${LIEU_ABSENT}", "quelquun@example.org", "tag:juristes"]}\n'
    )
    (folder / "watchlist.yaml").write_text(text, encoding="utf-8")
    done = veille("check", LIEU_SECRET="slak://jeton-secret")
    assert done.returncode == 2
    assert [line.removeprefix("watchlist.yaml:").split("; ")[0] for line in done.stderr.splitlines()] == [
        "3:32: there is no spider 'pages'",
        "7:76: The route 'editrice' is neither an e-mail address, an Apprise address such as slack://… nor tag:NAME",
        "9:21: Apprise understands no address 'slak://…'",
        "9:44: Apprise understands no address '${LIEU_SECRET}'",
        "9:62: warning: ${LIEU_ABSENT} is not set",
    ]
    assert "jeton-secret" not in done.stderr


def test_check_knows_every_spider() -> None:
    assert set(SPIDERS) <= set(known_spiders())


def test_check_of_the_shipped_watchlist_warns_of_names_that_are_not_set_and_no_more(veille: Veille) -> None:
    done = veille("check", str(HOME / "watchlist.yaml"))
    *warnings, told = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert told.endswith(": no mistakes.")
    assert [each for each in warnings if "is not set" not in each and "subscribers.yaml" not in each] == []


def test_check_fetches_without_a_database(veille: Veille, folder: Path) -> None:
    done = veille("--database", "sqlite:///nulle/part.db", "check", "--fetch", "essai.page")
    assert done.returncode == 2
    assert "DOUBT      error: " in done.stdout
    assert not list(folder.glob("*.db"))


def test_check_names_an_unknown_watch(veille: Veille) -> None:
    one_sentence(veille("check", "--fetch", "essai.autre"), "essai.autre")


def test_a_missing_watchlist_is_named(veille: Veille) -> None:
    one_sentence(veille("--watchlist", "autre.yaml", "run", "--once"), "autre.yaml", "no such file")


def test_a_missing_folder_for_the_database_is_named(veille: Veille, folder: Path) -> None:
    one_sentence(veille("--database", "sqlite:///nulle/part.db", "run", "--once"), "cannot be opened", "folder exists")


def test_an_address_of_no_database_is_named(veille: Veille) -> None:
    one_sentence(veille("--database", "mongo://x", "status"), "mongo://x", "sqlite:///")


def test_a_database_server_that_does_not_run_is_named(veille: Veille) -> None:
    one_sentence(veille("--database", "postgresql://127.0.0.1:9/veille", "status"), "cannot be opened", "server runs")


def test_a_file_that_is_no_database_is_named(veille: Veille, folder: Path) -> None:
    (folder / "texte.db").write_text(
        "ceci n'est pas une base de données, loin de là, et il faut plus de cent octets " * 3, encoding="utf-8"
    )
    one_sentence(veille("--database", "sqlite:///texte.db", "status"), "texte.db", "cannot be opened")


def test_a_setting_that_is_not_understood_is_named(veille: Veille) -> None:
    one_sentence(veille("status", VEILLE_SEND="maybe"), "VEILLE_SEND")


def test_a_port_that_is_taken_is_named(veille: Veille) -> None:
    veille("db", "upgrade")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        one_sentence(veille("serve", "--port", str(taken.getsockname()[1])), "choose others with --host and --port")


def test_reading_an_empty_database_names_the_remedy(veille: Veille) -> None:
    one_sentence(veille("log"), "veille db upgrade")


def test_an_unreadable_file_is_named(veille: Veille) -> None:
    one_sentence(veille("diff", "rien.html", "apres.html"), "rien.html", "check the name")


def test_an_instant_that_is_none_is_named(veille: Veille) -> None:
    one_sentence(veille("status", "--now", "hier"), "--now 'hier'", "2025-07-29")


def test_an_unknown_watch_is_named(veille: Veille) -> None:
    one_sentence(veille("run", "--once", "--only", "essai.autre"), "essai.autre")


def test_several_watches_may_follow_only(veille: Veille) -> None:
    one_sentence(veille("run", "--once", "--only", "essai.autre", "essai.encore"), "essai.autre, essai.encore")


def test_an_unreachable_publisher_is_an_incident_and_exit_3(veille: Veille) -> None:
    done = veille("run", "--once")
    assert done.returncode == 3, done.stderr
    assert "essai.page: error since" in done.stdout
    assert veille("status").returncode == 3


def test_a_folder_that_cannot_take_the_demonstration_is_named(veille: Veille, folder: Path) -> None:
    (folder / "demo.db").mkdir()
    one_sentence(veille("demo"), "demo.db", "a folder you may write to")


@pytest.mark.parametrize(
    ("after", "code"), [("apres.html", 1), ("avant.html", 0), ("coquille.html", 0), ("vide.html", 2)], ids=["fee", "same", "typo", "empty"]
)
def test_diff_exits_by_what_it_finds(veille: Veille, after: str, code: int) -> None:
    assert veille("diff", "avant.html", after, "--lang", "fr").returncode == code


def test_diff_gives_the_contracts_json(veille: Veille) -> None:
    found = json.loads(veille("diff", "avant.html", "apres.html", "--lang", "fr", "--format", "json").stdout)
    assert found["schema"] == "veille.diff/1"
    assert (found["language"], found["significance"], found["incident"]) == ("fr", "major", None)
    (change,) = found["changes"]
    wanted = {
        "kind",
        "key",
        "path",
        "before",
        "after",
        "rule",
        "significance",
        "reasons",
        "facts",
        "effective",
        "dates",
        "summary",
        "redline",
    }
    assert set(change) == wanted
    assert change["facts"] == [
        {
            "type": "amount",
            "role": None,
            "before": {"text": "150 €", "value": "150", "unit": "EUR"},
            "after": {"text": "1.000 €", "value": "1000", "unit": "EUR"},
        }
    ]


def test_diff_as_a_page_stands_alone(veille: Veille) -> None:
    page = veille("diff", "avant.html", "apres.html", "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert '<del><b lang="en">[removed:</b> 150<b>]</b></del>' in page


def test_batch_answers_line_by_line_and_goes_on_after_a_bad_one(veille: Veille) -> None:
    lines = "avant.html\tapres.html\tfr\nrien.html\tapres.html\tfr\nune seule\navant.html\tavant.html\t\n"
    done = veille("diff", "--batch", "-", stdin=lines)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert ["error" in result for result in results] == [False, True, True, False]
    assert (results[0]["significance"], results[3]["significance"]) == ("major", "none")


def test_a_line_of_the_list_that_is_no_utf_8_spoils_no_other(veille: Veille, tmp_path: Path) -> None:
    (tmp_path / "liste.tsv").write_bytes(b"avant.html\tapres.html\tfr\n\xff\xfe\tapres.html\t\navant.html\tavant.html\t\n")
    results = [json.loads(line) for line in veille("diff", "--batch", str(tmp_path / "liste.tsv")).stdout.splitlines()]
    assert ["error" in result for result in results] == [False, True, False]


def test_a_list_that_cannot_be_read_is_exit_2(veille: Veille) -> None:
    one_sentence(veille("diff", "--batch", "nulle-part.tsv"), "nulle-part.tsv")


def test_facts_gives_the_contracts_json(veille: Veille) -> None:
    found = json.loads(veille("facts", "avant.html", "--lang", "fr", "--format", "json").stdout)
    (fact,) = found["facts"]
    assert (found["schema"], fact["type"], fact["value"], fact["unit"], fact["text"]) == ("veille.facts/1", "amount", "150", "EUR", "150 €")
    assert "La redevance est de 150 €."[fact["start"] : fact["end"]] == "150 €"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the recordings shared with the project are not beside this checkout")
def test_the_real_pair_of_the_reception_law_gives_exactly_its_four_insertions(veille: Veille) -> None:
    before, after = sorted((SHARED / "recordings/justel/pair_loi_accueil").glob("*.html"))
    done = veille("diff", str(before), str(after), "--format", "json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(change["kind"], change["path"], change["effective"], change["significance"]) for change in found["changes"]] == [
        ("insertion", "Art. 2, 14°", "2024-07-20", "major"),
        ("insertion", "Art. 2, 15°", "2024-07-20", "major"),
        ("insertion", "Art. 4, § 1er, 5°", "2025-08-02", "major"),
        ("insertion", "Art. 4, § 1er, 6°", "2025-08-02", "major"),
    ]
