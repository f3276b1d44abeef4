"""Everything that the first visitor would wait for, done before anybody can come."""

import logging
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from django.template.loader import get_template
from django.urls import reverse

from mentorway.web.core import later
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study.models import State, Study

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

FORMS = 16  # fewer than a process keeps
NOBODY = "nobody-holds-this-link"
PAGES = ("code", "faults", "later", "notice", "page", "review", "thanks", "welcome")
logger = logging.getLogger(__name__)


def warm(application: Application) -> None:
    """Load addresses, catalogues, templates and the questionnaires that are asked now.

    Nothing stays open: a connection must not be shared by the processes that are forked afterwards.
    """
    later.load_all()
    for name in PAGES:
        get_template(f"study/filling/{name}.html")
    get_template("questionnaire/questions.html")
    try:
        for language, _name in settings.LANGUAGES:
            for method, path in _visits():
                _visit(application, method, path, language)
        for study in Study.objects.filter(state=State.OPEN, deleted=None).select_related("version")[:FORMS]:
            form_of(study.version)
    except DatabaseError as error:
        logger.warning("The database does not answer yet, so the first pages will be slow: %s", error)
    finally:
        connections.close_all()


def _visits() -> list[tuple[str, str]]:
    """Return what is asked for; none of it changes anything."""
    link = [NOBODY]
    return [
        ("GET", reverse("home")),
        ("GET", reverse("study:code")),
        ("GET", reverse("study:go_on", args=link)),
        ("POST", reverse("study:send", args=link)),
    ]


def _visit(application: Application, method: str, path: str, language: str) -> None:
    """Ask for a page as a browser would, and throw it away."""
    public = settings.MENTORWAY_PUBLIC
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": public.scheme,
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda *_head: None)
    for _part in answer:
        pass
    if hasattr(answer, "close"):
        answer.close()
