"""Which acts a text names, as acts and notices cite each other."""

import pytest

from differ.mentions import mentions


@pytest.mark.parametrize(
    ("reference", "text", "language"),
    [
        ("celex:32001L0055", "fondée sur la directive 2001/55/CE du Conseil", "fr"),
        ("celex:32014R0910", "le règlement (UE) n° 910/2014", "fr"),
        ("celex:32022D0382", "prorogeant la décision d'exécution (UE) 2022/382", "fr"),
        ("be:loi:2007-01-12", "Loi modifiant la loi du 12 janvier 2007 sur l'accueil", "fr"),
        ("be:loi:1980-12-15#art:9bis", "l'article 9bis de la loi du 15 décembre 1980", "fr"),
        ("be:loi:2007-01-12", "wet van 12 januari 2007 betreffende de opvang", "nl"),
        ("be:ar:1981-10-08", "l'arrêté royal du 8 octobre 1981", "fr"),
        ("be:loi:1980-12-15#art:12", "la loi du 15 décembre 1980, art. 12", "fr"),
        ("be:loi:1980-12-15#art:10", "wet van 15 december 1980, artikel 10, § 1", "nl"),
    ],
)
def test_an_act_is_named(reference: str, text: str, language: str) -> None:
    assert mentions(reference, text, language)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("celex:32001L0055", "la directive 2001/551/CE"),
        ("be:loi:1980-12-15#art:9bis", "l'article 10 de la loi du 15 décembre 1980"),
        ("be:loi:2025-07-18", "la loi-programme du 18 juillet 2025"),
        ("be:loi:2007-01-12", "l'arrêté royal du 12 janvier 2007"),
        ("be:loi:2007-01-12", "la loi du 2 janvier 2007"),
    ],
)
def test_another_act_or_another_article_is_not(reference: str, text: str) -> None:
    assert not mentions(reference, text, "fr")
