"""What people wrote: read without knowing who, sorted by theme, counted by people, quoted if they agreed."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.evaluation import making
from tests.web.evaluation import money_making as money
from tests.web.study import asking

from mentorway.web.evaluation.actions import voices as doing
from mentorway.web.evaluation.analysis import voices as analysis
from mentorway.web.evaluation.models import Coded
from mentorway.web.study.models import Status

pytestmark = pytest.mark.django_db
NOTHING = frozenset()


@pytest.fixture
def partner():
    return make_partner()


@pytest.fixture
def member(partner):
    return make_member(partner)


@pytest.fixture
def whole(partner, member):
    return money.make_read(partner, member)


@pytest.fixture
def question(whole):
    return money.make_question(whole)


@pytest.fixture
def theme(whole):
    return doing.add_theme(whole, title="Time to talk", meaning="Minutes, not ideas.")


@pytest.fixture
def seen(client, member):
    client.force_login(member)
    return client


def page(client, name, whole, data=None, **more):
    return client.get(reverse(f"evaluation:{name}", kwargs={"pk": whole.pk, **more}), data or {})


def send(client, name, whole, data=None, **more):
    address = reverse(f"evaluation:{name}", kwargs={"pk": whole.pk, **more})
    return client.post(address, data or {}, follow=True)


def texts(count, start=0):
    return [f"We had time, number {number}." for number in range(start, start + count)]


def test_a_question_is_chosen_with_the_answer_that_allows_quoting(seen, whole):
    offered = page(seen, "set_voices", whole).context["form"]
    assert [name for name, _label in offered.fields["question"].choices] == ["", "good", "bad"]
    send(seen, "set_voices", whole, {"question": "good", "permission": "again=yes"})
    row = whole.voice_questions.get()
    assert (row.question, row.consent, row.yes) == ("good", "again", "yes")
    send(seen, "set_voices", whole, {"question": "good", "permission": ""})
    row = whole.voice_questions.get()
    assert (row.question, row.consent, row.yes) == ("good", "", "")


@pytest.mark.parametrize(
    "data", [{"question": "nothing"}, {"question": "age"}, {"question": "good", "permission": "age=41"}, {}]
)
def test_what_is_no_open_question_and_no_permission_is_refused(seen, whole, data):
    send(seen, "set_voices", whole, {"permission": "", **data})
    assert not whole.voice_questions.exists()


def test_without_a_study_and_without_open_questions_the_page_says_what_to_do(seen, partner):
    alone = making.make_evaluation(partner)
    assert "Choose a study first" in page(seen, "set_voices", alone).content.decode()
    closed = making.make_evaluation(partner, study=making.make_study(partner, make=asking.thirty))
    answer = page(seen, "set_voices", closed)
    assert answer.status_code == 200
    assert "No open question is read yet" in page(seen, "voices", closed).content.decode()


def test_answers_are_shown_without_anything_that_tells_whose_they_are(seen, whole, question):
    rows = money.write(whole, *texts(6), country="LT")
    shown = page(seen, "code_voices", whole, which=question.pk).content.decode()
    inside = shown[shown.index('id="answers"') :]
    assert "We had time, number 3." in inside
    for row in rows:
        for secret in (str(row.pk), row.pk.hex, row.code, row.pseudonym, "Lithuania", str(row.day)):
            assert secret not in inside


def test_keys_of_answers_differ_from_question_to_question(whole, question):
    row = money.write(whole, *texts(1))[0]
    second = money.make_question(whole, question="bad")
    assert analysis.key_of(question, row.pk) != analysis.key_of(second, row.pk)


def test_nothing_is_shown_of_fewer_than_five_people(seen, whole, question, theme):
    rows = money.write(whole, *texts(4), "", "   ")
    money.sort(question, whole.created_by, theme, *rows[:4])
    assert "We had time" not in page(seen, "code_voices", whole, which=question.pk).content.decode()
    answer = page(seen, "voices", whole).content.decode()
    assert "Fewer than 5 people wrote an answer" in answer
    assert "We had time" not in answer
    assert analysis.themes_of(analysis.all_of(whole))[0].of is None


def test_one_person_who_answered_twice_counts_once(whole, question, theme):
    wave = making.wave_of(whole, "after"), making.wave_of(whole, "follow_up")
    rows = [making.answer(one, "same@example.org", answers={"good": "Time"}) for one in wave]
    rows += money.write(whole, *texts(4))
    money.sort(question, whole.created_by, theme, *rows)
    found = analysis.themes_of(analysis.all_of(whole))[0]
    assert (found.people, found.of, found.percent) == (5, 5, 100)


def test_answers_that_are_not_complete_are_not_read(whole, question):
    money.write(whole, *texts(5), status=Status.REVIEW)
    assert analysis.voice_of(question).people == 0


def test_a_theme_of_few_is_named_and_not_counted(seen, whole, question, theme):
    rows = money.write(whole, *texts(12))
    small = doing.add_theme(whole, title="Coffee")
    money.sort(question, whole.created_by, theme, *rows[:7])
    money.sort(question, whole.created_by, small, *rows[:3])
    found = {
        one.theme: (one.people, one.of, one.percent) for one in analysis.themes_of(analysis.all_of(whole))
    }
    shown = page(seen, "voices", whole).content.decode()
    assert found == {"Time to talk": (7, 12, 58), "Coffee": (None, 12, None)}
    assert "7 of 12" in shown
    assert "fewer than 5" in shown


def test_themes_of_few_stand_in_an_order_that_does_not_tell_their_size(whole, question):
    rows = money.write(whole, *texts(9))
    for title, count in (("B", 4), ("A", 1), ("C", 0)):
        money.sort(question, whole.created_by, doing.add_theme(whole, title=title), *rows[:count])
    assert [one.theme for one in analysis.themes_of(analysis.all_of(whole))] == ["A", "B", "C"]


def form_of(answer):
    """Return what a browser would send of the page of answers, as it stands."""
    data = {"answer": [one.key for one in answer.context["form"].answers]}
    for one, field, was in answer.context["form"].rows():
        data[f"themes-{one.key}"] = field.value()
        data[f"was-{one.key}"] = was.value()
    return data


def test_answers_of_a_page_are_sorted_at_once(seen, whole, question, theme, member):
    money.write(whole, *texts(6))
    answer = page(seen, "code_voices", whole, which=question.pk)
    data, keys = form_of(answer), [one.key for one in answer.context["form"].answers]
    data[f"themes-{keys[0]}"] = [str(theme.pk)]
    data[f"themes-{keys[1]}"] = ["none"]
    said = send(seen, "code_voices", whole, data, which=question.pk).content.decode()
    voice = analysis.voice_of(question)
    assert "2 answers are sorted." in said
    assert [(one.is_read, one.themes) for one in (voice.answer(key) for key in keys[:3])] == [
        (True, {theme.pk}),
        (True, NOTHING),
        (False, NOTHING),
    ]
    assert voice.read == 2
    assert set(Coded.objects.values_list("by", flat=True)) == {member.pk}


def test_an_answer_with_nothing_ticked_any_more_is_unread_again(seen, whole, question, theme):
    rows = money.write(whole, *texts(5))
    money.sort(question, whole.created_by, theme, *rows)
    answer = page(seen, "code_voices", whole, which=question.pk)
    data = form_of(answer)
    data[f"themes-{data['answer'][0]}"] = []
    send(seen, "code_voices", whole, data, which=question.pk)
    assert analysis.voice_of(question).read == 4


def test_a_theme_and_none_of_these_together_are_refused(seen, whole, question, theme):
    money.write(whole, *texts(5))
    data = form_of(page(seen, "code_voices", whole, which=question.pk))
    data[f"themes-{data['answer'][0]}"] = [str(theme.pk), "none"]
    answer = send(seen, "code_voices", whole, data, which=question.pk)
    assert "not both" in answer.content.decode()
    assert not Coded.objects.exists()


def test_what_two_people_tick_at_once_is_put_together(seen, whole, question, theme, member):
    rows = money.write(whole, *texts(5))
    data = form_of(page(seen, "code_voices", whole, which=question.pk))
    other = doing.add_theme(whole, title="Courage")
    money.sort(question, member, other, rows[0])
    key = analysis.key_of(question, rows[0].pk)
    data[f"themes-{key}"] = [str(theme.pk)]
    send(seen, "code_voices", whole, data, which=question.pk)
    assert analysis.voice_of(question).answer(key).themes == {theme.pk, other.pk}


def test_keys_and_themes_that_nobody_offered_do_no_harm(seen, whole, question, theme):
    money.write(whole, *texts(5))
    key = analysis.voice_of(question).answers[0].key
    forged = {"answer": [key, "0" * 20], f"themes-{key}": ["999999"], f"was-{key}": "9" * 40}
    send(seen, "code_voices", whole, forged, which=question.pk)
    stranger = doing.add_theme(money.make_read(), title="Stranger")
    response = analysis.voice_of(question).answers[0].response
    choice = doing.Choice(response, frozenset({stranger.pk}), NOTHING, is_read=True)
    doing.code(question, whole.created_by, choices=[choice])
    assert all(not one.themes for one in analysis.voice_of(question).answers)


def test_answers_are_found_by_words_and_by_whether_they_are_read(seen, whole, question, theme):
    rows = money.write(whole, "Ąžuolo valanda", *texts(30))
    money.sort(question, whole.created_by, theme, *rows[:3])

    def shown(**data):
        return page(seen, "code_voices", whole, data, which=question.pk).context["page"].paginator.count

    assert shown(q="azuolo") == 1
    assert (shown(show="new"), shown(show="read"), shown(show="quoted"), shown()) == (28, 3, 0, 31)
    assert shown(q="nowhere") == 0


def test_a_page_holds_twenty_answers(seen, whole, question):
    money.write(whole, *texts(25))
    answer = page(seen, "code_voices", whole, {"page": "2"}, which=question.pk)
    assert len(answer.context["form"].answers) == 5


def quoted(seen, whole, question, row, quoted="on"):
    data = {"answer": analysis.key_of(question, row.pk), "quoted": quoted}
    return send(seen, "quote", whole, data, which=question.pk).content.decode()


def test_who_agreed_is_quoted_and_quoted_no_more(seen, whole, question, theme):
    rows = money.write(whole, *texts(5))
    money.sort(question, whole.created_by, theme, *rows)
    assert "It is quoted now." in quoted(seen, whole, question, rows[0])
    assert [(one.text, one.themes) for one in analysis.quotes_of(analysis.all_of(whole))] == [
        (rows[0].answers["good"], ("Time to talk",))
    ]
    assert rows[0].answers["good"] in page(seen, "voices", whole).content.decode()
    quoted(seen, whole, question, rows[0], "")
    assert not analysis.quotes_of(analysis.all_of(whole))


def test_who_did_not_agree_is_never_quoted(seen, whole, question, theme):
    rows = money.write(whole, *texts(5)) + money.write(whole, "Do not quote me.", allowed="no")
    money.sort(question, whole.created_by, theme, *rows)
    assert "did not agree to be quoted" in quoted(seen, whole, question, rows[-1])
    assert "Do not quote me." not in page(seen, "choose_quotes", whole, which=question.pk).content.decode()
    Coded.objects.update(is_quoted=True)
    assert len(analysis.quotes_of(analysis.all_of(whole))) == 5


def test_nobody_is_quoted_where_nobody_was_asked(seen, whole, theme):
    question = money.make_question(whole, consent="", yes="")
    rows = money.write(whole, *texts(5), allowed="")
    money.sort(question, whole.created_by, theme, *rows)
    assert "Nobody was asked" in quoted(seen, whole, question, rows[0])


def test_a_theme_of_four_is_not_quoted_and_a_quote_goes_when_its_theme_shrinks(seen, whole, question, theme):
    rows = money.write(whole, *texts(9))
    money.sort(question, whole.created_by, theme, *rows[:4])
    assert "at least 5 people" in quoted(seen, whole, question, rows[0])
    money.sort(question, whole.created_by, theme, rows[4])
    quoted(seen, whole, question, rows[0])
    assert len(analysis.quotes_of(analysis.all_of(whole))) == 1
    rows[4].delete()
    assert not analysis.quotes_of(analysis.all_of(whole))


def test_an_answer_with_an_address_is_not_quoted(seen, whole, question, theme):
    rows = money.write(whole, "Write to aino@example.org, she helped.", *texts(5))
    money.sort(question, whole.created_by, theme, *rows)
    assert "looks like an address" in quoted(seen, whole, question, rows[0])


def test_an_answer_that_is_not_there_is_not_found(seen, whole, question):
    money.write(whole, *texts(5))
    address = reverse("evaluation:quote", kwargs={"pk": whole.pk, "which": question.pk})
    assert seen.post(address, {"answer": "0" * 20}).status_code == 404
    assert seen.post(address, {}).status_code == 404


def test_markup_in_answers_stays_text(seen, whole, question):
    money.write(whole, "<script>alert(1)</script>", *texts(5))
    shown = page(seen, "code_voices", whole, which=question.pk).content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_theme_is_named_changed_and_removed(seen, whole, question):
    rows = money.write(whole, *texts(5))
    send(seen, "new_theme", whole, {"title": "Courage", "meaning": "", "was": ""})
    theme = whole.themes.get()
    money.sort(question, whole.created_by, theme, *rows)
    was = page(seen, "change_theme", whole, which=theme.pk).context["form"]["was"].value()
    send(seen, "change_theme", whole, {"title": "Being brave", "meaning": "x", "was": was}, which=theme.pk)
    assert whole.themes.get().title == "Being brave"
    assert "taken off 5 answers" in page(seen, "remove_theme", whole, which=theme.pk).content.decode()
    send(seen, "remove_theme", whole, which=theme.pk)
    assert not whole.themes.exists()


@pytest.mark.parametrize("title", ["", " ", "Time to talk", "x" * 101])
def test_a_theme_without_a_title_of_its_own_is_refused(seen, whole, theme, title):
    send(seen, "new_theme", whole, {"title": title, "meaning": "", "was": ""})
    assert whole.themes.count() == 1


def test_who_names_a_theme_while_reading_goes_on_reading(seen, whole, question):
    address = reverse("evaluation:new_theme", args=[whole.pk])
    data = {"title": "Courage", "meaning": "", "was": ""}
    answer = seen.post(f"{address}?question={question.pk}", data)
    assert answer.headers["Location"] == reverse("evaluation:code_voices", args=[whole.pk, question.pk])
    answer = seen.post(f"{address}?question=9{'9' * 30}", {**data, "title": "Other"})
    assert answer.headers["Location"] == reverse("evaluation:voices", args=[whole.pk])


def test_a_question_that_is_read_no_more_forgets_how_it_was_sorted(seen, whole, question, theme):
    rows = money.write(whole, *texts(5))
    money.sort(question, whole.created_by, theme, *rows)
    assert (
        "How 5 answers were sorted" in page(seen, "remove_voices", whole, which=question.pk).content.decode()
    )
    send(seen, "remove_voices", whole, which=question.pk)
    assert not Coded.objects.exists()
    assert whole.themes.count() == 1


def table(seen, whole, part):
    answer = page(seen, "export_voices", whole, part=part).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(answer)))


def test_themes_and_quotes_are_taken_away_as_tables(seen, whole, question, theme):
    rows = money.write(whole, "=cmd()", *texts(5))
    money.sort(question, whole.created_by, theme, *rows)
    doing.add_theme(whole, title="Coffee")
    quoted(seen, whole, question, rows[0])
    themes, quotes = table(seen, whole, "themes"), table(seen, whole, "quotes")
    assert [row[2:] for row in themes[1:]] == [
        ["Time to talk", "Minutes, not ideas.", "6", "6"],
        ["Coffee", "", "fewer than 5", "6"],
    ]
    assert [row[2:] for row in quotes[1:]] == [["Time to talk", "'=cmd()"]]
    assert page(seen, "export_voices", whole, part="people").status_code == 404


def test_coordinators_see_themes_and_quotes_and_not_the_answers(client, whole, question, theme):
    rows = money.write(whole, *texts(6))
    money.sort(question, whole.created_by, theme, *rows)
    client.force_login(make_member(role="coordinator"))
    answer = page(client, "voices", whole).content.decode()
    assert "6 of 6" in answer
    assert not re.search(r"We had time, number \d", answer)
    assert page(client, "code_voices", whole, which=question.pk).status_code == 403


def test_nobody_changes_the_example(whole, question, theme, member):
    rows = money.write(whole, *texts(5))
    whole.is_example = True
    whole.save()
    question.evaluation = theme.evaluation = whole
    voice = analysis.voice_of(question)
    for change in (
        lambda: money.make_question(whole),
        lambda: doing.remove_question(question),
        lambda: doing.add_theme(whole, title="Other"),
        lambda: doing.change_theme(theme, title="Other"),
        lambda: doing.remove_theme(theme),
        lambda: money.sort(question, member, theme, *rows),
        lambda: doing.quote(voice, voice.answers[0], is_quoted=True),
    ):
        with pytest.raises(ValidationError, match="This is the example"):
            change()


def test_pages_need_the_same_few_queries_however_many_answer(
    seen, whole, question, theme, django_assert_max_num_queries
):
    rows = money.write(whole, *texts(60))
    money.sort(question, whole.created_by, theme, *rows)
    with django_assert_max_num_queries(30):
        page(seen, "voices", whole)
    with django_assert_max_num_queries(30):
        page(seen, "code_voices", whole, which=question.pk)


# Mentees about their mentors


@pytest.fixture
def of_mentees(whole):
    """Return the open question of the mentees' study; who answered `again` with yes may be quoted."""
    whole.mentee_study = making.make_study(whole.partner, make=asking.sixty)
    whole.save(update_fields=["mentee_study"])
    return money.make_question(whole, speakers="mentees")


