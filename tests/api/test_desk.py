"""The editor's desk in a browser without JavaScript, and what administrators do there."""

import csv
import json
from datetime import timedelta
from io import StringIO
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.sending.routes import recipient
from api.app import create_app
from api.limits import Limit
from core import models
from core.database import transaction
from core.errors import VeilleError
from core.rights import fingerprint
from core.settings import Settings
from core.watchlist import SITES, Watchlist
from pipeline.cli import app
from tests.api.archive import START, fee_change
from tests.api.conftest import NOW

RULE = "droit-enregistrement-nationalite"
SENTENCE = "Le droit pour la nationalité est de 150 euros."
ADMINISTRATOR, EDITOR = "admin@example.org", "web@example.org"
SETTINGS = Settings(site="https://veille.example")


@pytest.fixture
def watchlist():
    pages = [
        {"id": name, "url": f"https://asso.example/{name}", "language": "fr", "editor": editor}
        for name, editor in (("asso.a", "web@example.org"), ("asso.b", "web@example.org"), ("autre.c", "autre@example.org"))
    ]
    people = {
        "administrators": [{"id": "admin", "via": ["admin@example.org"]}],
        "subscribers": [{"id": "politique", "via": ["p@example.org"]}],
    }
    return Watchlist.model_validate({"pages": pages, **people})


@pytest.fixture
def site(engine, archive, watchlist):
    """Three pages of ours that claim the same, a Task on each, and one official Change."""
    change = archive.change()
    for page in watchlist.pages:
        archive.watch(page.id, kind="own", url=page.url, source="own", source_name="Nos pages")
        archive.task(
            page.id, sentence=SENTENCE, change_id=change if page.id == "asso.a" else None, rule=RULE, reason="Ce n’est plus 150 €."
        )
        stated = {"sentence": SENTENCE, "path": "Frais", "text": "150 euros", "type": "amount", "value": "150", "unit": "EUR", "key": "k"}
        archive._add(models.Claim(page_id=page.id, rule=RULE, score=1.0, reasons=["nationalite", "droit"], seen=START, **stated))
    app = create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=watchlist, settings=SETTINGS)
    object.__setattr__(app.state.surroundings, "limit", Limit(most=1000))
    client = TestClient(app, base_url="https://veille.example", raise_server_exceptions=True, follow_redirects=True)
    client.engine = engine
    return client


@pytest.fixture
def foreign_site(engine, archive):
    """A German page of ours, and one that cannot be read."""
    pages = [
        {"id": f"asso.{language}", "url": f"https://asso.example/{language}", "language": language, "editor": "web@example.org"}
        for language in ("de", "fr")
    ]
    for page in pages:
        archive.watch(page["id"], kind="own", url=page["url"], source="own", source_name="Nos pages", language=page["language"])
    archive.incident("asso.fr", opened=START)
    watchlist = Watchlist.model_validate({"pages": pages})
    client = TestClient(create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=watchlist, settings=SETTINGS))
    client.base_url, client.engine = "https://veille.example", engine
    return client


def test_another_language_or_page_keeps_every_filter(site):
    enter(site)
    links = BeautifulSoup(site.get("/desk?state=&problem=stale").text, "lxml").select(".tongues a")
    assert links[1]["href"] == "?state=&problem=stale&lang=nl"


def test_an_editor_is_told_what_is_not_read_and_in_which_language_nothing_is_checked(foreign_site):
    enter(foreign_site)
    rows = BeautifulSoup(foreign_site.get("/desk").text, "lxml").select("table.desk tbody th")
    told = {row.a.get_text(): " ".join(each.get_text() for each in row.select(".trouble")) for row in rows}
    assert told["asso.example/de"].startswith("Page en allemand : nous ne savons relire que le français, le néerlandais et l’anglais.")
    assert told["asso.example/fr"].startswith("Ne peut plus être lue depuis le")
    assert told["asso.example/fr"].endswith("Le site a bloqué notre lecture.")
    for public in ("/", "/sources"):
        assert "asso.fr" not in foreign_site.get(public).text
    german = BeautifulSoup(foreign_site.get("/desk/pages/asso.de?lang=nl").text, "lxml")
    assert "Pagina in het Duits" in german.select_one(".note").get_text()
    assert german.select_one(".none") is None


