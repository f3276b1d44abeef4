"""A block that is shown once more."""

from django.template import Context, Engine

FRAME = (
    "{% load again %}<title>{% block title %}Mentorway{% endblock %}</title>"
    "<h1>{% block heading %}{% again 'title' %}{% endblock %}</h1>"
)


def shown(page: str) -> str:
    engine = Engine(
        libraries={"again": "mentorway.web.core.templatetags.again"},
        loaders=[("django.template.loaders.locmem.Loader", {"frame": FRAME, "page": page})],
    )
    return engine.get_template("page").render(Context({"name": "<Aino>"}))


def test_a_block_is_shown_again_as_the_page_has_it():
    page = "{% extends 'frame' %}{% block title %}{{ name }}{% endblock %}"

    assert shown(page) == "<title>&lt;Aino&gt;</title><h1>&lt;Aino&gt;</h1>"


def test_what_no_page_says_is_shown_again_as_the_frame_has_it():
    assert shown("{% extends 'frame' %}") == "<title>Mentorway</title><h1>Mentorway</h1>"


def test_a_page_may_say_something_else_there():
    page = "{% extends 'frame' %}{% block heading %}Other{% endblock %}"

    assert shown(page) == "<title>Mentorway</title><h1>Other</h1>"


def test_what_adds_to_a_block_is_shown_again_whole():
    page = "{% extends 'frame' %}{% block title %}Rounds · {{ block.super }}{% endblock %}"

    assert shown(page) == "<title>Rounds · Mentorway</title><h1>Rounds · Mentorway</h1>"