def mentees_write(whole, *texts, allowed="yes"):
    wave = whole.mentee_study.waves.order_by("number").first()
    answers = {"again": allowed}
    return [
        making.answer(wave, f"mentee{place}{allowed}@example.org", answers={**answers, "good": text})
        for place, text in enumerate(texts)
    ]


def test_words_of_mentees_are_read_apart_from_those_of_mentors(whole, question, of_mentees):
    money.write(whole, *texts(6))
    mentees_write(whole, "She listens.", "He is late.")
    mentors, mentees = analysis.voices_of(whole, [])
    assert (mentors.people, mentees.people) == (6, 2)
    assert {one.text for one in mentees.answers} == {"She listens.", "He is late."}
    assert (mentees.is_of_mentees, mentees.is_shown, mentors.is_of_mentees) == (True, False, False)


def test_words_of_mentees_are_sorted_and_quoted_only_where_they_agreed(seen, whole, of_mentees, theme):
    rows = [*mentees_write(whole, *texts(5)), *mentees_write(whole, "No name please", allowed="no")]
    money.sort(of_mentees, whole.created_by, theme, *rows)
    quoted(seen, whole, of_mentees, rows[0])
    quoted(seen, whole, of_mentees, rows[-1])
    (quote,) = analysis.quotes_of(analysis.all_of(whole))
    assert (quote.speakers, quote.text) == ("Mentees about their mentors", texts(5)[0])
    (count,) = analysis.themes_of(analysis.all_of(whole))
    assert (count.people, count.of) == (6, 6)


def test_a_question_of_the_mentees_study_is_chosen(seen, whole, of_mentees):
    of_mentees.delete()
    address = reverse("evaluation:set_voices", args=[whole.pk]) + "?speakers=mentees"
    assert "a quote can give a mentor away" in seen.get(address).text
    seen.post(address, {"question": "good", "permission": "again=yes"})
    row = whole.voice_questions.get()
    assert (row.speakers, row.question, row.yes) == ("mentees", "good", "yes")


def test_without_a_study_of_mentees_the_page_says_so(seen, whole):
    address = reverse("evaluation:set_voices", args=[whole.pk]) + "?speakers=mentees"
    assert "No study is chosen that asks mentees" in seen.get(address).text
    with pytest.raises(ValidationError, match="Choose a study first"):
        doing.set_question(whole, question="good", speakers="mentees")


def test_quotes_of_mentees_warn_of_giving_a_mentor_away(seen, whole, question, of_mentees):
    warned = [
        "must not tell which mentor" in page(seen, "choose_quotes", whole, which=one.pk).content.decode()
        for one in (question, of_mentees)
    ]
    assert warned == [False, True]