def enter(site, address=EDITOR):
    with transaction(site.engine) as session:
        ends, proven = NOW + timedelta(hours=1), recipient(address, SETTINGS, {})
        session.add(models.SignedIn(id=fingerprint(address), recipient=proven, began=NOW, expires=ends))
    site.cookies.set("__Host-veille", address, domain="veille.example")
    return site


@pytest.fixture
def editor(site):
    return enter(site)


@pytest.fixture
def administrator(site):
    return enter(site, ADMINISTRATOR)


def rows(site, kind):
    with Session(site.engine) as session:
        return session.scalars(select(kind)).all()


def get(site, path, status=200):
    answer = site.get(path)
    assert answer.status_code == status, answer.text
    # Spaces at which no line ends are spaces to whoever reads.
    return BeautifulSoup(answer.text.replace("\u00a0", " "), "lxml")


def post(site, path, status=200, **fields):
    answer = site.post(path, data=fields or {"button": ""})
    assert answer.status_code == status, answer.text
    # Spaces at which no line ends are spaces to whoever reads.
    return BeautifulSoup(answer.text.replace("\u00a0", " "), "lxml")


@pytest.mark.parametrize("path", ["/desk", "/desk/1", "/desk/changes/1", "/desk/subscriptions", "/deeds"])
def test_who_is_not_signed_in_is_sent_to_sign_in(site, path):
    answer = site.get(path, params={"lang": "nl"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?then={quote(path, safe='')}&lang=nl")


def test_an_editor_sees_the_state_of_their_pages_and_no_others(editor):
    page = get(editor, "/desk")
    table = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("table.desk tbody tr")]
    assert [row[:3] for row in table] == [["asso.example/asso.a", "1", "1"], ["asso.example/asso.b", "1", "1"]]
    assert table[0][3] == str((NOW.date() - START.date()).days)
    assert [link["href"] for link in page.select("article h3 a")] == ["/desk/2", "/desk/1"]
    for path in ("/deeds", "/desk/subscriptions", "/desk/changes/1"):
        get(editor, path, status=404)


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "dont quelqu’un d’autre s’occupe"), ("nl", "waar iemand anders voor zorgt"), ("en", "somebody else")]
)
def test_a_task_of_a_page_of_somebody_else_is_refused_in_words(editor, language, said):
    page = get(editor, f"/desk/3?lang={language}", status=403)
    assert said in page.select_one("main").get_text()
    assert [link["href"].split("?")[0] for link in page.select("main a.button")] == ["/desk", "/"]
    for path in ("/desk/3", "/desk/3/link"):
        post(editor, path, status=403, action="done")
    assert rows(editor, models.Deed) == []
    get(editor, "/desk/99", status=404)


def test_an_administrator_sees_every_page(administrator):
    assert len(get(administrator, "/desk").select("table.desk tbody tr")) == 3
    get(administrator, "/desk/3")


def test_tasks_are_found_by_state_problem_and_page(editor):
    shown = lambda query: [link["href"] for link in get(editor, f"/desk?{query}").select("article h3 a")]  # noqa: E731
    assert shown("page=asso.a") == ["/desk/1"]
    assert shown("page=autre.c") == shown("problem=expired") == shown("state=done") == []
    assert shown("problem=stale&state=") == ["/desk/2", "/desk/1"]
    get(editor, "/desk?state=strange", status=422)


