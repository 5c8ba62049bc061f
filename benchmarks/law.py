"""Reads and compares two versions of a synthetic law in Justel's markup, and prints what that costs beside the parsing.

python benchmarks/law.py                                 1.5 MB and 400 articles, then 1 MB
python benchmarks/law.py --kilobytes 3000 --articles 800
python benchmarks/law.py --memory 50                     how much memory grows over fifty polls
"""

import argparse
import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from core.values import Change, Version
from differ.compare import compare
from differ.extract import read
from differ.extract.tree import soup_of

Result = TypeVar("Result")

LIMIT = 2.0
"""Seconds on one core for both versions, read, compared and understood (DESIGN §9)."""
CHANGED = 100
"""One paragraph in so many is changed."""
WARM = 5
"""Polls after which memory must not grow."""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="iso-8859-1" /><title>Banque de donn&eacute;es Justel</title></head><body>
<nav><ul><li><a href="/cgi_loi/article.pl?language=nl&lg_txt=n&cn_search=1980121530" class="nav__language-button ">NL</a></li>
<li><a href="/cgi_loi/article.pl?language=fr&lg_txt=f&cn_search=1980121530" class="nav__language-button active">FR</a></li></ul></nav>
<main role="main"><div class="list"><div id="list-title-1" class="box"><p class="list-item--title">15 DECEMBRE 1980. - Loi d'essai
(NOTE : Consultation des versions antérieures à partir du 01-01-1990 et mise à jour au 01-02-2025)</p>
<p><strong>Dossier num&eacute;ro:</strong>  1980-12-15/30</p></div>
<div id="list-title-2" class="box plain-text"><h2>Table des matières</h2>Art. 1-{articles}</div>
<div id="list-title-3" class="box plain-text"><h2 id="text">Texte</h2>{text}</div>
<div id="list-title-sw_mr" class="box"><ul>{acts}</ul></div></div></main></body></html>"""
_ACT = (
    '<li><a href="/mopdf/2025/06/20_2.pdf#Page20" target=_blank>Loi du 12-06-2025 publié le 20-06-2025</a></li><p>Article modifié : 151</p>'
)
_TITLE = "<L 2024-05-12/29, art. 6, 098; En vigueur : 20-07-2024>"
_CALL = f"<sup><font color=red><a href=#t title='{_TITLE}'><span style='color:red;'>1</span></a></font></sup>"
_NOTE = (
    "<BR>&nbsp;&nbsp;----------<BR>&nbsp;&nbsp;(<font color=red>1</font>)&lt;L <A HREF=/cgi_loi/article.pl?language=fr&amp;lg_txt=f"
    "&amp;cn_search=2024051229 target=_blank>2024-05-12/29</A>, art. 6, 098; En vigueur : 20-07-2024&gt; "
)
_SENTENCES = (
    "La demande est introduite auprès de l'administration communale dans un délai de {days} jours à compter de la notification.",
    "Le ministre ou son délégué peut prolonger l'autorisation de séjour pour une durée de {days} jours lorsque la personne le justifie.",
    "La redevance de {euros} euros est due par l'étranger au moment où il introduit sa demande, à peine d'irrecevabilité.",
    "Le recours est ouvert pendant {days} jours et il n'est pas suspensif, sauf si le président du tribunal en décide autrement.",
)


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time: building both trees alone, reading the first and the second version, comparing them."""

    size: int
    provisions: int
    changes: int
    parsing: float
    first: float
    second: float
    comparing: float

    @property
    def whole(self) -> float:
        """Everything that one comparison of two pages takes."""
        return self.first + self.second + self.comparing


