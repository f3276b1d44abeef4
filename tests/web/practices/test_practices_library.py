"""The library: searching in five languages, choosing, sorting, pages, files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.conftest import make_member, make_partner, make_user
from tests.web.practices import practices_making as making

from mentorway.web.practices.due import do_due_work
from mentorway.web.practices.models import Practice
from mentorway.web.practices.queries import finding
from mentorway.web.practices.queries import practices as queries

pytestmark = pytest.mark.django_db
LIST = "practices:practices"


@pytest.fixture
def reader(client):
    user = make_member()
    client.force_login(user)
    return user


def titles(client, query="", name=LIST):
    return [row.title for row in client.get(f"{reverse(name)}{query}").context["rows"]]


def test_a_member_sees_their_own_what_they_review_and_what_the_network_shows(client, reader):
    own = making.make_practice(reader.memberships.get().partner, title="Own draft")
    asked = making.make_practice(state="submitted", title="Asked")
    making.ask(asked, reader)
    making.make_practice(title="Somebody's draft")
    making.make_practice(state="accepted", title="Accepted")
    making.make_practice(state="withdrawn", title="Withdrawn")
    assert set(titles(client)) == {"Own draft", "Asked", "Accepted"}
    assert titles(client, "?view=mine") == [own.title]
    assert titles(client, "?view=review") == ["Asked"]


def test_somebody_without_partner_sees_nothing(client):
    making.make_practice(state="published")
    client.force_login(make_user())
    assert titles(client) == []


def test_words_are_found_in_every_language_with_and_without_accents(client, reader):
    making.make_practice(state="accepted", title="Ąžuolas", topics=("matching",))
    making.make_practice(state="accepted", title="Opintopiiri", topics=(), need="Hyvä ääni")
    assert titles(client, "?q=azuol") == ["Ąžuolas"]
    assert titles(client, "?q=HYVA+aani") == ["Opintopiiri"]
    # The topic is found by its Swedish, Finnish, Lithuanian and Latvian name, whatever the text is in.
    for word in ("Matchning", "mentoriparien", "porų sudarymas", "pāru"):
        assert titles(client, f"?q={word}") == ["Ąžuolas"], word
    assert titles(client, "?q=xylofon") == []


def test_the_partner_is_found(client, reader):
    partner = make_partner(name="Žvirblių namai")
    making.make_practice(partner, state="accepted", title="Found")
    assert titles(client, "?q=zvirbliu") == ["Found"]


def test_a_renamed_partner_is_found_by_its_new_name():
    admin = make_member(role="admin")
    partner = admin.memberships.get().partner
    row = making.make_practice(partner, admin)
    partner.name = "Ąžuolo namai"
    partner.save()
    partner.revisions.create(number=2, fields={}, by=admin)
    do_due_work(timezone.now())
    assert list(Practice.objects.matching("azuolo namai")) == [row]


def test_short_words_are_looked_for_in_titles(client, reader):
    making.make_practice(state="accepted", title="AI and us", need="Something else, told at length for once.")
    making.make_practice(state="accepted", title="Other", need="With AI")
    assert titles(client, "?q=ai") == ["AI and us"]


def test_a_word_that_all_have_is_found_too_and_the_count_is_cut(client, reader, monkeypatch):
    monkeypatch.setattr(finding, "RARE", 2)
    monkeypatch.setattr(finding, "ENOUGH", 3)
    for place in range(5):
        making.make_practice(state="accepted", title=f"Oak {place}", topics=())
    answer = client.get(f"{reverse(LIST)}?q=oak&sort=title")
    assert [row.title for row in answer.context["rows"]] == ["Oak 0", "Oak 1", "Oak 2"]
    assert "More than 3 practices" in answer.content.decode()
    Practice.objects.filter(title="Oak 4").update(strength=5)
    Practice.objects.filter(title="Oak 1").update(strength=2)
    assert titles(client, "?q=oak&sort=strength") == ["Oak 4", "Oak 1", "Oak 3"]
    assert titles(client, "?q=oak&strength=2") == ["Oak 4", "Oak 1"]
    assert titles(client, "?q=oak&q=oak&country=LT") == []


@pytest.mark.parametrize("words", ["%", "_", "'\"; --", "oak%", "\\", "(oak OR", "oak* NEAR", "ﬁ²™"])
def test_signs_in_a_search_are_only_signs(client, reader, monkeypatch, words):
    making.make_practice(state="accepted", title="Oak")
    for rare in (2500, 0):
        monkeypatch.setattr(finding, "RARE", rare)
        assert client.get(reverse(LIST), {"q": words}).status_code == 200


def test_each_choice_narrows(client, reader):
    one = making.make_practice(
        state="accepted", title="One", country="LT", sector="business", language="lt", topics=("matching",)
    )
    both = making.make_practice(state="accepted", title="Both", country="SE", sector="both", topics=())
    Practice.objects.filter(pk=one.pk).update(strength=3)
    Practice.objects.filter(pk=both.pk).update(strength=1)
    assert titles(client, "?country=LT") == ["One"]
    assert set(titles(client, "?sector=business")) == {"One", "Both"}
    assert titles(client, "?sector=education") == ["Both"]
    assert titles(client, "?topic=matching") == ["One"]
    assert titles(client, "?strength=2") == ["One"]
    assert titles(client, "?language=lt") == ["One"]
    assert titles(client, "?state=published") == []
    assert titles(client, "?q=one&country=LT&topic=matching") == ["One"]


def test_nonsense_in_the_address_is_left_out(client, reader):
    making.make_practice(state="accepted", title="There")
    nonsense = "?country=XX&strength=99&topic=nothing&sort=;drop&view=all&page=zz&q=%7F"
    assert titles(client, nonsense) == ["There"]


def test_lists_are_sorted(client, reader):
    for title, strength in (("Žirgas", 1), ("Ąžuolas", None), ("Beržas", 4)):
        row = making.make_practice(state="accepted", title=title)
        Practice.objects.filter(pk=row.pk).update(strength=strength)
    assert titles(client) == ["Beržas", "Ąžuolas", "Žirgas"]
    assert titles(client, "?sort=title") == ["Ąžuolas", "Beržas", "Žirgas"]
    assert titles(client, "?sort=strength") == ["Beržas", "Žirgas", "Ąžuolas"]


def test_pages_keep_what_was_chosen(client, reader):
    for place in range(23):
        making.make_practice(state="accepted", title=f"P {place:02}", country="LT", topics=())
    answer = client.get(f"{reverse(LIST)}?country=LT&sort=title&page=2")
    assert [row.title for row in answer.context["rows"]] == ["P 20", "P 21", "P 22"]
    assert "?country=LT&amp;sort=title&amp;page=1" in answer.content.decode()
    assert "23 practices" in answer.content.decode()


def test_an_empty_library_teaches_and_a_fruitless_search_says_so(client, reader):
    assert "Guiding questions help" in client.get(reverse(LIST)).content.decode()
    assert "Take away a word" in client.get(f"{reverse(LIST)}?q=oak").content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, reader):
    def counted(query):
        with CaptureQueriesContext(connection) as found:
            client.get(f"{reverse(LIST)}{query}")
        return len(found)

    for _place in range(2):
        making.make_practice(state="accepted", title="Oak", topics=("matching", "meetings"))
    few = [counted(query) for query in ("", "?q=oak&sort=strength")]
    for _place in range(12):
        making.make_practice(state="accepted", title="Oak", topics=("matching", "closing"))
    assert [counted(query) for query in ("", "?q=oak&sort=strength")] == few
    assert max(few) < 20


def test_the_list_is_a_file_too(client, reader):
    making.make_practice(state="accepted", title="=HYPERLINK(1)", country="LT", topics=("matching",))
    making.make_practice(state="accepted", title="Other", country="FI")
    answer = client.get(f"{reverse('practices:export', args=['csv'])}?country=LT")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("'=HYPERLINK(1),")
    assert "Lithuania" in rows[1]
    assert client.get(reverse("practices:export", args=["xlsx"])).content[:2] == b"PK"
    assert client.get(reverse("practices:export", args=["pdf"])).status_code == 404


def test_only_keys_are_counted_and_sorted():
    making.make_practice(state="accepted")
    found = finding.find(Practice.objects.all(), queries.Wanted(country="FI"))
    assert "search_text" not in str(found.keys.query).split("FROM")[0]
    assert "method" not in str(found.keys.query)