def test_a_task_says_what_is_wrong_why_what_to_write_and_where_else(editor):
    page = get(editor, "/desk/1")
    assert page.select_one("mark").get_text() == "[à corriger : 150 euros]"
    assert page.select_one(".proposal").get_text() == "1.000 euros"
    text = page.get_text(" ", strip=True)
    assert "Ce n’est plus 150 €." in text
    assert "parce qu’elle dit : « nationalité », « droit »" in text
    assert rows(editor, models.Snapshot)[1].sha256 in text
    assert page.select_one("a.button")["href"].startswith("https://asso.example/asso.a#:~:text=Le%20droit")
    assert [link["href"].split("#")[0] for link in page.select("[aria-labelledby=elsewhere] a")] == ["https://asso.example/asso.b"]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_page_of_the_desk_speaks_every_language(administrator, language):
    for path in ("/desk", "/desk/1", "/desk/2", "/desk/changes/1", "/desk/subscriptions", "/deeds", "/sign-in"):
        page = get(administrator, f"{path}?lang={language}")
        assert page.html["lang"] == language
        for each in page.select("main input:not([type=hidden]), main textarea, main select"):
            assert page.find("label", attrs={"for": each["id"]}), each
        ids = [each["id"] for each in page.select("[id]")]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"action": "done"}, "done"),
        ({"action": "correct"}, "disagreed"),
        ({"action": "disagree", "note": "une archive"}, "disagreed"),
        ({"action": "later", "until": "2025-08-20"}, "later"),
        ({"action": "assign", "note": "Bram"}, "open"),
        ({"action": "comment", "note": "on attend"}, "open"),
    ],
)
def test_every_button_does_what_it_says_and_is_kept(editor, fields, state):
    page = post(editor, "/desk/1", **fields)
    assert page.select_one("[role=status]")
    assert rows(editor, models.Task)[0].state == state
    (action,) = rows(editor, models.TaskAction)
    assert (action.action, action.made_by, action.note) == (fields["action"], EDITOR, fields.get("note", ""))
    assert [deed.subject for deed in rows(editor, models.Deed)][-1] == "task 1"
    assert fields.get("note", "") in page.select_one("[aria-labelledby=history]").get_text()


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "un message part"), ("nl", "er vertrekt een bericht"), ("en", "a message is on its way")]
)
def test_who_is_given_a_task_is_told_by_one_message(editor, language, said):
    for _ in range(2):
        page = post(editor, f"/desk/1?lang={language}", action="assign", note="admin")
        assert said in page.select_one("[role=status]").get_text()
    (mail,) = rows(editor, models.Delivery)
    assert (mail.route, mail.subscriber, mail.subscriptions) == (ADMINISTRATOR, "admin", [])
    assert "confiée" in mail.subject
    for told in (EDITOR, "Le droit pour la nationalité est de [à corriger : 150 euros].", "https://veille.example/desk/1?lang=fr"):
        assert told in mail.text.replace("\u00a0", " ")
        assert told in BeautifulSoup(mail.html.replace("\u00a0", " "), "lxml").get_text() + mail.html


@pytest.mark.parametrize("name", ["Bram", "autre@example.org", EDITOR])
def test_nobody_is_told_who_is_not_known_or_may_not_answer_or_gave_it_themselves(editor, name):
    page = post(editor, "/desk/1", action="assign", note=name)
    assert "personne n’en est averti" in page.select_one("[role=status]").get_text()
    assert rows(editor, models.Delivery) == []
    assert name in page.select_one(".badges").get_text()


def test_the_form_says_who_would_be_told_and_offers_their_names(administrator):
    form = get(administrator, "/desk/1").select_one("form:has(button[value=assign])")
    assert "Reçoit un message : web@example.org." in form.select_one(".hint").get_text()
    names = [each["value"] for each in form.find("datalist", id=form.select_one("input[name=note]")["list"]).select("option")]
    assert names == [EDITOR]


def test_the_form_says_that_nobody_is_told_where_nobody_else_is_known(foreign_site, archive):
    archive.task("asso.fr")
    enter(foreign_site)
    form = get(foreign_site, "/desk/1").select_one("form:has(button[value=assign])")
    assert "personne n’en est averti" in form.select_one(".hint").get_text()


def test_a_task_given_through_the_api_is_told_of_and_the_open_list_shows_no_address(administrator):
    answer = administrator.post("/api/v1/tasks/1/actions", json={"action": "assign", "note": EDITOR})
    assert (answer.status_code, answer.json()["assignee"]) == (200, "w***@example.org")
    assert [mail.route for mail in rows(administrator, models.Delivery)] == [EDITOR]
    administrator.cookies.clear()
    assert EDITOR not in administrator.get("/api/v1/tasks").text


