"""Who cannot go on reads why, and loses nothing."""

import datetime as dt
import re
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.study import asking
from tests.web.study.filling_making import (
    FIRST,
    at,
    begin,
    fill,
    key_of,
    make_code,
    make_study,
    make_version,
    send,
    turn,
)

from mentorway.web.study.models import Draft, Mode, Response, State, Study, Target
from mentorway.web.study.respondent import doors
from mentorway.web.study.respondent.notices import NOTICES
from mentorway.web.study.respondent.refusing import Reason

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def opened(study):
    return reverse("study:open", args=[study.token])


def heading(response):
    return re.search(r"<h1>\s*(.*?)\s*</h1>", text(response))[1]


def draft_kept():
    return Draft.objects.get().answers["job"] == "Teacher"


def begun(client, study):
    link = begin(client, study)
    turn(client, link, 1, FIRST)
    return link


def test_an_unknown_link_says_so(client):
    response = client.get(reverse("study:open", args=[uuid.uuid4()]))
    assert (response.status_code, heading(response)) == (404, "This link leads nowhere")


def test_an_unknown_code_says_so(client):
    response = client.get(reverse("study:coded", args=["abcd-efgh-jkmn-pqrs"]))
    assert (response.status_code, heading(response)) == (404, "This code is not known")


def test_an_unknown_code_can_be_typed_again(client):
    response = client.post(reverse("study:code"), {"code": "abcd"})
    assert response.status_code == 422
    assert 'value="abcd"' in text(response)
    assert 'aria-invalid="true" aria-describedby="code-h code-f" autofocus' in text(response) or (
        "autofocus" in text(response)
    )


def test_codes_cannot_be_tried_for_ever(client, monkeypatch):
    monkeypatch.setattr(doors, "WRONG_CODES_A_MINUTE", 3)
    answers = [client.get(reverse("study:coded", args=[f"wrong{n}"])).status_code for n in range(5)]
    assert answers[-1] == 429


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED])
def test_a_closed_study_takes_nobody_in(client, state):
    response = client.get(opened(make_study(state=state)))
    assert (response.status_code, heading(response)) == (403, "This questionnaire is closed")


def test_a_study_in_preparation_is_not_open_yet(client):
    response = client.get(opened(make_study(state=State.DRAFT)))
    assert heading(response) == "This questionnaire is not open yet"


def test_a_wave_that_comes_later_is_not_open_yet(client):
    study = make_study()
    study.waves.update(opens=timezone.localdate() + dt.timedelta(days=2))
    assert heading(client.get(opened(study))) == "This questionnaire is not open yet"


def test_a_wave_that_is_over_is_closed(client):
    study = make_study()
    study.waves.update(closes=timezone.localdate() - dt.timedelta(days=1))
    assert heading(client.get(opened(study))) == "This questionnaire is closed"


def test_a_deleted_study_is_not_found(client):
    study = make_study()
    Study.objects.update(deleted=dt.datetime.now(dt.UTC))
    assert heading(client.get(opened(study))) == "This link leads nowhere"


def test_closing_keeps_what_was_begun_until_it_opens_again(client):
    study = make_study()
    link = begun(client, study)
    Study.objects.update(state=State.CLOSED)
    for response in (
        client.get(at("page", link, 2)),
        client.post(at("page", link, 2), {"shown": "q_country", "q_country": "fi"}),
        client.post(at("send", link), {"key": "x"}),
    ):
        assert (response.status_code, heading(response)) == (403, "This questionnaire is closed")
        assert "What you answered so far is kept." in text(response)
    assert draft_kept()
    Study.objects.update(state=State.OPEN)
    assert client.get(at("go_on", link)).url == at("page", link, 2)


def test_saving_while_closed_is_refused_and_keeps_the_draft(client):
    link = begun(client, make_study())
    Study.objects.update(state=State.CLOSED)
    assert client.post(at("save", link), {"shown": "q_job", "q_job": "x"}).status_code == 403
    assert draft_kept()


def test_enough_answers_take_nobody_in(client):
    study = make_study(maximum=1)
    link = begin(client, study)
    fill(client, link)
    send(client, link)
    response = client.get(opened(study))
    assert (response.status_code, heading(response)) == (403, "Enough people have answered")


