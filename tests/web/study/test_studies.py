"""A study from its beginning to its end: what it needs, who may, what stays."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner
from tests.web.study.filling_making import make_device
from tests.web.study.making import (
    make_draft,
    make_invitations,
    make_response,
    make_study,
    make_version,
)

from mentorway.web.home import needs_of
from mentorway.web.network.models import Partner
from mentorway.web.study.actions import plan, studies
from mentorway.web.study.analysis import keys
from mentorway.web.study.models import (
    MOVES,
    AccessCode,
    Consent,
    Draft,
    Invitation,
    Mode,
    Response,
    State,
    Study,
    Target,
    What,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_member(role="admin")


def ready(admin, **fields):
    study = make_draft(admin.partners.get(), **fields)
    studies.write_consent(study, admin, texts=dict.fromkeys(study.languages, "We ask you."))
    return study


def history(study):
    return sorted(study.events.values_list("what", flat=True))


def test_a_study_begins_with_a_wave_and_the_languages_of_its_questionnaire(client, admin):
    version = make_version(admin.partners.get())
    client.force_login(admin)
    sent = {"title": "Before", "partner": admin.partners.get().pk, "version": version.pk, "mode": "code"}
    response = client.post(reverse("study:create"), sent)
    study = Study.objects.get()
    assert response.url == reverse("study:board", args=[study.pk])
    assert (study.languages, study.state, study.created_by) == (
        ["en", "lt", "lv", "sv", "fi"],
        "draft",
        admin,
    )
    assert [(wave.number, wave.opens) for wave in study.waves.all()] == [(1, None)]


def test_nobody_begins_a_study_for_another_partner(client, admin):
    version, other = make_version(admin.partners.get()), make_partner()
    client.force_login(admin)
    sent = {"title": "Before", "partner": other.pk, "version": version.pk, "mode": "code"}
    assert client.post(reverse("study:create"), sent).status_code == 200
    assert not Study.objects.exists()


def test_the_list_is_empty_at_first_and_finds_by_words(client, admin):
    client.force_login(admin)
    assert "No study yet" in client.get(reverse("study:studies")).content.decode()
    make_study(admin.partners.get(), title="Trust in Vilnius")
    make_study(title="Trust elsewhere")
    assert "Trust in Vilnius" in client.get(reverse("study:studies"), {"q": "vilnius"}).content.decode()
    page = client.get(reverse("study:studies"), {"q": "trust"}).content.decode()
    assert ("Trust in Vilnius" in page, "Trust elsewhere" in page) == (True, False)
    assert "Nothing found" in client.get(reverse("study:studies"), {"q": "nobody"}).content.decode()


def test_many_studies_are_listed_with_few_queries(client, admin, django_assert_max_num_queries):
    partner, version = admin.partners.get(), make_version(admin.partners.get())
    for _number in range(30):
        make_response(make_study(partner, version=version))
    client.force_login(admin)
    with django_assert_max_num_queries(14):
        client.get(reverse("study:studies"))


def test_it_cannot_open_without_consent_in_every_language_and_a_plan(admin):
    study = make_draft(admin.partners.get())
    study.targets.all().delete()
    studies.write_consent(study, admin, texts={"en": "We ask you."})
    with pytest.raises(ValidationError) as refused:
        studies.open_study(study, admin)
    assert len(refused.value.messages) == 2
    study.refresh_from_db()
    assert study.state == State.DRAFT


def test_what_lacks_is_told_with_the_names_of_languages(admin):
    study = make_draft(admin.partners.get(), languages=["en", "lt"])
    assert "The consent text is missing in: English, Lithuanian." in studies.lacks(study)


def test_questionnaires_of_one_name_are_told_apart_by_their_partner(client, admin):
    client.force_login(admin)
    version = make_version(admin.partners.get())
    choices = client.get(reverse("study:create")).context["form"].fields["version"].choices
    named = f"{version.questionnaire.title}, version 1 · {version.questionnaire.partner}"
    assert named in [label for _value, label in choices]


def test_open_closed_open_again_closed_for_good(client, admin):
    study = ready(admin)
    client.force_login(admin)
    for name in ("open_study", "close", "open_study", "close", "close_for_good"):
        client.post(reverse(f"study:{name}", args=[study.pk]))
    study.refresh_from_db()
    assert study.state == State.ARCHIVED
    assert history(study) == sorted(["consent", "opened", "closed", "reopened", "closed", "for_good"])


def test_a_study_that_has_opened_leads_to_its_links_until_there_are_answers(client, admin):
    study = ready(admin)
    studies.open_study(study, admin)
    client.force_login(admin)
    page, link = reverse("study:board", args=[study.pk]), reverse("study:links", args=[study.pk])
    assert link in client.get(page).text
    make_response(study)
    assert link not in client.get(page).text


@pytest.mark.parametrize("state", State.values)
def test_only_the_moves_of_the_table_are_made(admin, state):
    doing = {
        State.OPEN: studies.open_study,
        State.CLOSED: studies.close,
        State.ARCHIVED: studies.close_for_good,
    }
    for wanted, action in doing.items():
        study = ready(admin)
        gone = timezone.localdate() if state == State.ARCHIVED else None
        Study.objects.filter(pk=study.pk).update(state=state, key_destroyed=gone)
        study.refresh_from_db()
        if wanted in MOVES[state]:
            action(study, admin)
            assert Study.objects.get(pk=study.pk).state == wanted
        else:
            with pytest.raises(ValidationError):
                action(study, admin)


def test_closing_for_good_destroys_the_key_and_the_list_and_says_so(admin):
    study = make_study(admin.partners.get(), mode=Mode.PSEUDONYMOUS, state=State.CLOSED)
    make_invitations(study.waves.get(), 3)
    AccessCode.objects.filter(pk=AccessCode.objects.first().pk).update(used=True)
    Invitation.objects.update(state="sent", sent_on=timezone.localdate())
    pseudonym = keys.pseudonym_of(study, "A@example.org ")
    make_response(study, pseudonym=pseudonym)
    path = keys.key_path(study)
    assert (path.stat().st_mode & 0o777, keys.pseudonym_of(study, "a@example.org")) == (0o600, pseudonym)
    studies.close_for_good(study, admin)
    assert not path.exists()
    with pytest.raises(keys.KeyDestroyedError):
        keys.pseudonym_of(study, "a@example.org")
    assert [Invitation.objects.count(), AccessCode.objects.count(), Draft.objects.count()] == [0, 0, 0]
    assert Response.objects.get().pseudonym == pseudonym
    assert sorted(study.events.values_list("what", "detail")) == [("for_good", "1 / 3"), ("key", "")]


def test_the_database_refuses_an_end_with_the_key_still_there(admin):
    study = make_study(mode=Mode.PSEUDONYMOUS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Study.objects.filter(pk=study.pk).update(state=State.ARCHIVED)


def test_every_consent_text_is_kept_and_the_same_text_is_the_same_version(admin):
    study = ready(admin)
    studies.write_consent(study, admin, texts=dict.fromkeys(study.languages, "We ask you."))
    studies.write_consent(study, admin, texts={**study.consent, "en": "We ask you kindly."})
    assert list(Consent.objects.values_list("number", "texts__en")) == [
        (2, "We ask you kindly."),
        (1, "We ask you."),
    ]
    assert (study.consent_version, study.consent_hash) == (2, Consent.objects.get(number=2).hash)


def test_while_people_answer_no_language_may_lose_its_consent(admin):
    study = ready(admin)
    studies.open_study(study, admin)
    with pytest.raises(ValidationError):
        studies.write_consent(study, admin, texts={"en": "Only English."})


def test_a_consent_text_to_begin_with_is_offered_and_not_kept(client, admin):
    study = make_draft(admin.partners.get())
    client.force_login(admin)
    page = client.get(reverse("study:consent", args=[study.pk])).content.decode()
    assert "Taking part is voluntary" in page
    study.refresh_from_db()
    assert (study.consent, Consent.objects.count()) == ({}, 0)


def test_how_people_take_part_stays_once_it_was_open(client, admin):
    study = ready(admin)
    studies.open_study(study, admin)
    with pytest.raises(ValidationError):
        studies.describe(study, mode=Mode.SIGNED_IN)
    client.force_login(admin)
    assert 'name="mode"' not in client.get(reverse("study:describe", args=[study.pk])).content.decode()


def test_the_description_is_changed(client, admin):
    study = make_study(admin.partners.get())
    client.force_login(admin)
    sent = {"title": "After", "purpose": "Why", "languages": ["lt", "en"], "minimum": 5, "maximum": 4}
    sent |= {"zone": "Europe/Riga"}
    page = client.post(reverse("study:describe", args=[study.pk]), sent)
    assert "cannot be fewer than the fewest" in page.content.decode()
    client.post(reverse("study:describe", args=[study.pk]), {**sent, "maximum": 40})
    study.refresh_from_db()
    assert (study.title, sorted(study.languages), study.maximum) == ("After", ["en", "lt"], 40)


def rows_of(*rows):
    sent = {"rows": len(rows)}
    for place, row in enumerate(rows):
        sent |= {f"r{place}-{name}": value for name, value in row.items()}
    return sent


def test_the_plan_is_written_row_by_row(client, admin):
    study = make_study(admin.partners.get())
    old = study.targets.get()
    client.force_login(admin)
    lt = {"country": "LT", "sector": "business", "goal": 30, "maximum": 40}
    kept = {"pk": old.pk, "country": "FI", "sector": "education", "goal": 50}
    client.post(reverse("study:plan", args=[study.pk]), rows_of(kept, lt, {}))
    assert sorted(Target.objects.values_list("country", "goal", "maximum")) == [
        ("FI", 50, None),
        ("LT", 30, 40),
    ]
    assert Target.objects.get(country="FI").token == old.token
    client.post(
        reverse("study:plan", args=[study.pk]),
        rows_of({**kept, "gone": "on"}, lt | {"pk": Target.objects.get(country="LT").pk}),
    )
    assert list(Target.objects.values_list("country", flat=True)) == ["LT"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"country": "LT", "sector": "business"}, "This is missing."),
        ({"country": "FI", "sector": "education", "goal": 3}, "twice"),
        ({"country": "XX", "sector": "education", "goal": 3}, "valid choice"),
        ({"country": "LT", "sector": "education", "goal": 30, "maximum": 3}, "cannot be fewer"),
    ],
)
def test_what_is_wrong_in_the_plan_is_said_and_nothing_changes(client, admin, row, said):
    study = make_study(admin.partners.get())
    client.force_login(admin)
    kept = {"pk": study.targets.get().pk, "country": "FI", "sector": "education", "goal": 50}
    page = client.post(reverse("study:plan", args=[study.pk]), rows_of(kept, row))
    assert said in page.content.decode()
    assert list(study.targets.values_list("country", "goal")) == [("FI", 20)]


def test_waves_are_added_changed_and_removed(client, admin):
    study = make_study(admin.partners.get())
    client.force_login(admin)
    sent = {
        "title": "After",
        "opens": "2026-09-01",
        "closes": "2026-08-01",
        "remind_most": 2,
        "remind_after": 7,
    }
    page = client.post(reverse("study:add_wave", args=[study.pk]), sent)
    assert "cannot be before the first" in page.content.decode()
    client.post(reverse("study:add_wave", args=[study.pk]), {**sent, "closes": "2026-10-01"})
    wave = study.waves.get(number=2)
    client.post(reverse("study:change_wave", args=[wave.pk]), {**sent, "closes": "", "remind_most": 0})
    wave.refresh_from_db()
    assert (wave.closes, wave.remind_most) == (None, 0)
    client.post(reverse("study:remove_wave", args=[wave.pk]))
    assert study.waves.count() == 1


def test_a_wave_that_was_answered_and_the_last_one_stay():
    study = make_study()
    with pytest.raises(ValidationError):
        plan.remove_wave(study.waves.get())
    other = plan.add_wave(study, title="Second")
    make_response(study, wave=other)
    with pytest.raises(ValidationError):
        plan.remove_wave(other)


def test_a_study_in_the_bin_is_gone_for_everyone_and_comes_back(client, admin):
    study = make_study(admin.partners.get())
    client.force_login(admin)
    client.post(reverse("study:delete", args=[study.pk]))
    assert client.get(reverse("study:board", args=[study.pk])).status_code == 404
    assert client.get(reverse("study:open", args=[study.token])).status_code == 404
    assert study.title in client.get(reverse("study:deleted")).content.decode()
    client.post(reverse("study:restore", args=[study.pk]))
    assert client.get(reverse("study:board", args=[study.pk])).status_code == 200


def test_after_a_month_in_the_bin_answers_and_key_are_gone(admin):
    study = make_study(admin.partners.get(), mode=Mode.PSEUDONYMOUS)
    keys.pseudonym_of(study, "a")
    make_response(study)
    studies.delete(study, admin)
    assert studies.clear_away(timezone.now()) == 0
    Study.objects.update(deleted=timezone.now() - timezone.timedelta(days=31))
    assert studies.clear_away(timezone.now()) == 1
    assert (Study.objects.count(), Response.objects.count(), keys.key_path(study).exists()) == (0, 0, False)


def test_the_example_is_for_looking_only(client, admin):
    study = make_study(admin.partners.get(), is_example=True)
    client.force_login(admin)
    assert client.get(reverse("study:board", args=[study.pk])).status_code == 200
    assert client.get(reverse("study:describe", args=[study.pk])).status_code == 403
    assert client.post(reverse("study:delete", args=[study.pk])).status_code == 403


def test_home_says_what_lags_waits_and_ends(admin):
    today = timezone.localdate()
    study = make_study(admin.partners.get(), title="Late", mode=Mode.CODE)
    study.waves.update(closes=today + timezone.timedelta(days=2))
    make_invitations(study.waves.get(), 2)
    make_device(study)
    make_response(study, status="review", source="openrosa")
    texts = [need.text for need in needs_of(admin) if "Late" in need.text]
    assert len(texts) == 4
    assert "“Late”: 2 invitations wait to be sent." in texts


def test_home_says_nothing_of_other_partners(admin):
    study = make_study(title="Elsewhere", mode=Mode.CODE)
    study.waves.update(closes=timezone.localdate())
    make_invitations(study.waves.get(), 2)
    assert [need for need in needs_of(admin) if "Elsewhere" in need.text] == []


def test_what_is_refused_is_said_on_the_page(client, admin):
    study = make_draft(admin.partners.get())
    client.force_login(admin)
    page = client.post(reverse("study:close", args=[study.pk])).content.decode()
    assert "In preparation" in page
    assert What.CLOSED not in history(study)


def test_with_many_partners_a_row_of_the_plan_takes_one_by_its_name(client, admin):
    study = make_study(admin.partners.get())
    Partner.objects.bulk_create(
        Partner(name=f"School {n:03}", search_text=f"School {n:03}", country="LV", sector="education")
        for n in range(80)
    )
    client.force_login(admin)
    url = reverse("study:plan", args=[study.pk])
    kept = {"pk": study.targets.get().pk, "country": "FI", "sector": "education", "goal": 50}
    page = client.post(url, rows_of({**kept, "partner": "", "partner_name": "School"})).content.decode()
    assert ("Similar ones: School 000 (Latvia)" in page, study.targets.get().partner) == (True, None)
    client.post(url, rows_of({**kept, "partner": "", "partner_name": "school 042"}))
    assert study.targets.get().partner.name == "School 042"
    page = client.get(url).content.decode()
    assert ("School 042" in page, "School 041" in page) == (True, False)
    client.post(url, rows_of({**kept, "partner": study.targets.get().partner_id, "partner_name": ""}))
    assert study.targets.get().partner.name == "School 042"