def test_what_is_put_off_wakes_at_midnight_in_brussels(editor):
    post(editor, "/desk/1", action="later", until="2025-08-20")
    assert rows(editor, models.Task)[0].wakes.isoformat() == "2025-08-19T22:00:00+00:00"


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "disagree"},
        {"action": "assign", "note": "  "},
        {"action": "later", "until": "2025-07-01"},
        {"action": "later", "until": "soon"},
        {"action": "reopen"},
        {"action": "dance"},
        {},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_done(editor, fields):
    page = post(editor, "/desk/1", status=422, **fields)
    assert page.select_one("[role=alert]")
    assert rows(editor, models.TaskAction) == []


def test_a_closed_task_can_be_reopened_and_not_be_answered_twice(editor):
    post(editor, "/desk/1", action="done")
    post(editor, "/desk/1", status=422, action="later")
    post(editor, "/desk/1", action="reopen")
    assert rows(editor, models.Task)[0].state == "open"


def test_a_link_is_cut_confirmed_or_corrected_and_the_page_looked_at_again(editor):
    for rule in ("", RULE):
        with transaction(editor.engine) as session:
            session.get_one(models.Watch, "asso.a").reviewed_version = 4
        post(editor, "/desk/1/link", rule=rule, note="pourquoi")
        with Session(editor.engine) as session:
            assert session.get_one(models.Watch, "asso.a").reviewed_version is None
    assert [(each.rule, each.type, each.made_by, each.reason) for each in rows(editor, models.LinkDecision)] == [
        (None, "amount", EDITOR, "pourquoi"), (RULE, "amount", EDITOR, "pourquoi"),
    ]  # fmt: skip
    post(editor, "/desk/1/link", status=404, rule="fin-protection-temporaire")
    post(editor, "/desk/3/link", status=403, rule="")


def test_another_site_cannot_act_with_the_cookie_of_a_browser(editor):
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for path in ("/desk/1", "/desk/1/link", "/desk/changes/1", "/desk/subscriptions"):
        assert editor.post(path, data={"action": "done"}, headers=foreign).status_code == 403
    assert rows(editor, models.TaskAction) == []


def test_what_pages_say_cannot_run_in_the_browser_of_an_editor(editor, archive):
    evil = "<script>alert(1)</script> <img src=x onerror=alert(1)> 150 euros"
    archive.watch("asso.evil", kind="own", url="javascript:alert(1)")
    with transaction(editor.engine) as session:
        task = session.get_one(models.Task, 1)
        task.sentence, task.reason, task.proposal, task.path, task.assignee = evil, evil, evil, evil, evil
        task.page.url = "javascript:alert(1)"
    for path in ("/desk", "/desk/1"):
        page = get(editor, path)
        assert not page.select("script, img, [onerror], [style]")
        assert not [link for link in page.select("a") if "javascript" in link["href"]]


def test_an_administrator_marks_noise_and_takes_it_back(administrator):
    post(administrator, "/desk/changes/1", act="noise")
    assert "admin" in get(administrator, "/desk/changes/1").get_text()
    post(administrator, "/desk/changes/1", act="noise")
    post(administrator, "/desk/changes/1", act="no_noise")
    (mark,) = rows(administrator, models.NoiseMark)
    assert (mark.marked_by, mark.revoked_by) == ("admin", "admin")
    deeds = get(administrator, "/deeds").get_text(" ", strip=True)
    assert deeds.index("retire la marque de bruit · changement 1") < deeds.index("marque comme bruit · changement 1")


def test_an_administrator_corrects_a_change_in_words(administrator):
    post(administrator, "/desk/changes/1", status=422, act="corrected")
    post(administrator, "/desk/changes/1", act="corrected", note="Le droit est de 1.500 €.")
    (said,) = rows(administrator, models.Rectification)
    assert (said.kind, said.note, said.made_by) == ("corrected", "Le droit est de 1.500 €.", "admin")
    post(administrator, "/desk/changes/1", act="withdrawn")
    get(administrator, "/desk/changes/99", status=404)


