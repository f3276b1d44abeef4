"""Two drafts, a review, a decision: who may do what, what is seen, what becomes stale."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.conftest import make_member, make_partner
from tests.web.methodology import making

from mentorway.web.methodology import needs
from mentorway.web.methodology.actions import drafting
from mentorway.web.methodology.models import Questionnaire
from mentorway.web.translation import rules
from mentorway.web.translation.actions import languages, translating
from mentorway.web.translation.models import Draft, Event, Part, Stage, Translation, What
from mentorway.web.translation.queries import people_with_parts

pytestmark = pytest.mark.django_db
AGE = "survey/age/label"
WHO = "survey/who/label"


@pytest.fixture
def language():
    partner = make_partner()
    made = making.make_questionnaire(partner, make_member(partner, role="admin"))
    return making.make_team(made)


def text(language, key=AGE):
    return making.texts(language.document.questionnaire)[key]


def url(name, language, key=AGE):
    return reverse(
        f"methodology:{name}", args=[language.document.questionnaire.pk, "lv", text(language, key).digest]
    )


def seen_by(client, language, user, key=AGE):
    client.force_login(user)
    return client.get(url("text", language, key)).content.decode()


def work(key=AGE):
    return Translation.objects.get(key=key)


def test_texts_have_keys_that_stay_and_a_fingerprint_of_their_wording(language):
    keys = making.texts(language.document.questionnaire)
    assert len(keys) == making.TEXTS
    assert {AGE, "survey/mentor/hint", "survey/about/label", "choices/yes_no/yes/label"} <= set(keys)


def test_a_draft_is_seen_by_its_author_only_until_both_are_handed_in(client, language):
    first, second, reviewer, _adjudicator = language.team.values()
    making.translate(language, text(language), upto="open", written="Cik jums gadu?")
    assert "Cik jums gadu?" in seen_by(client, language, first)
    for other in (
        second,
        reviewer,
        language.document.questionnaire.created_by,
        make_member(role="coordinator"),
    ):
        page = seen_by(client, language, other)
        assert "Cik jums gadu?" not in page
        assert "There is another draft" in page
    translating.save_draft(language, second, text=text(language), written="Jūsu vecums?", hand_in=True)
    page = seen_by(client, language, reviewer)
    assert "Cik jums gadu?" in page
    assert "Jūsu vecums?" in page


@pytest.mark.parametrize("kind", ["xlsx", "xliff", "po"])
def test_a_draft_of_somebody_else_does_not_leak_through_a_file(client, language, kind):
    making.translate(language, text(language), upto="open", written="Cik jums gadu?")
    address = reverse("methodology:texts_out", args=[language.document.questionnaire.pk, "lv", kind])
    found = {}
    for part in ("translator1", "translator2"):
        client.force_login(language.team[part])
        data = client.get(address).content
        found[part] = str(making.read_xlsx(data)) if kind == "xlsx" else data.decode()
    assert "Cik jums gadu?" in found["translator1"]
    assert "Cik jums gadu?" not in found["translator2"]


def test_a_draft_of_somebody_else_does_not_leak_through_the_documentation(client, language):
    making.translate(language, text(language), upto="open", written="Cik jums gadu?")
    client.force_login(language.team["translator2"])
    for name in ("documentation", "documentation_file"):
        page = client.get(reverse(f"methodology:{name}", args=[language.document.questionnaire.pk, "lv"]))
        assert "Cik jums gadu?" not in page.content.decode()


def test_both_drafts_must_be_of_two_people(language):
    first, second, *_rest = language.team.values()
    with pytest.raises(ValidationError, match="two different people"):
        languages.assign(language, first, people={"translator1": first, "translator2": first})
    translating.save_draft(language, first, text=text(language), written="A", hand_in=True)
    languages.assign(language, first, people={"translator1": second, "translator2": first})
    with pytest.raises(ValidationError, match="two different people"):
        translating.save_draft(language, first, text=text(language), written="B", hand_in=True)


def test_the_database_itself_refuses_two_drafts_of_one_person(language):
    first = language.team["translator1"]
    making.translate(language, text(language), upto="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(translation=work(), place=2, author=first, text="B")


def test_every_step_needs_its_part(language):
    first, second, reviewer, adjudicator = language.team.values()
    making.translate(language, text(language), upto="reviewed")
    stranger = make_member(language.document.questionnaire.partner)
    for user in (first, second, adjudicator, stranger):
        with pytest.raises(PermissionDenied):
            translating.review(language, user, text=text(language), written="X", comment="")
    for user in (first, second, reviewer, stranger):
        with pytest.raises(PermissionDenied):
            translating.adjudicate(language, user, text=text(language), written="X")
    assert (work().stage, work().agreed) == (Stage.REVIEWED, "")


def test_a_text_is_not_reviewed_before_both_drafts_nor_adjudicated_before_the_review(language):
    _first, _second, reviewer, adjudicator = language.team.values()
    making.translate(language, text(language), upto="open")
    with pytest.raises(ValidationError, match="another stage"):
        translating.review(language, reviewer, text=text(language), written="X", comment="")
    translating.save_draft(
        language, language.team["translator2"], text=text(language), written="Y", hand_in=True
    )
    with pytest.raises(ValidationError, match="another stage"):
        translating.adjudicate(language, adjudicator, text=text(language), written="X")


def test_stages_only_move_as_declared():
    allowed = {(old, new) for old in Stage.values for new in Stage.values if rules.may_move(old, new)}
    assert ("open", "agreed") not in allowed
    assert ("drafted", "agreed") not in allowed
    assert len(allowed) == 9


def test_who_wrote_the_only_draft_may_not_adjudicate_it(language):
    assert not rules.may_adjudicate(language.team["translator1"], [language.team["translator1"].pk])
    assert rules.may_adjudicate(language.team["translator1"], [user.pk for user in language.team.values()])


def test_places_for_answers_must_stay_in_a_translation(client, language):
    client.force_login(language.team["translator1"])
    page = client.post(
        url("text_draft", language, WHO), {"written": "Kā sauc jūsu mentoru?"}
    ).content.decode()
    assert "needs exactly these places for answers: ${mentor}" in page
    assert not Translation.objects.exists()


def test_the_whole_way_through_the_pages_and_its_history(client, language):
    first, second, reviewer, adjudicator = language.team.values()
    steps = [
        (first, "text_draft", {"written": "Cik jums gadu?", "hand_in": "on"}),
        (second, "text_draft", {"written": "Jūsu vecums?"}),
        (second, "text_draft", {"written": "Jūsu vecums gados?", "hand_in": "on"}),
        (reviewer, "text_review", {"review-written": "Cik jums ir gadu?", "review-comment": "Warmer."}),
        (adjudicator, "text_decide", {"decision-written": "Cik Jums ir gadu?"}),
        (first, "text_remark", {"remark-what": "pretest", "remark-words": "Three people laughed."}),
    ]
    for user, name, form in steps:
        client.force_login(user)
        assert client.post(url(name, language), form).status_code == 302
    assert (work().stage, work().agreed, work().agreed_by) == ("agreed", "Cik Jums ir gadu?", adjudicator)
    history = [(event.what, event.by, event.after) for event in Event.objects.filter(key=AGE).order_by("pk")]
    assert [what for what, _by, _after in history] == [
        "draft", "handed", "draft", "draft", "handed", "review", "agreed", "pretest",
    ]  # fmt: skip
    assert history[3][1:] == (second, "Jūsu vecums gados?")
    page = seen_by(client, language, reviewer)
    assert "Three people laughed." in page
    documentation = client.get(
        reverse("methodology:documentation", args=[language.document.questionnaire.pk, "lv"])
    )
    for words in (
        "Cik jums gadu?",
        "Jūsu vecums gados?",
        "Warmer.",
        "Cik Jums ir gadu?",
        "laughed",
        second.name,
    ):
        assert words in documentation.content.decode()


def test_all_drafts_are_handed_in_at_once(client, language):
    first = language.team["translator1"]
    for key in (AGE, "survey/mentor/label"):
        translating.save_draft(language, first, text=text(language, key), written="X", hand_in=False)
    client.force_login(first)
    page = client.post(
        reverse("methodology:hand_in", args=[language.document.questionnaire.pk, "lv"]), follow=True
    )
    assert "2 drafts are handed in" in page.content.decode()
    assert Draft.objects.filter(handed_in=None).count() == 0


def change_source(language, words):
    row = Questionnaire.objects.get(pk=language.document.questionnaire.pk)
    mark = making.mark_of(row, "age")
    wish = drafting.Wish({"type": "integer", "name": "age", f"label::{making.EN}": words})
    drafting.change_row(row, row.created_by, mark=mark, revision=row.revision, wish=wish)


def test_a_changed_source_makes_the_text_stale_and_shows_the_difference(client, language):
    making.translate(language, text(language))
    change_source(language, "How old are you now?")
    assert (work().stage, work().agreed) == (Stage.REVIEWED, "lv: How old are you?")
    page = seen_by(client, language, language.team["adjudicator"])
    assert "Source text changed" in page
    assert "<ins>you now?</ins>" in page
    event = Event.objects.filter(what=What.SOURCE).get()
    assert (event.before, event.after) == ("How old are you?", "How old are you now?")
    translating.adjudicate(language, language.team["adjudicator"], text=text(language), written="Cik tagad?")
    assert "Source text changed</span>" not in seen_by(client, language, language.team["adjudicator"])


def test_drafts_under_work_must_be_handed_in_again_when_the_source_changes(language):
    making.translate(language, text(language), upto="open")
    change_source(language, "How old are you now?")
    assert Draft.objects.get().handed_in is None


def test_spaces_make_no_text_stale(language):
    making.translate(language, text(language))
    change_source(language, "How old  are you?")
    assert work().stage == Stage.AGREED


def test_new_drafts_can_be_asked_for_and_the_old_decision_stays_in_the_history(client, language):
    making.translate(language, text(language))
    client.force_login(language.team["adjudicator"])
    client.post(url("text_reopen", language), {"reason-why": "Sounds odd."})
    assert (work().stage, work().agreed) == (Stage.OPEN, "")
    event = Event.objects.get(what=What.REOPENED)
    assert (event.before, event.after) == ("lv: How old are you?", "Sounds odd.")


def test_variants_of_a_language_see_each_other(client, language):
    for code in ("sv-SE", "sv-FI"):
        making.make_team(language.document.questionnaire, code, f"Svenska {code}")
    rows = {one.code: one for one in language.document.languages.all()}
    rows["sv-SE"].team = making.make_team(language.document.questionnaire, "sv", "Svenska").team
    languages.assign(rows["sv-SE"], rows["sv-SE"].team["reviewer"], people=rows["sv-SE"].team)
    making.translate(rows["sv-SE"], text(language), written="Hur gammal är du?")
    client.force_login(language.document.questionnaire.created_by)
    address = reverse(
        "methodology:text", args=[language.document.questionnaire.pk, "sv-FI", text(language).digest]
    )
    assert "Hur gammal är du?" in client.get(address).content.decode()
    assert "Hur gammal är du?" not in client.get(url("text", language)).content.decode()


def test_texts_agreed_elsewhere_are_taken_over_by_somebody_else_than_who_read_them_in(client, language):
    reader = language.document.questionnaire.created_by
    row = Translation.objects.create(
        language=language, key=AGE, source=text(language).source, source_hash=text(language).fingerprint
    )
    Draft.objects.create(
        translation=row,
        place=1,
        author=reader,
        text="Vecums?",
        handed_in=row.language.document.questionnaire.created,
    )
    languages.assign(language, reader, people={"adjudicator": reader})
    with pytest.raises(ValidationError, match="somebody else must adjudicate"):
        translating.adopt(language, reader, texts=[text(language)], why="Mine")
    other = make_member()
    languages.assign(language, reader, people={"adjudicator": other})
    client.force_login(other)
    client.post(
        reverse("methodology:adopt", args=[language.document.questionnaire.pk, "lv"]),
        {"why": "Published 2019."},
    )
    assert (work().stage, work().agreed) == (Stage.AGREED, "Vecums?")
    assert Event.objects.get(what=What.ADOPTED).before == "Published 2019."


def test_a_forged_key_is_not_found(client, language):
    client.force_login(language.team["translator1"])
    for digest in ("0" * 12, "x"):
        address = reverse("methodology:text_draft", args=[language.document.questionnaire.pk, "lv", digest])
        assert client.post(address, {"written": "X"}).status_code == 404
    assert not Translation.objects.exists()


def test_translators_of_other_partners_see_the_questionnaire_as_long_as_they_have_a_part(client, language):
    first = language.team["translator1"]
    client.force_login(first)
    assert client.get(url("text", language)).status_code == 200
    assert (
        client.get(reverse("methodology:add", args=[language.document.questionnaire.pk])).status_code == 403
    )
    languages.assign(language, first, people={})
    assert client.get(url("text", language)).status_code == 404


def test_what_needs_people_is_said_with_how_many_texts_are_left(language):
    first, second, reviewer, adjudicator = language.team.values()
    making.translate(language, text(language), upto="open")
    assert [need.text for need in needs.needs_of(first)] == ["Translate Mentoring into Latviešu (9 left)."]
    assert [need.text for need in needs.needs_of(second)] == ["Translate Mentoring into Latviešu (10 left)."]
    translating.save_draft(language, second, text=text(language), written="X", hand_in=True)
    assert [need.text for need in needs.needs_of(reviewer)] == [
        "Review the Latviešu translation of Mentoring (1 left)."
    ]
    translating.review(language, reviewer, text=text(language), written="X", comment="")
    translating.adjudicate(language, adjudicator, text=text(language), written="X")
    assert needs.needs_of(adjudicator) == []
    change_source(language, "How old are you now?")
    found = needs.needs_of(adjudicator)
    assert (found[-1].text, found[-1].urgent) == (
        "Source texts of Mentoring have changed: check Latviešu (1 left).",
        True,
    )


def test_a_board_of_300_questions_in_five_languages_needs_few_queries(client, django_assert_max_num_queries):
    user = make_member()
    made = making.make_questionnaire(user.partners.get(), user, making.large(300))
    texts = making.texts(made)
    for code in ("lt", "lv", "sv", "fi", "ru-LV"):
        language = making.make_language(made, code, code.upper())
        Translation.objects.bulk_create(
            Translation(
                language=language,
                key=each.key,
                source=each.source,
                source_hash=each.fingerprint,
                stage="agreed",
                agreed="X",
            )
            for each in texts.values()
        )
    client.force_login(user)
    for name in ("whole_board", "languages", "draft"):
        with django_assert_max_num_queries(16):
            page = client.get(reverse(f"methodology:{name}", args=[made.pk]))
        assert page.status_code == 200
    filtered = client.get(
        reverse("methodology:whole_board", args=[made.pk]), {"q": "subject 299", "state": "agreed"}
    )
    assert len(filtered.context["rows"]) == 1


def test_what_waits_leads_straight_to_its_source_text(client, language):
    first = language.team["translator1"]
    assert '#source">Next that waits for me</a>' in seen_by(client, language, first)
    board = client.get(reverse("methodology:board", args=[language.document.questionnaire.pk, "lv"]))
    assert f'{url("text", language, AGE)}#source"' in board.content.decode()


def test_people_stand_in_the_order_of_the_work(language):
    found = people_with_parts(language, list(Part))
    assert [one.part for one in found] == ["translator1", "translator2", "reviewer", "adjudicator"]