def test_one_answer_too_many_is_not_taken_and_the_draft_survives(client):
    study = make_study(maximum=1)
    links = [begin(client, study), begin(client, study)]
    for link in links:
        fill(client, link)
    keys = [key_of(client, link) for link in links]
    client.post(at("send", links[0]), {"key": keys[0]})
    response = client.post(at("send", links[1]), {"key": keys[1]})
    assert heading(response) == "Enough people have answered"
    assert "What you answered so far is kept." in text(response)
    assert (Response.objects.count(), Draft.objects.count()) == (1, 1)


def test_a_full_row_of_the_plan_closes_that_row_only(client):
    study = make_study()
    full = Target.objects.create(study=study, country="LT", sector="business", goal=1, maximum=1)
    free = Target.objects.create(study=study, country="LV", sector="business", goal=1, maximum=1)
    url = reverse("study:open", args=[full.token])
    link = begin(client, study, url=url)
    fill(client, link)
    send(client, link)
    assert heading(client.get(url)) == "Enough people have answered"
    assert client.get(reverse("study:open", args=[free.token])).status_code == 200


def test_a_used_code_leaves_the_answers_alone(client):
    study = make_study(mode=Mode.CODE)
    code, row = make_code(study)
    link = begin(client, study, url=reverse("study:coded", args=[code]))
    fill(client, link)
    key = key_of(client, link)
    row.used = True
    row.save()
    response = client.post(at("send", link), {"key": key})
    assert (response.status_code, heading(response)) == (403, "This code has been used")
    assert (Response.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_link_whose_answers_were_sent_says_that_nothing_is_behind_it(client):
    link = begin(client, make_study())
    fill(client, link)
    send(client, link)
    for response in (
        client.get(at("go_on", link)),
        client.get(at("overview", link)),
        client.post(at("save", link), {"shown": "q_job"}),
        client.post(at("send", link), {"key": "another"}),
    ):
        assert response.status_code == 404
        assert heading(response) == "There is nothing behind this link any more"


def improved(study, **changes):
    """Publish a second version whose texts differ, and let the study ask it."""
    second = make_version(questionnaire=study.version.questionnaire, number=2)
    Study.objects.filter(pk=study.pk).update(version=second, **changes)
    return second


def test_a_draft_of_an_older_version_goes_on_with_the_newer_one(client):
    study = make_study()
    link = begun(client, study)
    second = improved(study)
    response = client.get(at("page", link, 2))
    assert (response.status_code, heading(response)) == (409, "The questions have been improved")
    assert draft_kept()
    assert client.post(at("renew", link)).url == at("go_on", link)
    assert client.get(at("go_on", link)).url == at("page", link, 2)
    draft = Draft.objects.get()
    assert (draft.version, draft.answers["job"]) == (second, "Teacher")


def test_answers_of_an_older_version_are_not_sent_unseen(client):
    study = make_study()
    link = begin(client, study)
    fill(client, link)
    key = key_of(client, link)
    improved(study)
    assert client.post(at("send", link), {"key": key}).status_code == 409
    assert (Response.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_draft_in_a_language_that_is_not_offered_any_more_chooses_another(client):
    study = make_study()
    link = begin(client, study, language="lv")
    turn(client, link, 1, FIRST)
    Study.objects.update(languages=["en", "fi"])
    response = client.get(at("page", link, 2))
    assert response.status_code == 409
    assert ("Suomi" in text(response), "Latviešu" in text(response)) == (True, False)
    assert client.post(at("language", link), {"language": "fi"}).url == at("go_on", link)
    assert client.get(at("page", link, 2)).status_code == 200
    assert draft_kept()


def test_no_refusal_shows_who_is_behind_it(client):
    """What a person answered is on no page of refusal."""
    study = make_study()
    link = begun(client, study)
    Study.objects.update(state=State.CLOSED)
    assert "Teacher" not in text(client.get(at("page", link, 1)))


def test_a_draft_is_as_old_as_its_last_page(client):
    link = begin(client, make_study())
    Draft.objects.update(day="2020-01-01")
    turn(client, link, 1, FIRST)
    assert Draft.objects.get().day == timezone.localdate()


def test_every_reason_is_said():
    assert set(NOTICES) == set(Reason) - {Reason.SIGN_IN}


def test_questionnaires_of_the_tests_may_follow_each_other():
    first = asking.publication(asking.every_kind, "same", "1").form
    second = asking.publication(asking.every_kind, "same", "2").form
    assert replace(first, version="2") == second
