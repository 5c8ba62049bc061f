"""The editor's desk on what a page alone shows: two statements about one thing, what can be reckoned, invitations to days that passed."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from alerts import stages
from alerts.desk.audit import audit
from alerts.desk.official import bundled
from core import models
from core.values import Provision, Version
from core.watchlist import Page
from differ.extract import read

TODAY = date(2026, 11, 22)


def named(language, *paragraphs, heading=""):
    """What is named on a page of these paragraphs; one that begins with a tag stands as it is."""
    body = "".join(each if each.startswith("<") else f"<p>{each}</p>" for each in paragraphs)
    source = f'<html lang="{language}"><body><main><h1>{heading or "Page"}</h1>{body}</main></body></html>'
    version = read(source.encode(), "text/html; charset=utf-8", own=True)
    assert isinstance(version, Version)
    return [(each.problem, each.text) for each in audit(version.provisions, language, bundled(), TODAY, heading)]


@pytest.mark.parametrize(
    ("language", "first", "second", "text"),
    [
        # an address, by its street
        ("fr", "Le service vous reçoit quai des Ormes 16.", "Courrier : quai des Ormes 61, boîte 2.", "quai des Ormes 61"),
        ("nl", "Je vindt ons in de Molenstraat 7.", "Breng je papieren naar Molenstraat 17.", "Molenstraat 17"),
        ("fr", "Appelez le 02 555 77 11.", "Notre numéro : 02 555 77 17.", "02 555 77 17"),
        # an age from which, up to which
        ("fr", "Il faut avoir au moins 15 ans.", "Les moins de 18 ans ne sont pas acceptés.", "18 ans"),
        ("nl", "De lessen zijn er vanaf 14 jaar.", "Vanaf 16 jaar ben je welkom in de lessen.", "16 jaar"),
        ("nl", "Je begeleider blijft tot je 18 wordt.", "Je begeleider helpt je tot je eenentwintigste.", "tot je eenentwintigste"),
        # a number of things
        ("fr", "La crèche compte 18 places.", "Avec ses 24 places, la crèche est toujours complète.", "24 places"),
        ("fr", "La maison compte 90 lits.", "Avec ses 70 lits, la maison est souvent pleine.", "70 lits"),
        ("nl", "Het huis telt 45 bedden.", "Met 54 bedden is het huis klein gebleven.", "54 bedden"),
        ("fr", "Le parcours comprend huit modules.", "Après dix modules, le parcours est fini.", "dix modules"),
        ("nl", "Maximum 12 deelnemers.", "Er is plaats voor hoogstens 15 deelnemers.", "15 deelnemers"),
        # a length, a price: the bearer stands before, behind, in the sentence before
        ("fr", "Le préavis est de trois mois.", "Respectez un préavis de deux mois.", "deux mois"),
        ("fr", "La formation dure six mois.", "Après ces neuf mois de formation, vous recevez un diplôme.", "neuf mois"),
        ("nl", "De proefweken? Die duren bij ons twee weken.", "Tijdens de proefweken van een maand kan elk stoppen.", "een maand"),
        ("nl", "Het lidgeld bedraagt 20 euro.", "Schrijf het lidgeld van € 25 over.", "€ 25"),
        ("fr", "Le repas coûte 5 €.", "Prévoyez 7 euros pour le repas.", "7 euros"),
        ("fr", "La consultation est gratuite.", "Une participation de 5 € est demandée pour la consultation.", "5 €"),
        # a day, an hour, a year
        ("fr", "La fête aura lieu le samedi 12 juin 2027.", "Le 19 juin 2027, venez à la fête !", "19 juin 2027"),
        ("nl", "De infoavond is op 21 januari 2027.", "Tot op de infoavond van 28 januari 2027!", "28 januari 2027"),
        ("nl", "De Schakel bestaat sinds 2004.", "Opgericht in 2006, helpt De Schakel gezinnen.", "2006"),
        # two ways to be received or paid
        ("fr", "Le guichet reçoit uniquement sur rendez-vous.", "Venez au guichet sans rendez-vous.", "sans rendez-vous"),
        ("nl", "Aan het loket betaal je alleen met de kaart.", "Aan het loket betaal je contant.", "contant"),
    ],
)
def test_two_values_of_one_kind_of_one_bearer_contradict_one_another(language, first, second, text):
    assert ("contradiction", text) in named(language, first, second)


def test_a_table_contradicts_the_text_above_and_a_section_the_one_before():
    table = "<table><tr><th>Wat</th><th>Prijs</th></tr><tr><td>Huur van een fiets</td><td>€ 18</td></tr></table>"
    assert named("nl", "Huur van een fiets kost 15 euro per maand.", table) == [("contradiction", "€ 18")]
    trip = "<h2>De reis van het zesde</h2><p>Prijs, alles inbegrepen: 145 euro.</p>"
    assert named("nl", "<h2>Geld</h2><p>Voor de reis in het zesde vragen wij 120 euro.</p>", trip) == [("contradiction", "145 euro")]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fr", "Antenne de Namur : quai des Ormes 16.", "Antenne de Huy : quai des Ormes 61."),
        ("fr", "Secrétariat : 02 555 77 11.", "Comptabilité : 02 555 77 17."),
        ("fr", "Les enfants viennent de 6 à 12 ans.", "Le groupe des grands accueille les jeunes de 13 à 18 ans."),
        ("fr", "Le loyer du studio est de 450 €.", "Le loyer de l'appartement est de 650 €."),
        ("nl", "Een fiets huren kost 15 euro.", "Een elektrische fiets huren kost 40 euro."),
        ("fr", "Le cours coûte 60 € pour les membres.", "Les non-membres paient 80 € pour le cours."),
        ("nl", "De huurder geeft drie maanden opzeg.", "De verhuurder geeft zes maanden opzeg."),
        ("fr", "L'abonnement coûte 10 € par mois.", "L'abonnement coûte 40 € par trimestre."),
        ("nl", "Minimum 8 deelnemers.", "Maximum 15 deelnemers."),
        ("fr", "La première consultation est gratuite.", "Ensuite, la consultation coûte 10 €."),
        ("fr", "La cotisation était de 20 € en 2025.", "La cotisation est de 25 €."),
        ("fr", "Pour un visa, l'attente est de six mois.", "L'attente est de quatre mois."),
        ("nl", "Wij vragen een antwoord binnen dertig dagen.", "Het antwoord komt binnen zestig dagen."),
        ("fr", "Le matin, on vous reçoit au guichet sans rendez-vous.", "L'après-midi, on vous reçoit au guichet sur rendez-vous."),
        ("fr", "Le centre compte 240 places, dont 12 places pour les familles.", "Le centre de Huy compte 180 places."),
        ("fr", "Le mardi, la permanence ouvre à 9 h.", "Le jeudi, la permanence ouvre à 13 h."),
        ("nl", "De fietsles is gratis.", "De kookles kost 4 euro."),
        ("fr", "La formation dure six mois.", "La formation comprend un stage de deux mois."),
        ("fr", "L'atelier coûte 12 €.", "Le repas après l'atelier coûte 9 €."),
        ("nl", "De cursus duurt tien weken.", "De cursus start over twee weken."),
        # a share of a longer time, a threshold in a list of prices, a named person's own case
        ("fr", "La décision sur le séjour tombe dans les 120 jours.", "En court séjour, vous restez 90 jours sur 180."),
        ("fr", "4 € si inférieur à 30 € d'achats.", "6 € si inférieur à 80 € d'achats."),
        ("fr", "Le délai de recours est de 30 jours.", "Monsieur K., prénom d'emprunt, a introduit son recours au 28e jour."),
    ],
)
def test_what_sets_two_values_apart_is_heard(language, first, second):
    assert named(language, first, second) == []


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("fr", "La brocante se tient le samedi 14 mars 2027.", [("contradiction", "14 mars 2027")]),
        ("nl", "We wandelen op zondag 9 januari 2027.", [("contradiction", "9 januari 2027")]),
        ("fr", "La brocante se tient le dimanche 14 mars 2027.", []),
        ("fr", "Nous avons aidé 90 familles : 40 femmes et 60 hommes.", [("contradiction", "90 familles")]),
        ("nl", "Van de 200 deelnemers waren er 120 vrouwen en 100 mannen.", [("contradiction", "200 deelnemers")]),
        ("nl", "Van de 200 deelnemers waren er 120 vrouwen en 80 mannen.", []),
    ],
)
def test_days_of_the_week_and_totals_are_reckoned(language, sentence, expected):
    assert named(language, sentence) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("fr", "Rendez-vous mardi 17 novembre 2026 à 14 h pour l'atelier !", "17 novembre 2026"),
        ("fr", "Mercredi 28 octobre 2026, 19 h 30, entrée libre.", "28 octobre 2026"),
        ("fr", "Signez la pétition avant le 1er novembre 2026.", "1er novembre 2026"),
        ("fr", "Demandez-les avant la fin du mois d'octobre 2026.", "octobre 2026"),
        ("fr", "Date limite de dépôt : 1er octobre 2026 à midi", "1er octobre 2026"),
        ("fr", "Le permis se demande au guichet jusqu'à la fin juin 2026.", "juin 2026"),
        ("nl", "De eerste les is op zaterdag 12 september 2026, kom je ook?", "12 september 2026"),
        ("nl", "Op 31 oktober 2026 is het griezelnacht, schrijf je nu in.", "31 oktober 2026"),
        ("nl", "Bestel je kaarten voor het eetfestijn van 24 oktober 2026.", "24 oktober 2026"),
        ("nl", "De nieuwe gids verschijnt op 1 september 2026.", "1 september 2026"),
        ("nl", "Dekens afgeven kan tot zaterdag 14 november.", "14 november"),
        ("fr", "Vous avez jusqu'au 4 mai 2024 pour nous confier votre récit.", "4 mai 2024"),
        ("nl", "Repetities: 17.01.2026, telkens om 14 uur; stuur ons een berichtje.", "17.01.2026"),
    ],
)
def test_an_invitation_to_a_day_that_passed_is_expired(language, sentence, text):
    assert named(language, sentence) == [("expired", text)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nl", "Beelden van het kamp van 6 tot 10 juli 2026."),
        ("fr", "Les photos du stage du 19 au 23 octobre 2026 sont en ligne."),
        ("fr", "Le samedi 10 octobre 2026, deux cents voisins sont venus à la fête."),
        ("nl", "Bedankt aan wie op zaterdag 24 oktober 2026 meekwam!"),
        ("fr", "Si votre carte indique encore le 30 juin 2026, demandez-en une autre."),
        ("nl", "Vervang een kaart met einddatum 30 juni 2026."),
        ("nl", "De dienst lag stil van 9 december 2025 tot 31 oktober 2026."),
        ("nl", "Dekens afgeven kan tot zaterdag 28 november."),
        ("fr", "Traitement suspendu du 3 mars au 2 mai 2023."),
        ("nl", "De maatregel is al enkele keren verlengd: eerst tot 5 juni 2023, dan telkens met een jaar."),
        ("fr", "Amina reçoit le 3 novembre 2026 un refus."),
    ],
)
def test_what_a_page_keeps_of_the_past_is_not_expired(language, sentence):
    assert named(language, sentence) == []


def test_the_head_and_the_foot_of_a_page_of_ours_are_read_and_contradict_its_text():
    main = "<main><h1>Aide</h1><p>Notre bureau : quai des Ormes 16.</p></main>"
    page = f"<html lang='fr'><body>{main}<footer>Quai des Ormes 61</footer></body></html>"
    version = read(page.encode(), "text/html; charset=utf-8", own=True)
    (doubtful,) = audit(version.provisions, "fr", bundled(), TODAY, "Aide")
    assert (doubtful.problem, doubtful.text, doubtful.path) == ("contradiction", "Quai des Ormes 61", "footer")


def test_a_sentence_of_the_foot_of_a_site_becomes_one_task_though_it_stands_on_every_page(world, engine, builders):
    foot = Provision("p1", "footer", "Inscriptions ouvertes jusqu'au 30 juin 2025 : inscrivez-vous.")
    pages = tuple(
        Page(id=f"site.{name}", url=f"https://example.org/{name}", language="fr", topics=[], editor="a@example.org")
        for name in ("un", "deux")
    )
    with Session(engine) as session, session.begin():
        for page in pages:
            world.watch(session, page.id, kind="own").last_read = builders.noon
            world.version(session, page.id, builders.noon, (foot,))
    with Session(engine) as session, session.begin():
        stages.review_pages(session, builders.watchlist(pages=pages), builders.noon)
    assert len(world.all(models.Task)) == 1
