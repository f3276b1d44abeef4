"""Practices in other languages: who translates them, who reads what, how they are found."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.conftest import make_member, make_partner
from tests.web.practices import practices_making as making

from mentorway.web.practices.actions import practices as actions
from mentorway.web.practices.analysis import translated
from mentorway.web.practices.models import TEXTS, Practice
from mentorway.web.practices.needs.practices import needs_of
from mentorway.web.translation.actions import languages, translating
from mentorway.web.translation.models import Document, Language, Translation

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(f"practices:{name}", args=args), query).content.decode()


def change(row, **fields):
    """Change texts as their author does."""
    values = {name: getattr(row, name) for name in ("country", "sector", "language", *TEXTS, "website")}
    more = {"first_year": row.first_year, "topics": list(row.topics.all()), "revision": row.revision}
    actions.change(row, row.created_by, **{**values, **more, **fields})
    row.refresh_from_db()


# Who translates


def test_the_people_of_the_partner_add_a_language_with_one_click(client):
    row = making.make_practice(language="fi")
    client.force_login(row.created_by)
    offered = page(client, "languages", row.pk)
    assert [code for code in ("en", "lt", "lv", "sv", "fi") if f'name="code" value="{code}"' in offered] == [
        "en",
        "lt",
        "lv",
        "sv",
    ]
    answer = client.post(reverse("practices:add_language", args=[row.pk]), {"code": "lt", "name": "Lietuvių"})
    assert answer.url == reverse("practices:parts", args=[row.pk, "lt"])
    assert [str(one) for one in row.document.languages.all()] == ["Suomi (fi)", "Lietuvių (lt)"]
    assert 'name="code" value="lt"' not in page(client, "languages", row.pk)


def test_who_is_given_a_part_sees_the_texts_before_they_are_published_and_nothing_else(client):
    row = making.make_practice(title="Secret oak", need="The need of the house.")
    making.make_file(row)
    language = making.make_team(row)
    translator = language.team["translator1"]
    client.force_login(translator)
    board = page(client, "board", row.pk, "lt")
    assert "The need of the house." in board
    assert "Being written" not in board
    for name in ("practice", "history", "files", "remarks", "edit"):
        address = reverse(f"practices:{name}", args=[row.pk])
        assert client.get(address).status_code == 404
        assert f'href="{address}"' not in board
    assert client.get(reverse("practices:parts", args=[row.pk, "lt"])).status_code == 403
    assert "Secret oak" not in page(client, "practices")
    text = translated.texts_of(row)[0]
    one = page(client, "text", row.pk, "lt", text.digest)
    assert f'href="{reverse("practices:practice", args=[row.pk])}"' not in one
    assert f'href="{reverse("practices:board", args=[row.pk, "lt"])}"' in one


def test_strangers_and_members_of_other_partners_see_no_translating(client):
    row = making.make_practice(state="accepted")
    making.make_team(row)
    client.force_login(make_member())
    for name in ("languages", "whole_board"):
        assert client.get(reverse(f"practices:{name}", args=[row.pk])).status_code == 404
    assert reverse("practices:languages", args=[row.pk]) not in page(client, "practice", row.pk)
    client.logout()
    assert client.get(reverse("practices:languages", args=[row.pk])).status_code == 302


def test_a_deleted_practice_is_not_translated(client):
    row = making.make_practice()
    language = making.make_team(row)
    actions.delete(row)
    client.force_login(language.team["translator1"])
    assert client.get(reverse("practices:board", args=[row.pk, "lt"])).status_code == 404
    assert needs_of(language.team["translator1"]) == []


@pytest.mark.parametrize("who", ["author", "coordinator", "translator"])
def test_the_tab_of_translations_is_there_for_who_has_to_do_with_them(client, who):
    row = making.make_practice(state="accepted")
    people = {
        "author": row.created_by,
        "coordinator": make_member(role="coordinator"),
        "translator": making.make_team(row).team["translator1"],
    }
    client.force_login(people[who])
    assert f'href="{reverse("practices:languages", args=[row.pk])}"' in page(client, "practice", row.pk)


def test_a_translator_is_told_what_waits():
    row = making.make_practice(title="Oak")
    translator = making.make_team(row).team["translator1"]
    (need,) = needs_of(translator)
    assert need.text == "Translate Oak into Lietuvių (9 left)."
    assert need.url.startswith(reverse("practices:board", args=[row.pk, "lt"]))


# Who reads what


def read(client, row, reader="lt", **query):
    with override(None):
        return client.get(
            reverse("practices:public_practice", args=[row.token]), query, headers={"accept-language": reader}
        ).content.decode()


def test_readers_get_their_language_where_all_is_translated(client):
    row = making.make_practice(state="published", title="Oak")
    making.translate_all(making.make_team(row))
    found = read(client, row)
    assert '<h1 lang="lt">lt: Oak</h1>' in found
    assert 'class="translation-note"' not in found
    assert '<h1 lang="en">Oak</h1>' in read(client, row, reader="lv")
    assert "translated from" not in read(client, row, reader="lv").lower()


def test_what_is_not_translated_stands_in_the_original_and_says_so(client):
    row = making.make_practice(state="published", title="Oak", need="They had nobody to ask.")
    making.translate(making.make_team(row), row, "title", "Ąžuolas")
    with override("en"):
        found = translated.shown(row, translated.readings(row, "English")[1].agreed)
    assert found["title"] == translated.Shown("Ąžuolas", "lt")
    assert found["need"] == translated.Shown("They had nobody to ask.", "en", is_missing=True)
    client.cookies["django_language"] = "en"
    page_in_lt = client.get(reverse("practices:public_practice", args=[row.token]), {"language": "lt"})
    told = page_in_lt.content.decode()
    assert '<h1 lang="lt">Ąžuolas</h1>' in told
    assert told.count("Not translated yet: this is the original.") == len(TEXTS) - 1
    assert re.search(r'<div lang="en">\s*<p>They had nobody to ask.</p>', told)
    assert page_in_lt.context["missing"][0] == "In short"


def test_an_empty_text_lacks_no_translation():
    row = making.make_practice(context="")
    making.translate(making.make_team(row), row, "title", "Ąžuolas")
    assert not translated.shown(row, translated.readings(row, "English")[1].agreed)["context"].is_missing


def test_a_changed_original_makes_its_translation_stale(client):
    row = making.make_practice(title="Oak")
    language = making.make_team(row)
    making.translate_all(language)
    change(row, title="Old oak")
    Practice.objects.filter(pk=row.pk).update(state="published", published=row.created)
    stages = dict(Translation.objects.values_list("key", "stage"))
    assert {key for key, stage in stages.items() if stage != "agreed"} == {"title"}
    answer = client.get(reverse("practices:public_practice", args=[row.token]), {"language": "lt"})
    assert answer.context["stale"] == ["Title"]
    assert '<h1 lang="lt">lt: Oak</h1>' in answer.content.decode()
    assert "The original has changed since these were translated:" in answer.content.decode()


def test_readers_switch_between_the_original_and_what_is_translated(client):
    row = making.make_practice(state="published", title="Oak")
    making.translate(making.make_team(row), row, "title", "Ąžuolas")
    making.translate(making.make_team(row, "sv-FI", "Svenska, Finland"), row, "title", "Ek")
    languages.add_language(row.document, code="lv", name="Latviešu")
    answer = client.get(reverse("practices:public_practice", args=[row.token]), {"language": "sv-FI"})
    assert answer.context["languages"] == [
        ("en", "English"),
        ("lt", "Lietuvių"),
        ("sv-FI", "Svenska, Finland"),
    ]
    assert '<h1 lang="sv-FI">Ek</h1>' in answer.content.decode()
    assert '<h1 lang="sv-FI">Ek</h1>' in read(client, row, reader="sv")
    assert '<h1 lang="en">Oak</h1>' in read(client, row, reader="sv", language="en")
    for nonsense in ("lv", "xx", "\x7f", "lt" * 500):
        assert '<h1 lang="lt">Ąžuolas</h1>' in read(client, row, language=nonsense)


def test_members_read_in_their_language_too_and_cite_the_original(client):
    row = making.make_practice(state="accepted", title="Oak")
    making.translate_all(making.make_team(row))
    client.force_login(make_member(language="lt"))
    answer = client.get(reverse("practices:practice", args=[row.pk]), {"language": "lt"})
    assert answer.context["texts"]["title"].text == "lt: Oak"
    assert ": Oak. " in answer.context["citation"]
    assert "lt: Oak" not in answer.context["citation"]
    assert "lt: Oak" not in page(client, "bibtex", row.token)


def test_drafts_and_reviewed_texts_are_not_read(client):
    row = making.make_practice(state="published", title="Oak")
    making.translate(making.make_team(row), row, "title", "Ąžuolas", upto="reviewed")
    assert "Ąžuolas" not in read(client, row)
    assert [one.code for one in translated.readings(row, "English")] == ["en"]


def test_a_page_takes_as_many_queries_for_five_languages_as_for_one(client):
    row = making.make_practice(state="published")
    making.translate_all(making.make_team(row))

    def counted():
        with CaptureQueriesContext(connection) as found:
            read(client, row)
        return len(found)

    few = counted()
    for code, name in (("lv", "Latviešu"), ("sv", "Svenska"), ("fi", "Suomi"), ("ru-LT", "Русский")):
        making.translate(making.make_team(row, code, name), row, "title", code)
    assert counted() == few


# Lists and searching


def test_lists_show_titles_and_summaries_in_the_language_of_the_reader(client):
    whole = making.make_practice(state="published", title="Oak")
    making.translate_all(making.make_team(whole))
    making.make_practice(state="published", title="Birch")
    with override("lt"):
        rows = Practice.objects.order_by("pk")
        shown = [texts["title"] for _row, texts in translated.in_lists(list(rows), "lt")]
    assert shown == [translated.Shown("lt: Oak", "lt"), translated.Shown("Birch", "en")]
    found = client.get(reverse("practices:public"), headers={"accept-language": "lt"}).content.decode()
    assert "lt: Oak" in found
    assert '<p class="summary" lang="lt">lt: We do this' in found


def test_lists_take_as_many_queries_for_many_translations_as_for_few(client):
    def counted():
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("practices:public"), headers={"accept-language": "lt"})
        return len(found)

    for _place in range(2):
        making.translate(making.make_team(row := making.make_practice(state="published")), row, "title", "A")
    few = counted()
    for _place in range(6):
        making.translate(making.make_team(row := making.make_practice(state="published")), row, "title", "A")
    assert counted() == few < 15


def test_a_practice_is_found_by_its_translation_once_that_is_adjudicated(client):
    row = making.make_practice(state="accepted", title="Oak")
    language = making.make_team(row)
    text = translated.texts_of(row)[0]
    making.translate(language, row, "title", "Žvirblių ąžuolas", upto="reviewed")
    assert list(Practice.objects.matching("zvirbliu")) == []
    client.force_login(language.team["adjudicator"])
    url = reverse("practices:text_decide", args=[row.pk, "lt", text.digest])
    assert client.post(url, {"decision-written": "Žvirblių ąžuolas"}).status_code == 302
    assert list(Practice.objects.matching("zvirbliu azuolas")) == [row]
    url = reverse("practices:text_reopen", args=[row.pk, "lt", text.digest])
    client.post(url, {"reason-why": "Sparrows are no oaks."})
    assert list(Practice.objects.matching("zvirbliu")) == []


def test_a_removed_language_is_not_searched(client):
    row = making.make_practice(title="Oak")
    making.translate(making.make_team(row), row, "title", "Žvirblis")
    actions.find_by_translations(row)
    assert list(Practice.objects.matching("zvirblis")) == [row]
    client.force_login(row.created_by)
    client.post(reverse("practices:remove_language", args=[row.pk, "lt"]))
    assert list(Practice.objects.matching("zvirblis")) == []


def test_searching_made_again_keeps_translations_and_leaves_out_what_was_emptied():
    row = making.make_practice(title="Oak", context="Here.")
    language = making.make_team(row)
    making.translate(language, row, "title", "Žvirblis")
    making.translate(language, row, "context", "Lakštingala")
    actions.find_by_translations(row)
    assert list(Practice.objects.matching("zvirblis lakstingala")) == [row]
    change(row, context="")
    assert list(Practice.objects.matching("zvirblis")) == [row]
    assert list(Practice.objects.matching("lakstingala")) == []


def test_readable_in_counts_what_is_translated(client):
    both = making.make_practice(state="published", title="Both")
    making.translate(making.make_team(both, "sv-FI", "Svenska"), both, "title", "Ek")
    begun = making.make_practice(state="published", title="Begun")
    making.translate(making.make_team(begun, "sv", "Svenska"), begun, "title", "Ek", upto="reviewed")
    making.make_practice(state="published", title="Own", language="sv")

    def titles(language):
        return {
            row.title
            for row in client.get(reverse("practices:public"), {"language": language}).context["rows"]
        }

    assert titles("sv") == {"Both", "Own"}
    assert titles("en") == {"Both", "Begun"}
    assert titles("lv") == set()


def test_choices_are_folded_away_until_one_is_made(client):
    assert '<details class="more" >' in page(client, "public")
    assert '<details class="more" >' in page(client, "public", q="oak")
    assert '<details class="more" open>' in page(client, "public", language="sv")
    assert '<details class="more" open>' in page(client, "public", sort="title")


# Writing


def test_a_new_practice_can_be_translated_from_the_language_it_is_written_in():
    row = making.make_practice(language="lv")
    assert [(one.code, one.name, one.is_source) for one in row.document.languages.all()] == [
        ("lv", "Latviešu", True)
    ]


def test_the_language_it_is_written_in_can_be_corrected():
    row = making.make_practice(language="lv")
    change(row, language="lt")
    assert [str(one) for one in row.document.languages.all()] == ["Lietuvių (lt)"]


def test_a_language_that_it_is_translated_into_is_not_the_one_it_is_written_in(client):
    row = making.make_practice()
    languages.add_language(row.document, code="lt", name="Lietuvių")
    client.force_login(row.created_by)
    sent = making.sent(row, language="lt", title="Changed")
    answer = client.post(reverse("practices:edit", args=[row.pk]), sent)
    assert list(answer.context["form"].errors) == ["language"]
    row.refresh_from_db()
    assert (row.language, row.title.startswith("Practice"), row.revision) == ("en", True, 1)


def test_what_is_gone_for_good_takes_its_translations_along():
    row = making.make_practice()
    making.translate(making.make_team(row), row, "title", "Ąžuolas")
    kept = making.make_practice()
    actions.delete(row)
    Practice.objects.filter(pk=row.pk).update(deleted=row.created.replace(year=2020))
    assert actions.clear_away(row.created) == 1
    assert list(Document.objects.values_list("practice", flat=True)) == [kept.pk]
    assert list(Language.objects.values_list("document__practice", flat=True)) == [kept.pk]


def test_a_translator_of_one_practice_does_not_decide_on_another():
    first, second = making.make_practice(), making.make_practice(make_partner())
    translator = making.make_team(first).team["adjudicator"]
    language = languages.add_language(second.document, code="lt", name="Lietuvių")
    with pytest.raises(translating.PermissionDenied):
        translating.adjudicate(language, translator, text=translated.texts_of(second)[0], written="X")
    assert list(Practice.in_translation.visible_to(translator)) == [first]
