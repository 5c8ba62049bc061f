from pathlib import Path

from core.watchlist_files import Place, read_files

SOUND = """\
sources: {s: {name: Essai}}
watches:
  - {id: a, source: s, kind: page, url: "https://www.example.org/a", language: fr, every: 12h, ignore: [no]}
include: [more.yaml]
"""


def written(folder: Path, more: str) -> Path:
    path = folder / "watchlist.yaml"
    path.write_text(SOUND, encoding="utf-8")
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    return path


def test_a_sound_watchlist_tells_the_place_of_any_part_when_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "watches:\n  - {id: b, source: s}\n")

    files = read_files(path)

    assert not files.placed
    assert files.data["watches"][0]["ignore"] == ["no"]
    assert files.place(("watches", 0, "kind")) == Place(path, 3, 30)
    assert files.place(("watches", 1, "id")) == Place(tmp_path / "more.yaml", 2, 10)


def test_what_the_quick_reading_would_guess_at_is_read_with_care(tmp_path: Path) -> None:
    files = read_files(written(tmp_path, "subscribers:\n  - {id: p, via: [], quiet_hours: 22:00-07:00}\n"))

    assert files.placed
    assert files.data["subscribers"][0]["quiet_hours"] == "22:00-07:00"


def test_a_mistake_in_one_of_the_files_stands_at_its_place(tmp_path: Path) -> None:
    files = read_files(written(tmp_path, "sources: {s: {name: Autre}}\n"))

    assert [mistake.place for mistake in files.mistakes] == [Place(tmp_path / "more.yaml", 1, 11)]
