"""`veille audit` as a person meets it: files and addresses in, what is outdated on them out."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.cli import main

PAGE = """<html lang="fr"><title>Ukraine</title><main><h1>Protection</h1>
<p>La protection temporaire est prolongée jusqu'au {day}.</p></main></html>"""
NOW = ("--now", "2026-11-22T10:00Z")


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`veille audit` run beside two pages of ours, one of them right."""
    (tmp_path / "fausse.html").write_text(PAGE.format(day="4 mars 2024"), encoding="utf-8")
    (tmp_path / "juste.html").write_text(PAGE.format(day="4 mars 2027"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VEILLE_ALLOW_PRIVATE_HOSTS", "1")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["veille", "audit", *arguments, *NOW])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The same pages at an address."""
    handler = partial(Silent, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_that_is_right_ends_with_0_and_says_so(audit) -> None:
    code, out, _ = audit("juste.html")
    assert code == 0
    assert out == "juste.html: nothing outdated was found\n"


def test_a_page_that_is_wrong_ends_with_1_and_says_what_to_write(audit) -> None:
    code, out, _ = audit("juste.html", "fausse.html")
    assert code == 1
    assert "jusqu'au [4 mars 2024]" in out
    assert "→ La protection temporaire est prolongée jusqu'au 4 mars 2027." in out


def test_the_json_holds_the_keys_others_rely_on(audit) -> None:
    _, out, _ = audit("fausse.html", "--format", "json")
    found = json.loads(out)
    assert found["schema"] == "veille.audit/1"
    (item,) = found["items"]
    assert {name: item[name] for name in ("file", "text", "problem", "proposal", "path")} == {
        "file": "fausse.html",
        "text": "4 mars 2024",
        "problem": "superseded",
        "proposal": "La protection temporaire est prolongée jusqu'au 4 mars 2027.",
        "path": "Protection",
    }


def test_an_address_is_asked_and_judged_like_a_file(audit, site: str) -> None:
    code, out, _ = audit(f"{site}/fausse.html", "--format", "json")
    assert code == 1
    assert [item["file"] for item in json.loads(out)["items"]] == [f"{site}/fausse.html"]


@pytest.mark.parametrize("name", ["absente.html", "{site}/absente.html", "http://127.0.0.1:9/"])
def test_what_cannot_be_read_ends_with_2_and_names_it(audit, site: str, name: str) -> None:
    code, out, err = audit(name.format(site=site))
    assert (code, out) == (2, "")
    assert name.format(site=site) in err
    assert len(err.strip().splitlines()) == 1


def test_a_language_the_desk_does_not_read_is_said(audit, tmp_path: Path) -> None:
    (tmp_path / "de.html").write_text(
        "<html lang='de'><main><p>Der Schutz gilt bis zum 4. März 2024 für alle Personen.</p></main></html>", "utf-8"
    )
    code, _, err = audit("de.html")
    assert code == 2
    assert "--lang" in err


def test_what_can_be_read_is_told_although_another_page_cannot(audit, site: str) -> None:
    code, out, err = audit("fausse.html", "absente.html", "juste.html", f"{site}/absente.html")
    assert code == 2
    assert "→ La protection temporaire est prolongée jusqu'au 4 mars 2027." in out
    assert "juste.html: nothing outdated was found" in out
    first, second = err.strip().splitlines()
    assert "absente.html cannot be read" in first
    assert f"{site}/absente.html cannot be judged: there is no such page; check the address" in second
    assert "Watch" not in err


def test_the_json_names_what_could_not_be_read(audit) -> None:
    code, out, _ = audit("fausse.html", "absente.html", "--format", "json")
    found = json.loads(out)
    assert code == 2
    assert [item["file"] for item in found["items"]] == ["fausse.html"]
    assert [each["file"] for each in found["unread"]] == ["absente.html"]


def test_what_is_only_to_be_checked_is_told_so(audit, tmp_path: Path) -> None:
    paragraph = "<p>Pour un visa étudiant, la redevance de l'Office des étrangers est de {fee} €.</p>"
    (tmp_path / "frais.html").write_text(PAGE.format(day="4 mars 2024").replace("</main>", f"{paragraph.format(fee=237)}</main>"), "utf-8")
    code, out, _ = audit("frais.html")
    assert code == 1
    assert out.startswith("frais.html: 1 outdated, 1 to check\n")
    assert "  superseded: La protection temporaire" in out
    assert "  to check (superseded): Pour un visa étudiant, la redevance de l'Office des étrangers est de [237 €]" in out
    assert "À vérifier : dernière valeur connue 237 €" in out
    assert "n'est plus la valeur" not in out
    _, printed, _ = audit("frais.html", "--format", "json")
    assert [(item["text"], item["certain"], item["proposal"] is None) for item in json.loads(printed)["items"]] == [
        ("4 mars 2024", True, False),
        ("237 €", False, True),
    ]