def law(kilobytes: int, articles: int, *, amended: bool) -> bytes:
    """The page of a law of about ``kilobytes``; ``amended`` changes a value in one paragraph of a hundred."""
    text = "<BR><BR>".join(_article(number, kilobytes * 1000 // articles, amended) for number in range(1, articles + 1))
    return _PAGE.format(articles=articles, text=text, acts=_ACT * 90).encode("cp1252")


def _article(number: int, size: int, amended: bool) -> str:
    head = f"&nbsp;&nbsp;<A NAME='Art.{number}' HREF='#Art.{number - 1}'>Art.</A> <A HREF='#Art.{number + 1}'> {number}</A>. "
    lines, rest = [f"{head}§ 1er. Il faut :"], size - len(head) - len(_NOTE)
    while rest > 0:
        lines.append(_paragraph(number * 37 + len(lines), amended))
        rest -= len(lines[-1])
    return "<BR>&nbsp;&nbsp;".join(lines) + _NOTE


def _paragraph(serial: int, amended: bool) -> str:
    changed = amended and serial % CHANGED == 0
    sentence = _SENTENCES[serial % 4].format(days=serial % 90 + 5 + changed, euros=serial % 700 + 20 + changed)
    point = f"{serial % 37}° " if serial % 3 else ""
    whole = f"{point}{sentence} Il en est ainsi du cas {serial}."
    return f"[{_CALL} {whole}]{_CALL}" if serial % 2 else whole


def seconds(job: Callable[[], Result]) -> tuple[float, Result]:
    """The processor time of a job, without waiting for others, and its result."""
    gc.collect()
    start = time.process_time()
    result = job()
    return time.process_time() - start, result


def measured(kilobytes: int, articles: int) -> Cost:
    """The cost of one pair of versions, each step done once."""
    before, after = (law(kilobytes, articles, amended=amended) for amended in (False, True))
    parsing = sum(seconds(partial(soup_of, page.decode("cp1252")))[0] for page in (before, after))
    first, old = seconds(lambda: version(before))
    second, new = seconds(lambda: version(after))
    comparing, changes = seconds(lambda: compare(old, new, "fr"))
    return Cost(len(before), len(old.provisions), len(changes), parsing, first, second, comparing)


def version(page: bytes) -> Version:
    """The page as read; a doubt about a page of our own making ends the benchmark."""
    found = read(page, "text/html")
    if not isinstance(found, Version):
        raise SystemExit(f"the page is not believed: {found.reason}")
    return found


def told(cost: Cost) -> str:
    """The table of one measurement."""
    ours = cost.whole - cost.parsing
    verdict = "within" if cost.whole < LIMIT and ours <= cost.parsing else "ABOVE"
    rows = {
        "both trees alone (bs4 + lxml)": cost.parsing,
        "read, first version": cost.first,
        "read, second version": cost.second,
        "compare with Facts": cost.comparing,
        "everything": cost.whole,
    }
    table = "\n".join(f"  {name:32}{value:8.3f} s" for name, value in rows.items())
    head = f"{cost.size / 1e6:.2f} MB, {cost.provisions} Provisions, {cost.changes} Changes"
    verdict += f" the limit: {cost.whole:.2f} of {LIMIT} s, our part {ours / cost.parsing:+.2f} × the parsing"
    return f"{head}\n{table}\n  {verdict}\n"


def growth(polls: int, kilobytes: int, articles: int) -> int:
    """Kilobytes by which the process's peak grew after the first polls, reading and comparing every time."""
    peaks = []
    for poll in range(polls):
        old, new = (version(law(kilobytes, articles, amended=amended)) for amended in (poll % 2 == 0, poll % 2 == 1))
        changes: list[Change] = compare(old, new, "fr")
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        del old, new, changes
    return peaks[-1] - peaks[min(WARM, polls) - 1]


def main() -> None:
    """Measures what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=0)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--memory", type=int, default=0, metavar="POLLS")
    given = parser.parse_args()
    measured(100, 50)  # patterns and language data are made once in a process
    if given.memory:
        grown = growth(given.memory, given.kilobytes or 1500, given.articles)
        print(f"{given.memory} polls: the peak grew by {grown / 1024:.1f} MB after the first {WARM}")
        return
    for kilobytes in [given.kilobytes] if given.kilobytes else [1500, 1000]:
        print(told(measured(kilobytes, given.articles)))


if __name__ == "__main__":
    main()