def test_an_administrator_takes_an_ended_subscription_up_again(administrator):
    reader = recipient("p@example.org", SETTINGS, {})
    with transaction(administrator.engine) as session:
        session.add(models.Ending(subscription_id="politique", recipient=reader, instant=NOW, reason="p@example.org refuses"))
    page = get(administrator, "/desk/subscriptions")
    assert "politique" in page.get_text()
    assert "p@example.org" not in page.get_text()
    post(administrator, "/desk/subscriptions", subscription="politique")
    assert rows(administrator, models.Ending) == []
    post(administrator, "/desk/subscriptions", subscription="politique")
    post(administrator, "/desk/subscriptions", status=404, subscription="web-1234")


def test_the_change_leads_to_what_can_be_said_of_it(site):
    page = get(site, "/changes/1")
    assert "/desk/changes/1" in [link["href"] for link in page.select("main a")]


def test_the_page_of_a_change_shows_what_it_says(administrator, archive):
    number = archive.change(fee_change(summary={"fr": "Droit : un autre"}))
    assert "Droit : un autre" in get(administrator, f"/desk/changes/{number}").get_text()


def test_the_claims_of_a_page_are_shown_with_the_rule_they_repeat(editor):
    page = get(editor, "/desk/pages/asso.a")
    (claim,) = page.select("article")
    assert SENTENCE in claim.get_text()
    assert "Reconnue à ces mots : « nationalité », « droit »." in claim.get_text(" ", strip=True)
    assert [option["value"] for option in claim.select("option[selected]")] == [RULE]
    assert get(editor, "/desk").select_one("td a[href='/desk/pages/asso.a']").get_text() == "1"
    for name in ("autre.c", "nothing"):
        get(editor, f"/desk/pages/{name}", status=404)


@pytest.mark.parametrize(
    ("given", "rule", "detail"), [(RULE, RULE, f"{RULE}: {SENTENCE}"), ("none", None, f"no rule: {SENTENCE}"), ("words", "", None)]
)
def test_a_claim_is_pinned_by_hand_and_that_is_a_deed(editor, given, rule, detail):
    page = post(editor, "/desk/pages/asso.a", claim="1", rule=given, note="vu avec le juriste")
    assert page.select_one("article [role=status]")
    (made,) = rows(editor, models.LinkDecision)
    assert (made.page_id, made.type, made.rule, made.sentence, made.made_by) == ("asso.a", "amount", rule, SENTENCE, EDITOR)
    deed = rows(editor, models.Deed)[-1]
    assert (deed.person, deed.action, deed.subject) == (EDITOR, "pin", "claim 1")
    assert detail in (deed.detail, None)
    with Session(editor.engine) as session:
        assert session.get(models.Watch, "asso.a").reviewed_version is None


def test_only_the_claims_of_ones_own_pages_are_pinned_and_only_to_rules_there_are(editor):
    post(editor, "/desk/pages/autre.c", status=404, claim="3", rule=RULE)
    post(editor, "/desk/pages/asso.a", status=404, claim="3", rule=RULE)
    post(editor, "/desk/pages/asso.a", status=404, claim="²", rule=RULE)
    post(editor, "/desk/pages/asso.a", status=404, claim="1", rule="strange")
    assert rows(editor, models.LinkDecision) == []


def test_a_pin_whose_sentence_is_gone_is_told(editor):
    post(editor, "/desk/pages/asso.a", claim="1", rule=RULE)
    assert get(editor, "/desk/pages/asso.a").select("[aria-labelledby=lost]") == []
    with transaction(editor.engine) as session:
        session.get(models.Claim, 1).sentence = "Le repas de midi coûte 150 euros à la cantine."
    lost = get(editor, "/desk/pages/asso.a").select_one("[aria-labelledby=lost]")
    assert SENTENCE in lost.get_text()


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_claims_of_a_page_speak_every_language(editor, language):
    page = get(editor, f"/desk/pages/asso.a?lang={language}")
    for each in page.select("main input:not([type=hidden]), main select"):
        assert page.find("label", attrs={"for": each["id"]}), each


