"""One search across everything: each kind is found by who may see it, and by nobody else."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from tests.conftest import give_back_what_migrations_gave, make_member, make_partner, make_user
from tests.web.comparison.making import make_done
from tests.web.dissemination.making import make_claim, make_entry, texts
from tests.web.dissemination.outreach_making import make_action
from tests.web.evaluation.making import make_evaluation
from tests.web.mentoring.making import make_round
from tests.web.methodology.making import make_questionnaire
from tests.web.methodology.methodology_making import make_methodology
from tests.web.pilots.making import make_cohort
from tests.web.plan.making import line, make_project
from tests.web.practices.making_challenges import make_challenge, make_material
from tests.web.practices.practices_making import make_practice
from tests.web.sharing import undone
from tests.web.study.making import make_draft
from tests.web.training.making import make_programme

from mentorway.web import flow, searching
from mentorway.web.comparison.models import Analysis
from mentorway.web.core.finding import FIRST
from mentorway.web.methodology.analysis import bank
from mentorway.web.methodology.models import Instrument, Methodology
from mentorway.web.network.models import Agreement, Contact, Membership, Partner, Visit
from mentorway.web.plan.models import Item, Project
from mentorway.web.plan.queries.finding import lines_found
from mentorway.web.practices.models import Practice, PracticeState
from mentorway.web.practices.queries import finding as library
from mentorway.web.translation.models import Document

TITLE = "Žiežirbų paieška Øst"  # with letters that are folded, and one that Unicode does not take apart
WORDS = ["žiežirbų", "ZIEZIRB", "paieska ost", "øst Žiež"]
KINDS = {
    kind.model._meta.label: (app, kind)
    for app, finds in flow.modules("finds").items()
    for kind in finds.KINDS
}
FOR_MEMBERS = {"network.Partner", "practices.Challenge", "dissemination.Action"}  # what every member reads
SEARCHED = [one for one in flow.built() if one.app in flow.modules("finds")]
A_WHILE = dt.timedelta(hours=2)
A_DAY = dt.timedelta(days=1)


def _partner(_partner, user):
    made = make_partner(name=TITLE)
    Membership.objects.create(user=user, partner=made)
    return made


def _person(partner, _user):
    return Membership.objects.create(user=make_user(name=TITLE), partner=partner)


def _visit(partner, user):
    now = timezone.now()
    return Visit.objects.create(
        title=TITLE, search_text=TITLE, host=partner, starts=now, ends=now + A_WHILE, created_by=user
    )


def _analysis(partner, _user):
    comparison = make_done(partner)
    Analysis.objects.filter(pk=comparison.analysis_id).update(title=TITLE)
    return comparison.analysis


def _dataset(partner, _user):
    dataset = make_done(partner).analysis.dataset
    type(dataset).objects.filter(pk=dataset.pk).update(title=TITLE)
    return dataset


def _instrument(partner, user):
    content = next(iter(bank.shipped().values())).stored()
    return Instrument.objects.create(partner=partner, title=TITLE, content=content, created_by=user)


def _claim(partner, user):
    spoken = texts()
    spoken["en"]["title"] = TITLE
    return make_claim(partner, user, texts=spoken)


MAKING = {
    "network.Partner": _partner,
    "network.Membership": _person,
    "network.Contact": lambda partner, _user: Contact.objects.create(partner=partner, name=TITLE),
    "network.Agreement": lambda partner, _user: Agreement.objects.create(title=TITLE, owner=partner),
    "network.Visit": _visit,
    "practices.Practice": lambda partner, user: make_practice(partner, user, title=TITLE),
    "practices.Challenge": lambda _partner, _user: make_challenge(definition=TITLE),
    "practices.Material": lambda partner, user: make_material(user, title=TITLE),
    "methodology.Methodology": lambda partner, user: make_methodology(partner, user, title=TITLE),
    "methodology.Questionnaire": lambda partner, user: make_questionnaire(partner, user, title=TITLE),
    "methodology.Instrument": _instrument,
    "study.Study": lambda partner, _user: make_draft(partner, title=TITLE),
    "comparison.Dataset": _dataset,
    "comparison.Analysis": _analysis,
    "training.Programme": lambda partner, user: make_programme(partner, user, title=TITLE),
    "pilots.Cohort": lambda partner, user: make_cohort(partner, user, title=TITLE, search_text=TITLE),
    "mentoring.Round": lambda partner, user: make_round(partner, user, title=TITLE),
    "evaluation.Evaluation": lambda partner, user: make_evaluation(partner, user, title=TITLE),
    "dissemination.Claim": _claim,
    "dissemination.Entry": lambda partner, user: make_entry(
        partner, user, texts={"en": {"title": TITLE}}, search_text=TITLE
    ),
    "dissemination.Action": lambda partner, user: make_action(partner, user, title=TITLE),
    "plan.Project": lambda partner, user: make_project(partner, user, title=TITLE),
    "plan.Item": lambda partner, user: line(make_project(partner, user), TITLE),
}


@dataclass(frozen=True)
class World:
    """A row of every kind, all with the same words, and who looks for them."""

    partner: Any
    rows: dict[str, Any]
    member: Any
    people: dict[str, Any]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        give_back_what_migrations_gave()
        partner = make_partner()
        member = make_member(partner, role="admin")
        rows = {label: make(partner, member) for label, make in MAKING.items()}
        people = {
            "member": member,
            "other": make_member(role="admin"),
            "coordinator": make_member(role="coordinator"),
            "staff": make_user(is_staff=True),
            "nobody": make_user(),
        }
        yield World(partner, rows, member, people)


@pytest.fixture
def world(made, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield made


@pytest.fixture
def reader(world):
    client = Client()
    client.force_login(world.member)
    return client


def found(user, words=WORDS[0]):
    """What a person finds, by the activity and the name of the kind."""
    return {
        (group.activity.app, one.title): one
        for group in searching.found_by(user, words)
        for one in group.findings
    }


def named(label):
    app, kind = KINDS[label]
    return app, kind.title


def counts(user, words=WORDS[0]):
    """How many of each kind a person finds."""
    of = {named(label): label for label in KINDS}
    return {of[name]: one.count for name, one in found(user, words).items()}


def page(reader, words, **headers):
    """The search page, and its text."""
    answer = reader.get(reverse("search"), {"q": words}, headers=headers)
    assert answer.status_code == 200
    return answer, answer.content.decode()


@pytest.mark.django_db  # so that pytest-django makes the database that the others share
def test_every_kind_is_tried():
    assert set(MAKING) == set(KINDS)


@pytest.mark.parametrize("words", WORDS)
def test_every_kind_is_found_by_each_of_its_words_whatever_the_accents(world, words):
    assert counts(world.member, words) == dict.fromkeys(KINDS, 1)


@pytest.mark.parametrize("words", ["ziezirba vandenynas", "ziezirbu3", "paieskas"])
def test_nothing_is_found_that_lacks_a_word(world, words):
    assert counts(world.member, words) == {}


def test_who_belongs_nowhere_finds_nothing(world):
    assert counts(world.people["nobody"]) == {}


@pytest.mark.parametrize("label", sorted(KINDS))
def test_people_of_other_partners_find_only_what_every_member_reads(world, label):
    assert (named(label) in found(world.people["other"])) == (label in FOR_MEMBERS)


@pytest.mark.parametrize("person", ["coordinator", "staff"])
def test_who_coordinates_finds_all_but_the_answers_of_others(world, person):
    seen = set(counts(world.people[person]))
    assert set(KINDS) - seen == {"comparison.Dataset", "comparison.Analysis"}


@pytest.mark.parametrize("person", ["member", "other", "coordinator", "staff"])
def test_the_page_of_whatever_somebody_finds_opens(world, person):
    client = Client()
    client.force_login(world.people[person])
    addresses = [row.url for one in found(world.people[person]).values() for row in one.found]
    answers = {address: client.get(address, follow=True).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 200)
    _answer, text = page(client, WORDS[0])
    assert [address for address in addresses if f'href="{address}"' not in text] == []


@pytest.mark.parametrize("label", sorted(set(KINDS) - {"network.Membership", "dissemination.Action"}))
def test_what_is_in_the_bin_is_not_found(world, label):
    row = world.rows[label]
    gone = "removed" if label == "plan.Item" else "deleted"
    type(row).objects.filter(pk=row.pk).update(**{gone: timezone.now()})
    for person in ("member", "coordinator", "staff"):
        assert named(label) not in found(world.people[person])


def test_the_people_and_contacts_of_a_deleted_partner_are_not_found(world):
    Partner.objects.filter(pk=world.partner.pk).update(deleted=timezone.now())
    assert {"network.Membership", "network.Contact"}.isdisjoint(counts(world.people["staff"]))


def test_the_lines_of_a_deleted_project_are_not_found(world):
    Project.objects.filter(items=world.rows["plan.Item"]).update(deleted=timezone.now())
    assert "plan.Item" not in counts(world.member)
    assert "plan.Project" in counts(world.member)


def test_what_is_public_shows_no_analysis_without_a_finding(world):
    dataset = world.rows["comparison.Dataset"]
    type(dataset).objects.filter(pk=dataset.pk).update(is_public=True)
    Analysis.objects.create(dataset=dataset, title=TITLE, created_by=world.member)
    other = counts(world.people["other"])
    assert (other.get("comparison.Dataset"), other.get("comparison.Analysis")) == (1, None)
    assert counts(world.member)["comparison.Analysis"] == 1, "one without any version has no page"


def test_a_practice_is_found_by_the_network_once_it_is_shown(world):
    practice = world.rows["practices.Practice"]
    state = {"state": PracticeState.PUBLISHED, "published": timezone.now()}
    type(practice).objects.filter(pk=practice.pk).update(**state)
    assert counts(world.people["other"])["practices.Practice"] == 1


def test_nothing_of_a_pair_and_nobody_who_takes_part_is_looked_for():
    models = {kind.model._meta.label for _app, kind in KINDS.values() if _app in {"pilots", "mentoring"}}
    assert models == {"pilots.Cohort", "mentoring.Round"}


@pytest.mark.parametrize("label", sorted(label for label, (_app, kind) in KINDS.items() if kind.listed))
def test_the_list_of_a_kind_finds_as_many_by_the_same_words(world, reader, label):
    for words in WORDS:
        one = found(world.member, words)[named(label)]
        context = reader.get(one.all_at).context
        listed = context["own"] if label == "methodology.Instrument" else context["page"].object_list
        assert len(listed) == one.count == 1


def agreed(world, count):
    Agreement.objects.bulk_create(Agreement(title=TITLE, owner=world.partner) for _time in range(count))


@pytest.mark.parametrize(("more", "shown"), [(FIRST - 1, FIRST), (FIRST, FIRST), (FIRST + 2, FIRST)])
def test_the_first_are_shown_with_how_many_there_are_and_the_way_to_all(world, reader, more, shown):
    agreed(world, more)
    one = found(world.member)[named("network.Agreement")]
    assert (len(one.found), one.count, one.has_more) == (shown, more + 1, more + 1 > FIRST)
    _answer, text = page(reader, WORDS[0])
    assert (f'href="{one.all_at}"' in text) == one.has_more


def test_what_has_no_list_of_its_own_says_so(world, reader):
    before = page(reader, WORDS[0])[1]
    Contact.objects.bulk_create(Contact(partner=world.partner, name=TITLE) for _time in range(FIRST))
    hint = "Only the first are shown."
    assert (hint in before, hint in page(reader, WORDS[0])[1]) == (False, True)


def test_a_thousand_rows_take_as_many_questions_to_the_database_as_six(world, reader):
    def questions(words=WORDS[0]):
        with CaptureQueriesContext(connection) as asked:
            page(reader, words)
        return len(asked)

    def add(count):
        agreed(world, count)
        documents = Document.objects.bulk_create(Document() for _time in range(count))
        Methodology.objects.bulk_create(
            Methodology(partner=world.partner, document=document, title=TITLE) for document in documents
        )
        Contact.objects.bulk_create(Contact(partner=world.partner, name=TITLE) for _time in range(count))
        Item.objects.bulk_create(
            Item(project=world.rows["plan.Project"], kind="task", code=f"{count}.{number}", title=TITLE)
            for number in range(count)
        )

    questions()
    nothing = questions("xyzzy")
    add(FIRST)
    few = questions()
    add(1_000)
    assert questions() == few
    # Finding nothing asks of each kind once, and who the person is; then each kind is counted once more.
    assert nothing <= 3 * len(KINDS)
    assert few <= nothing + len(KINDS)


def test_titles_are_told_in_the_language_of_the_reader(world):
    row = world.rows["dissemination.Entry"]
    type(row).objects.filter(pk=row.pk).update(texts={**row.texts, "lt": {"title": "Naujiena apie ugnį"}})
    with translation.override("lt"):
        assert found(world.member)[named("dissemination.Entry")].found[0].title == "Naujiena apie ugnį"
    assert found(world.member)[named("dissemination.Entry")].found[0].title == TITLE


@pytest.mark.parametrize("language", ["en", "lt", "lv", "sv", "fi"])
def test_the_page_speaks_every_language(world, reader, language):
    reader.cookies["django_language"] = language
    type(world.member).objects.filter(pk=world.member.pk).update(language=language)
    _answer, empty = page(reader, "")
    _answer, full = page(reader, WORDS[0])
    with translation.override(language):
        for name in (*(kind.title for _app, kind in KINDS.values()), *(str(one.title) for one in SEARCHED)):
            assert escape(name) in empty
            assert escape(name) in full


def test_the_empty_page_teaches_what_is_searched(world, reader):
    answer, text = page(reader, "")
    assert answer.context["groups"] == []
    assert [one.app for one, _kinds in answer.context["searched"]] == list(flow.modules("finds"))
    assert "What is searched" in text
    assert "Nothing found" not in text


def test_activities_stand_in_the_order_of_the_flow(world):
    groups = [group.activity.app for group in searching.found_by(world.member, WORDS[0])]
    assert groups == [one.app for one in SEARCHED]


@pytest.mark.django_db
def test_lines_of_the_newest_plan_come_first(member):
    days = [dt.date(year, 3, 2) for year in (2026, 2028, 2027)]
    plans = [
        make_project(member.partners.get(), member, starts_on=day, ends_on=day + 100 * A_DAY) for day in days
    ]
    for plan in plans:
        line(plan, title="Harvest")
    found = [row.project_id for row in lines_found(member, "harvest")]
    assert found == [plans[1].pk, plans[2].pk, plans[0].pk]


def test_where_only_some_of_a_common_word_are_taken_it_says_so(world, reader, monkeypatch):
    keys = list(Practice.objects.values_list("pk", flat=True))
    monkeypatch.setattr(library, "find", lambda *_wanted: library.Found(keys, is_cut=True))
    answer, text = page(reader, WORDS[0])
    practices = next(one for one in answer.context["groups"] if one.activity.app == "practices")
    assert practices.said == f"more than {practices.count}"
    assert f"more than {answer.context['total']} things found" in text


@pytest.mark.parametrize("words", ["ž", " a b ", "1", "%", '"', "\\"])
def test_a_single_letter_is_too_short_and_is_said_so(world, reader, words):
    answer, text = page(reader, words)
    assert (answer.context["is_too_short"], answer.context["groups"]) == (True, [])
    assert "at least two letters" in text
    assert "Nothing found" not in text


def test_a_single_letter_beside_words_is_left_out_and_is_said_so(world, reader):
    answer, text = page(reader, "x žiežirbų")
    assert (answer.context["left_out"], answer.context["total"]) == (["x"], len(KINDS))
    assert "Left out" in text


@pytest.mark.parametrize(
    "words", ["vandenynas", "'; DROP TABLE", "<script>alert(1)</script>", "no_such%", "x" * 5000]
)
def test_nothing_found_says_what_to_do_whatever_is_typed(world, reader, words):
    answer, text = page(reader, words)
    assert (answer.context["groups"], answer.context["is_too_short"]) == ([], False)
    assert "Nothing found" in text
    assert "What is searched" in text
    assert "<script>alert" not in text


def test_the_page_is_for_who_is_signed_in_only_read_and_never_kept(world, reader):
    at = reverse("search")
    assert Client().get(at, {"q": "oak"}).headers["Location"].startswith("/account/login/?next=/search/")
    assert reader.post(at, {"q": "oak"}).status_code == 405
    answer, text = page(reader, "oak")
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert '<meta name="robots" content="noindex">' in text


def test_every_page_has_one_field_for_who_is_signed_in(world, reader):
    home, at = reverse("home"), reverse("search")
    assert 'id="find"' not in Client().get(home).content.decode()
    for address in (home, reverse("study:studies"), at):
        text = reader.get(address).content.decode()
        assert (text.count('id="find"'), text.count('for="find"'), text.count("js/finding")) == (1, 1, 1)
        assert f'action="{at}"' in text
    assert f'class="find-link" href="{at}"' in reader.get(home).content.decode()
