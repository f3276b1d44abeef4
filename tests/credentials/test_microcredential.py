import pytest
from tests.credentials.making import CREDENTIAL, DAY, PLACE, changed, dt, made

from mentorway.credentials.badges import narrative
from mentorway.credentials.microcredential import Attained, Issuer, Level, lacking
from mentorway.wording import InvalidInputError

LEVEL = Level(5, "National Agency", "https://nqf.example.org/1")


def test_a_complete_credential_lacks_nothing():
    assert lacking(CREDENTIAL) == ()
    assert lacking(changed(level=LEVEL, until=DAY)) == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"learner": " "}, "learner"),
        ({"learner": "\u200b\u202e\ufeff"}, "learner"),
        ({"title": ""}, "title"),
        ({"issuer": Issuer("", "LT")}, "awarding body"),
        ({"issuer": Issuer("Studies", "")}, "country"),
        ({"issuer": Issuer("Studies", "Lithuania")}, "country"),
        ({"issuer": Issuer("Studies", "lt")}, "country"),
        ({"outcomes": ()}, "outcome"),
        ({"outcomes": (Attained("listen"), Attained(""))}, "outcome"),
        ({"hours": 0}, "workload"),
        ({"hours": float("nan")}, "workload"),
        ({"hours": float("inf")}, "workload"),
        ({"ects": 0}, "Credit points"),
        ({"ects": float("nan")}, "Credit points"),
        ({"assessment": "\n"}, "assessment"),
        ({"quality": ""}, "quality assurance"),
        ({"level": Level(5, "", "")}, "national body"),
        ({"level": Level(9, "Agency", "https://nqf.example.org")}, "national body"),
        ({"until": dt.date(2026, 5, 3)}, "before it is issued"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_and_nothing_is_issued(fields, said):
    sentences = [str(one) for one in lacking(changed(**fields))]
    assert len(sentences) == 1
    assert said in sentences[0]
    with pytest.raises(InvalidInputError, match=said):
        made(**fields)


def test_every_element_is_in_the_badge():
    document = made(level=LEVEL, grade="5", prerequisites="Two years", identity="Card seen", more="See page")
    achievement = document["credentialSubject"]["achievement"]
    assert document["credentialSubject"]["identifier"][0]["identityHash"] == CREDENTIAL.learner
    assert document["name"] == CREDENTIAL.title
    assert document["issuer"]["address"]["addressCountry"] == "LT"
    assert document["issuer"]["name"] == CREDENTIAL.issuer.name
    assert document["validFrom"] == "2026-05-04T00:00:00Z"
    assert achievement["description"] == "; ".join(one.text for one in CREDENTIAL.outcomes)
    assert achievement["creditsAvailable"] == CREDENTIAL.ects
    lines = achievement["criteria"]["narrative"].split("\n")
    assert lines[1:] == [
        "Workload: 8 hours, 0.3 ECTS",
        "Assessment: Observed conversation",
        "Participation: blended",
        "Quality assurance: Reviewed by two partners",
        "Prerequisites: Two years",
        "Identity: Card seen",
        "Grade: 5",
        "More: See page",
    ]
    assert [one["targetFramework"] for one in achievement["alignment"]] == [
        "ESCO",
        "European Qualifications Framework",
    ]


def test_no_level_is_claimed_that_nobody_assigned():
    assert "EQF" not in str(made())
    assert "Qualifications" not in narrative(CREDENTIAL)


def test_letters_that_cannot_be_written_are_refused():
    with pytest.raises(InvalidInputError):
        made(learner="Ona \ud800")


def test_the_badge_stands_at_its_address():
    assert made()["id"] == PLACE.address