@pytest.fixture
def command_line(engine):
    """The command line of the same database."""
    return lambda *given: app(["--database", str(engine.url), "tasks", *given], standalone_mode=False)


@pytest.fixture
def two_organisations(administrator):
    """One of the pages belongs to another organisation and is on a Topic of its own."""
    with transaction(administrator.engine) as session:
        page = session.get(models.Watch, "autre.c")
        page.source, page.source_name, page.topics = "autre", "Autre asbl", ["accueil"]
        session.get(models.Task, 2).state = "done"
        session.add(models.Topic(id="accueil", labels={"fr": "Accueil", "nl": "Opvang", "en": "Reception"}))
    return administrator


def test_the_overview_is_told_by_organisation_on_the_desk_and_by_the_api(two_organisations):
    table = get(two_organisations, "/desk").select("table.organisations tbody tr")
    days = str((NOW.date() - START.date()).days)
    found = [[cell.get_text(strip=True) for cell in row.select("th, td")][:5] for row in table]
    assert found == [["Autre asbl", "1", "1", "1", days], ["Nos pages", "2", "2", "1", days]]
    items = two_organisations.get("/api/v1/organisations").json()["items"]
    assert [(each["name"], each["pages"], each["claims"], each["wrong"], str(each["average_days"])) for each in items] == [
        ("Autre asbl", 1, 1, 1, days),
        ("Nos pages", 2, 2, 1, days),
    ]


CONDITIONS = [
    {"state": "open"},
    {"state": "done"},
    {"state": "all"},
    {"state": "all", "page": "asso.b"},
    {"state": "open", "organisation": "autre"},
    {"state": "open", "topic": "accueil"},
    {"state": "open", "problem": "stale"},
    {"state": "all", "problem": "dead"},
]


@pytest.mark.parametrize("wanted", CONDITIONS, ids=lambda wanted: "&".join(f"{name}={value}" for name, value in wanted.items()))
def test_website_api_csv_and_command_line_list_the_same_tasks(two_organisations, command_line, capsys, wanted):
    site = two_organisations
    query = {name: value for name, value in wanted.items() if value != "all"}
    shown = [link["href"] for link in get(site, f"/desk?{urlencode({'state': '', **query})}").select("article h3 a")]
    by_api = [each["id"] for each in site.get("/api/v1/tasks", params=query).json()["items"]]
    table = list(csv.DictReader(StringIO(site.get("/api/v1/tasks.csv", params=query).text)))
    options = [part for name, value in wanted.items() for part in (f"--{name}", value)]
    code = command_line("--format", "json", *options)
    by_command = [each["id"] for each in json.loads(capsys.readouterr().out)["items"]]
    assert [int(href.rpartition("/")[2]) for href in shown] == by_api == [int(row["id"]) for row in table] == by_command
    assert code == int(bool(by_command))


def test_the_link_to_the_table_keeps_the_conditions(two_organisations):
    page = get(two_organisations, "/desk?organisation=autre&topic=accueil")
    table = page.select_one("a[href^='/api/v1/tasks.csv']")["href"]
    assert table == "/api/v1/tasks.csv?state=open&organisation=autre&topic=accueil&spreadsheet=true"


@pytest.mark.parametrize("option", ["--page", "--organisation", "--topic"])
def test_a_name_that_nobody_gave_is_a_mistake_at_the_command_line(site, command_line, option):
    with pytest.raises(VeilleError, match="There is no"):
        command_line(option, "strange")


def test_more_tasks_than_one_answer_holds_are_all_printed(site, archive, command_line, capsys):
    for number in range(205):
        archive.task("asso.a", sentence=f"Phrase {number}.")
    command_line("--format", "json")
    answer = json.loads(capsys.readouterr().out)
    assert (len(answer["items"]), answer["next"]) == (208, None)


