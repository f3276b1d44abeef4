"""People answer: they come in, turn pages, stop, go on, look once more, send."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web.study import asking
from tests.web.study.filling_making import (
    FIRST,
    FOURTH,
    SECOND,
    at,
    begin,
    fill,
    key_of,
    make_study,
    make_version,
    send,
    turn,
)

from mentorway.web.study.models import Draft, Response
from mentorway.web.study.respondent import completing

pytestmark = pytest.mark.django_db


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def opened(study):
    return reverse("study:open", args=[study.token])


def test_answers_by_an_open_link_are_kept_typed(client):
    study = make_study()
    link = begin(client, study)
    assert fill(client, link).url == at("overview", link)
    assert send(client, link).status_code == 200
    kept = Response.objects.get()
    assert kept.answers.pop("begun") == timezone.localdate().isoformat()
    assert kept.answers == {
        "job": "Teacher", "age": 41, "mentor": "yes", "gains": ["advice", "time"], "country": "fi",
        "town": "oulu", "mood": 7, "older": 51, "c1": "4", "c2": "2",
    }  # fmt: skip
    assert (kept.language, kept.consent, kept.status, kept.mode) == ("en", 1, "complete", "anonymous")


def test_the_thank_you_page_shows_the_code_of_the_answers(client):
    link = begin(client, make_study())
    fill(client, link)
    page = text(send(client, link))
    assert Response.objects.get().code in page
    assert "asks@example.org" in page


def test_the_first_page_asks_for_agreement(client):
    study = make_study()
    response = client.post(opened(study), {"language": "en", "consent": study.consent_hash})
    assert (response.status_code, Draft.objects.count()) == (422, 0)
    assert "tick that you have read this" in text(response)


def test_a_consent_text_that_changed_meanwhile_is_read_again(client):
    study = make_study()
    response = client.post(opened(study), {"language": "en", "consent": "d" * 64, "agree": "yes"})
    assert (response.status_code, Draft.objects.count()) == (422, 0)
    assert "This text has just been changed" in text(response)


def test_the_consent_is_in_the_language_that_was_chosen(client):
    page = client.get(opened(make_study()), {"language": "lv"})
    assert "Šķietami We ask what mentoring is like" in text(page)
    assert '<html lang="lv">' in text(page)


def test_a_language_that_is_not_offered_is_said(client):
    page = client.get(opened(make_study(languages=["en", "fi"])), {"language": "lv"})
    assert "The language that you asked for is not offered here." in text(page)


def test_only_the_languages_of_the_study_are_offered(client):
    page = text(client.get(opened(make_study(languages=["en", "fi"]))))
    assert ("Suomi" in page, "Svenska" in page) == (True, False)


def test_an_unknown_language_does_not_begin_another(client):
    link = begin(client, make_study(), language="xx")
    assert Draft.objects.get().language == "en"
    assert client.get(at("page", link, 1)).status_code == 200


def test_every_page_is_saved_and_the_next_one_follows(client):
    link = begin(client, make_study())
    assert turn(client, link, 1, FIRST).url == at("page", link, 2)
    assert Draft.objects.get().answers["job"] == "Teacher"


def test_pages_are_counted_as_the_answers_lead(client):
    link = begin(client, make_study())
    assert "Page 1 of 4" in text(client.get(at("page", link, 1)))


def test_a_page_with_a_mistake_is_shown_again_with_the_mistake(client):
    link = begin(client, make_study())
    response = turn(client, link, 1, {**FIRST, "age": "7"})
    page = text(response)
    assert response.status_code == 422
    assert "Write an age from 16 to 99." in page
    assert '<a href="#q_age">How old are you?</a>' in page
    assert re.search(r'<input id="q_age" autofocus [^>]*aria-invalid="true"', page)
    assert 'value="7"' in page
    assert page.count("autofocus") == 1


def test_mistakes_are_said_in_the_language_of_the_reader(client):
    link = begin(client, make_study(), language="fi")
    page = text(turn(client, link, 1, {**FIRST, "age": "7"}))
    assert "Hyvä, Write an age from 16 to 99." in page
    assert '<html lang="fi">' in page


def test_what_is_needed_is_asked_for_on_its_page(client):
    link = begin(client, make_study())
    response = turn(client, link, 1, {"age": "41"})
    assert response.status_code == 422
    assert "2 answers need another look" in text(response)


def test_going_back_keeps_what_was_just_typed_even_if_it_is_wrong(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    response = turn(client, link, 2, {"country": "xx"}, go="back")
    assert response.url == at("page", link, 1)
    assert Draft.objects.get().answers["country"] == "xx"


def test_answers_that_are_not_asked_any_more_stay_in_the_draft_and_are_not_sent(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    turn(client, link, 2, SECOND)
    turn(client, link, 1, {**FIRST, "mentor": "no"})
    assert Draft.objects.get().answers["gains"] == ["time", "advice"]
    turn(client, link, 2, {"wish": "yes", "country": "fi"})
    assert Draft.objects.get().answers["gains"] == ["time", "advice"]
    turn(client, link, 3, {"town": "oulu"})
    turn(client, link, 4, FOURTH)
    send(client, link)
    assert "gains" not in Response.objects.get().answers


def test_an_answer_that_is_taken_away_is_gone(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    turn(client, link, 2, SECOND)
    turn(client, link, 2, {"country": "fi"})
    assert Draft.objects.get().answers["gains"] == []


def test_another_device_goes_on_where_the_first_stopped(client, django_user_model):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    other = client.__class__()
    assert other.get(at("go_on", link)).url == at("page", link, 2)


def test_going_on_with_everything_answered_leads_to_the_overview(client):
    link = begin(client, make_study())
    fill(client, link)
    turn(client, link, 2, {**SECOND, "order.advice": "1"})
    assert client.get(at("go_on", link)).url == at("page", link, 2)
    turn(client, link, 2, SECOND)
    assert client.get(at("go_on", link)).url == at("overview", link)


def test_stopping_shows_the_link_of_the_person(client):
    link = begin(client, make_study())
    response = turn(client, link, 1, {"job": "Nurse"}, go="later")
    assert response.url == at("later", link)
    assert f"http://localhost:8000{at('go_on', link)}" in text(client.get(response.url))
    assert Draft.objects.get().answers["job"] == "Nurse"


def test_the_link_is_sent_and_the_address_kept_nowhere(client):
    study = make_study()
    link = begin(client, study)
    response = client.post(at("later", link), {"email": "me@example.org"})
    assert "The letter is on its way." in text(response)
    assert [letter.to for letter in mail.outbox] == [["me@example.org"]]
    assert at("go_on", link) in mail.outbox[0].body
    assert DBTaskResult.objects.count() == 0


def test_the_link_is_not_sent_again_and_again(client):
    link = begin(client, make_study())
    for _time in range(4):
        response = client.post(at("later", link), {"email": "me@example.org"})
    assert len(mail.outbox) == 3
    assert "sent to you several times already" in text(response)


def test_an_address_that_is_none_is_refused(client):
    link = begin(client, make_study())
    assert "Write an e-mail address" in text(client.post(at("later", link), {"email": "me"}))


def test_changing_the_language_on_a_page_keeps_what_was_typed(client):
    link = begin(client, make_study())
    response = turn(client, link, 1, {"job": "Nurse"}, language="lt")
    assert response.url == at("page", link, 1)
    page = text(client.get(response.url))
    assert "Ąžuole, What is your work?" in page
    assert 'value="Nurse"' in page


def test_changing_the_language_from_the_overview_comes_back_to_it(client):
    link = begin(client, make_study())
    response = client.post(at("language", link) + "?to=review", {"language": "sv"})
    assert response.url == at("overview", link)
    assert Draft.objects.get().language == "sv"


def test_the_overview_shows_answers_in_words_and_leads_to_each_page(client):
    link = begin(client, make_study())
    fill(client, link)
    page = text(client.get(at("overview", link)))
    assert "Advice Time" in page
    assert "Oulu" in page
    assert "I rather agree" in page
    assert f'href="{at("page", link, 2)}?to=review"' in page


@pytest.mark.parametrize(
    ("language", "hours", "since", "last"),
    [
        ("en", "2.5", "4 May 2026", "5 May 2026 17:30"),
        ("fi", "2,5", "4. toukokuuta 2026", "5. toukokuuta 2026 17:30"),
    ],
)
def test_the_overview_writes_numbers_and_days_as_the_reader_does(client, language, hours, since, last):
    link = begin(client, make_study(), language)
    typed = {"hours": "2.5", "since": "2026-05-04", "last": "2026-05-05T17:30"}
    turn(client, link, 1, {**FIRST, **typed})
    page = client.get(at("overview", link)).content.decode().replace("\xa0", " ")
    assert [said in page for said in (f">{hours}<", f">{since}<", f">{last}<")] == [True] * 3


def test_the_overview_shows_what_is_still_missing_instead_of_the_button(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    page = text(client.get(at("overview", link)))
    assert f'{at("page", link, 2)}?to=review&amp;check=1#q_country"' in page
    assert "Send my answers" not in page


def test_a_change_from_the_overview_leads_back_to_it(client):
    link = begin(client, make_study())
    fill(client, link)
    assert turn(client, link, 1, {**FIRST, "job": "Nurse"}, to="review").url == at("overview", link)


def test_saving_while_typing_keeps_only_what_was_sent(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    response = client.post(at("save", link), {"shown": "q_age", "q_age": "42", "key": "1"})
    assert response.status_code == 204
    answers = Draft.objects.get().answers
    assert (answers["age"], answers["job"]) == ("42", "Teacher")


def test_what_is_saved_twice_with_one_key_is_taken_once(client):
    link = begin(client, make_study())
    late = {"shown": "q_job", "q_job": "Early", "key": "1"}
    client.post(at("save", link), late)
    client.post(at("save", link), {"shown": "q_job", "q_job": "Late", "key": "2"})
    client.post(at("save", link), late)
    assert Draft.objects.get().answers["job"] == "Late"


def test_an_order_is_saved_while_it_is_made(client):
    link = begin(client, make_study())
    sent = {"shown": "q_order.advice q_order.time", "q_order.advice": "2", "q_order.time": "1"}
    client.post(at("save", link), sent)
    assert Draft.objects.get().answers["order"] == ["time", "advice"]


def test_sending_twice_shows_the_same_page_and_keeps_one(client):
    link = begin(client, make_study())
    fill(client, link)
    key = key_of(client, link)
    first = client.post(at("send", link), {"key": key})
    second = client.post(at("send", link), {"key": key})
    assert (first.status_code, first.content) == (200, second.content)
    assert Response.objects.count() == 1


def test_a_key_of_ones_own_making_does_not_name_the_answers(client):
    link = begin(client, make_study())
    fill(client, link)
    client.post(at("send", link), {"key": "mine"})
    other = begin(client, make_study())
    fill(client, other)
    client.post(at("send", other), {"key": "mine"})
    assert Response.objects.values("code").distinct().count() == 2


def test_answers_with_something_missing_are_not_sent(client):
    link = begin(client, make_study())
    turn(client, link, 1, FIRST)
    response = client.post(at("send", link), {"key": key_of(client, link)})
    assert (response.status_code, Response.objects.count(), Draft.objects.count()) == (422, 0, 1)


def test_forged_choices_are_not_sent(client):
    link = begin(client, make_study())
    fill(client, link)
    client.post(at("save", link), {"shown": "q_town", "q_town": "kaunas"})
    response = client.post(at("send", link), {"key": key_of(client, link)})
    assert (response.status_code, Response.objects.count()) == (422, 0)
    assert "“kaunas” is not one of the choices offered here." in text(response)


def test_computed_answers_and_unknown_ones_are_not_taken_from_what_is_sent(client):
    link = begin(client, make_study())
    forged = {"shown": "q_older q_begun q_nothing q_job", "q_older": "99", "q_begun": "x", "q_nothing": "x"}
    client.post(at("save", link), {**forged, "q_job": "Nurse"})
    assert Draft.objects.get().answers == {"job": "Nurse"}


def test_a_question_that_is_not_asked_is_left_out_though_it_was_answered(client):
    link = begin(client, make_study())
    fill(client, link)
    client.post(at("save", link), {"shown": "q_wish", "q_wish": "yes"})
    send(client, link)
    assert "wish" not in Response.objects.get().answers


def test_no_sign_that_a_database_refuses_gets_into_it(client):
    link = begin(client, make_study())
    client.post(at("save", link), {"shown": "q_job", "q_job": "a\x00b"})
    assert Draft.objects.get().answers == {"job": "ab"}


def test_a_very_long_answer_is_kept_within_reason_and_refused(client):
    link = begin(client, make_study())
    response = turn(client, link, 1, {**FIRST, "story": "x" * 100_000})
    assert response.status_code == 422
    assert len(Draft.objects.get().answers["story"]) == 20_000


def test_markup_in_answers_is_shown_as_text(client):
    link = begin(client, make_study())
    turn(client, link, 1, {**FIRST, "job": "<script>alert(1)</script>"})
    for url in (at("page", link, 1), at("overview", link)):
        assert "<script>alert" not in text(client.get(url))


def test_a_page_that_does_not_exist_leads_to_one_that_does(client):
    link = begin(client, make_study())
    assert client.get(at("page", link, 99)).url == at("go_on", link)


def test_a_questionnaire_without_languages_is_asked_as_it_is(client):
    study = make_study(make_version(asking.one_language))
    assert "We ask what mentoring is like" in text(client.get(opened(study)))
    link = begin(client, study, language="")
    turn(client, link, 1, {"job": "Nurse"})
    assert send(client, link).status_code == 200
    assert Response.objects.get().answers == {"job": "Nurse"}


def test_a_question_that_an_answer_brings_onto_the_page_is_shown_before_going_on(client):
    link = begin(client, make_study(make_version(asking.together)))
    response = turn(client, link, 1, {"mentor": "yes"})
    assert response.status_code == 422
    page = text(response)
    assert "Your answer brings more questions on this page." in page
    assert ("Who is it?" in page, "This question needs an answer." in page) == (True, False)
    assert turn(client, link, 1, {"mentor": "yes"}).status_code == 422
    assert turn(client, link, 1, {"mentor": "yes", "who": "Anna"}).url == at("overview", link)


def test_an_answer_on_a_changing_page_survives_being_hidden(client):
    link = begin(client, make_study(make_version(asking.together)))
    turn(client, link, 1, {"mentor": "yes"})
    turn(client, link, 1, {"mentor": "yes", "who": "Anna"})
    turn(client, link, 1, {"mentor": "no", "who": "Anna"})
    turn(client, link, 1, {"mentor": "no"})
    assert Draft.objects.get().answers["who"] == "Anna"


def test_answers_that_change_while_they_are_judged_are_judged_again(client, monkeypatch):
    link = begin(client, make_study())
    fill(client, link)
    judged, seen = completing.judged, []

    def judged_slowly(form, draft):
        found = judged(form, draft)
        if not seen:
            answers = {**draft.answers, "job": "Nurse"}
            Draft.objects.filter(pk=draft.pk).update(answers=answers)
        seen.append(found)
        return found

    monkeypatch.setattr(completing, "judged", judged_slowly)
    assert send(client, link).status_code == 200
    assert (len(seen), Response.objects.get().answers["job"]) == (2, "Nurse")
