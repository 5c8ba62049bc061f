"""The watchlist of a process that goes on: read anew once its files are others."""

import logging
import os
from pathlib import Path

import pytest

from core.errors import WatchlistError
from core.watchlist_file import WatchlistFile
from core.watchlist_reader import read_watchlist

PAGE = "  - {{id: asso.{0}, url: 'https://asso.example/{0}', language: fr, editor: {1}@example.org}}\n"


def written(path, *pages, more=""):
    """Write a watchlist of these pages, each ``name editor``."""
    path.write_text(more + "pages:\n" + "".join(PAGE.format(*each.split()) for each in pages), encoding="utf-8")


def names(named):
    return [(page.id, page.editor.partition("@")[0]) for page in named().pages]


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "watchlist.yaml"
    written(path, "a lotte")
    return path


@pytest.fixture
def named(path):
    """Looks at its files whenever it is asked."""
    return WatchlistFile(path, read_watchlist, pause=0)


def test_what_is_written_is_known_to_who_asks_next(path, named):
    assert names(named) == [("asso.a", "lotte")]
    written(path, "a ali", "b ali")
    assert names(named) == [("asso.a", "ali"), ("asso.b", "ali")]


def test_a_file_written_beside_and_moved_into_its_place_is_another(path, named):
    before = path.stat()
    other = path.with_suffix(".new")
    written(other, "b lotte")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert names(named) == [("asso.b", "lotte")]


def test_as_long_as_no_file_is_another_the_same_watchlist_is_given(named):
    assert named() is named()


def test_files_that_it_includes_are_looked_at_too(path):
    more = path.with_name("more.yaml")
    written(path, "a lotte", more="include: [more.yaml]\n")
    named = WatchlistFile(path, read_watchlist, pause=0)
    assert names(named) == [("asso.a", "lotte")]
    written(more, "b ali")
    assert names(named) == [("asso.a", "lotte"), ("asso.b", "ali")]
    more.unlink()
    assert names(named) == [("asso.a", "lotte")]


def test_a_broken_file_keeps_the_last_good_one_and_says_so_once(path, named, caplog):
    path.write_text("pages: [{id: asso.a", encoding="utf-8")
    assert names(named) == names(named) == [("asso.a", "lotte")]
    (said,) = (record.getMessage() for record in caplog.records if record.levelno == logging.ERROR)
    assert "the last good one stands" in said
    assert f"{path}:1:" in said
    written(path, "a ali")
    assert names(named) == [("asso.a", "ali")]


def test_a_file_that_is_gone_keeps_the_last_good_one_until_it_is_back(path, named, caplog):
    path.unlink()
    assert names(named) == [("asso.a", "lotte")]
    assert "no such file" in caplog.text
    written(path, "b ali")
    assert names(named) == [("asso.b", "ali")]


def test_a_broken_file_that_is_newly_included_is_taken_over_once_it_is_mended(path, named):
    more = path.with_name("more.yaml")
    more.write_text("pages: [{id: asso.b", encoding="utf-8")
    written(path, "a lotte", more="include: [more.yaml]\n")
    assert names(named) == [("asso.a", "lotte")]
    written(more, "b ali")
    assert names(named) == [("asso.a", "lotte"), ("asso.b", "ali")]


def test_a_watchlist_that_is_wrong_from_the_start_is_refused(path):
    path.write_text("page: []", encoding="utf-8")
    with pytest.raises(WatchlistError):
        WatchlistFile(path, read_watchlist)


def test_one_that_does_not_exist_yet_is_empty_until_it_does(tmp_path):
    named = WatchlistFile(tmp_path / "later.yaml", read_watchlist, pause=0)
    assert names(named) == []
    written(tmp_path / "later.yaml", "a lotte")
    assert names(named) == [("asso.a", "lotte")]


def test_however_many_ask_the_files_are_looked_at_once_a_second(path, monkeypatch):
    clock, looks, stat = Clock(), [], Path.stat
    monkeypatch.setattr(Path, "stat", lambda self, **how: looks.append(self) or stat(self, **how))
    named = WatchlistFile(path, read_watchlist, clock=clock)
    looks.clear()
    for _ in range(1000):
        named()
    assert looks == []
    clock.now += 1
    for _ in range(1000):
        named()
    assert looks == [path]