def test_pages_that_a_sitemap_named_belong_to_their_editor_as_soon_as_they_are_found(engine, archive):
    entry = {"id": "asso", "sitemap": "https://asso.example/s.xml", "language": "fr", "topics": {"/asile/": "asile"}}
    watchlist = Watchlist.model_validate(
        {SITES: [entry | {"editor": "web@example.org"}], "administrators": [{"id": "admin", "via": ["a@b.be"]}]}
    )
    app = create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=watchlist, settings=SETTINGS)
    client = TestClient(app, base_url="https://veille.example")
    client.engine = engine
    enter(client, "a@b.be")
    assert get(client, "/desk").select("table.desk") == []
    archive.watch(
        "asso.asile-a", kind="own", url="https://asso.example/asile/a", source="own", source_name="Nos pages", site="asso", left=START
    )
    (row,) = get(client, "/desk").select("table.desk tbody tr")
    assert "asso.example/asile/a" in row.get_text()
    assert "N’est plus dans le plan du site depuis le 1er janvier 2025" in row.get_text()
    assert client.get("/api/v1/organisations").json()["items"][0]["pages"] == 1


def test_a_page_is_named_by_its_title_then_its_address(editor, archive):
    archive.version("asso.a", "Le droit est de 150 euros.", title="Devenir belge – Asso")
    page = get(editor, "/desk")
    assert page.select_one("table.desk tbody th").get_text(" ", strip=True) == "Devenir belge – Asso https://asso.example/asso.a"
    assert page.select_one("#page option[value='asso.a']").get_text() == "Devenir belge – Asso"
    task = get(editor, "/desk/1")
    assert task.select_one("[aria-labelledby=sentence] .where a")["href"] == "https://asso.example/asso.a"
    assert task.title.get_text().startswith("La règle officielle a changé : 150 euros · Devenir belge – Asso")
    assert "Devenir belge – Asso" in get(editor, "/desk/pages/asso.a").h1.get_text()


def test_a_task_without_a_change_links_the_official_act(editor):
    link = get(editor, "/desk/2?lang=nl").select_one("a[href*=ejustice]")
    assert (link.get_text(), link["href"]) == ("programmawet van 18 juli 2025", "https://www.ejustice.just.fgov.be/eli/wet/2025/07/18")
    assert get(editor, "/desk/1").select("a[href*=ejustice]") == []


def test_the_day_until_which_a_task_sleeps_and_who_has_it_are_shown_everywhere(editor):
    post(editor, "/desk/1", action="assign", note="Bram")
    page = post(editor, "/desk/1", action="later", until="2025-08-20")
    for shown in (page.select_one(".badges"), page.select_one("[aria-labelledby=history]"), get(editor, "/desk?state=later").article):
        assert "20 août 2025" in shown.get_text()
    (item,) = editor.get("/api/v1/tasks", params={"state": "later"}).json()["items"]
    (row,) = csv.DictReader(StringIO(editor.get("/api/v1/tasks.csv", params={"state": "later"}).text))
    assert (item["wakes"], item["assignee"]) == (row["wakes"], row["assignee"]) == ("2025-08-19T22:00:00Z", "Bram")
    post(editor, "/desk/1", action="reopen")
    assert editor.get("/api/v1/tasks").json()["items"][-1]["wakes"] is None


@pytest.mark.parametrize("day", ["2126-11-01", NOW.date().isoformat()])
def test_a_task_sleeps_from_tomorrow_to_a_year_from_now(editor, day):
    field = get(editor, "/desk/1").select_one("#later-until")
    assert not field["min"] <= day <= field["max"]
    post(editor, "/desk/1", status=422, action="later", until=day)
    post(editor, "/desk/1", action="later", until=field["max"])


@pytest.mark.parametrize(("action", "told"), [("done", True), ("correct", False)])
def test_only_what_was_corrected_is_called_so(editor, action, told):
    badges = post(editor, "/desk/1", action=action).select_one(".badges").get_text()
    assert ("fausse pendant" in badges) is told
    assert "corrigée le jour même" not in badges


