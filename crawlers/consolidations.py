"""Which consolidated version of an act is the newest: a question to CELLAR's SPARQL endpoint, and the answer in a word.

A consolidated version bears the act's CELEX number in sector 0 with a date, ``02024R1348-20260227``. Numbers are compared as
strings, and the greatest is chosen here: the endpoint's equality of typed literals and its ``MAX`` fail on some records.
"""

import json
import re
from urllib.parse import urlencode

from core.watchlist import SPARQL_JSON

_FAMILY = re.compile(r"/resource/celex/0(\d{4}[A-Z]{1,2}\d{4})$")
_QUESTION = """PREFIX cdm: <http://publications.europa.eu/ontology/cdm#>
SELECT DISTINCT ?celex WHERE {{
  ?act cdm:resource_legal_id_celex ?number .
  FILTER(STR(?number) = "{act}")
  ?version cdm:act_consolidated_based_on_resource_legal ?act ;
           cdm:resource_legal_id_celex ?celex .
}}"""


def consolidated_act(address: str) -> str | None:
    """The CELEX number of the act whose newest consolidated version ``address`` stands for, such as ``32024R1348``.

    ``None`` for the address of anything else, a consolidated version of a stated date among them.
    """
    found = _FAMILY.search(address)
    return f"3{found[1]}" if found else None


def question(endpoint: str, act: str) -> str:
    """The address that answers with the CELEX numbers of the consolidated versions of ``act``."""
    return f"{endpoint.rstrip('/')}/webapi/rdf/sparql?{urlencode({'query': _QUESTION.format(act=act), 'format': SPARQL_JSON})}"


def newest_version(answer: bytes, act: str) -> str | None:
    """The CELEX number of the newest consolidated version, ``None`` where there is none yet.

    ``ValueError`` where the answer is not the JSON of SPARQL results.
    """
    try:
        rows = json.loads(answer)["results"]["bindings"]
        numbers = [str(row["celex"]["value"]) for row in rows]
    except (KeyError, TypeError) as error:
        raise ValueError(f"no results: {error}") from error
    return max((number for number in numbers if re.fullmatch(rf"0{act[1:]}-\d{{8}}", number)), default=None)