def test_the_history_tells_what_was_done_to_the_link_and_what_the_machine_did(editor):
    post(editor, "/desk/1/link", rule="", note="une autre règle")
    with transaction(editor.engine) as session:
        session.add(models.TaskAction(task_id=1, action="reopened", note="", made=NOW + timedelta(hours=1), made_by=""))
    told = [each.get_text(" ", strip=True) for each in get(editor, "/desk/1").select("[aria-labelledby=history] li")]
    assert len(told) == 2
    assert told[0].endswith("coupe le lien avec la règle : une autre règle")
    assert told[1].endswith("Veille législative rouvre : à la relecture, la page n’était pas corrigée.")


def test_the_page_of_a_task_says_that_its_page_cannot_be_read_and_promises_no_check(editor, archive):
    archive.incident("asso.a", opened=START)
    page = get(editor, "/desk/1")
    assert page.select_one(".note").get_text(" ", strip=True).startswith("Ne peut plus être lue depuis le 1er janvier 2025")
    assert "La prochaine lecture" not in page.select_one("#answer").get_text()
    assert "dès qu’elle pourra l’être" in post(editor, "/desk/1", action="done").select_one("[role=status]").get_text()


def test_a_choice_that_waits_for_the_next_reading_stands_in_the_place_of_what_it_changes(editor):
    claim = post(editor, "/desk/pages/asso.a", claim="1", rule="none").select_one("article")
    assert "aucune règle officielle. La page est revue à la prochaine lecture." in claim.get_text(" ", strip=True)
    assert "Répète la règle" not in claim.get_text()
    with transaction(editor.engine) as session:
        session.get_one(models.Watch, "asso.a").reviewed_version = 1
        session.get_one(models.Claim, 1).rule = None
    assert "c’est le choix d’un·e responsable" in get(editor, "/desk/pages/asso.a").article.get_text()


def test_every_claim_is_a_heading_with_links_of_its_own_and_leads_to_its_task(editor, archive):
    stated = {"sentence": "La carte coûte 20 euros.", "path": "", "text": "20 euros", "type": "amount", "value": "20", "unit": "EUR"}
    archive._add(models.Claim(page_id="asso.a", key="other", rule=None, score=None, reasons=[], seen=START, **stated))
    with transaction(editor.engine) as session:
        session.get_one(models.Task, 1).text = "150 euros"
    page = get(editor, "/desk/pages/asso.a")
    assert len(page.select("article h2")) == len(page.select("article")) == 2
    names = [each.get_text() for each in page.select("article summary, article a")]
    assert len(set(names)) == len(names)
    assert [link["href"] for link in page.select("article .acts a")] == ["/desk/1"]


def test_the_table_for_a_spreadsheet_is_read_with_its_accents_and_columns_by_a_belgian_excel(editor):
    plain, excel = (editor.get("/api/v1/tasks.csv", params=query).content.decode() for query in ({}, {"spreadsheet": "true"}))
    assert plain.startswith("id,page,")
    assert excel.startswith("\ufeffid;page;")
    by_column = csv.DictReader(StringIO(excel.removeprefix("\ufeff")), delimiter=";")
    assert list(by_column) == list(csv.DictReader(StringIO(plain)))


def test_pages_that_a_sitemap_named_belong_to_whom_the_watchlist_names_now(engine, archive):
    entry = {"id": "asso", "sitemap": "https://asso.example/s.xml", "language": "fr", "topics": {"/asile/": "asile"}}
    archive.watch("asso.asile-a", kind="own", url="https://asso.example/asile/a", source="own", source_name="Nos pages", site="asso")
    now = {each: Watchlist.model_validate({SITES: [entry | {"editor": each}]}) for each in (EDITOR, "autre@example.org")}
    named = [now[EDITOR]]
    app = create_app(engine, now=lambda: NOW, site="https://veille.example", watchlist=lambda: named[0], settings=SETTINGS)
    client = TestClient(app, base_url="https://veille.example")
    client.engine = engine
    enter(client)
    assert len(get(client, "/desk").select("table.desk tbody tr")) == 1
    named[0] = now["autre@example.org"]
    assert client.get("/desk", follow_redirects=False).status_code == 303
