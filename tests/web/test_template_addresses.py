"""Addresses that templates name are there: with `as`, Django says nothing where one is not."""

import re
from pathlib import Path

import pytest
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.urls import get_resolver

from mentorway import web

ROOT = Path(web.__file__).parent / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


def takes(name: str) -> set[int]:
    """How many values an address of this name may take; none where there is no such address."""
    *spaces, last = name.split(":")
    resolver, before = get_resolver(), 0
    for space in spaces:
        if space not in resolver.namespace_dict:
            return set()
        prefix, resolver = resolver.namespace_dict[space]
        before += re.compile(prefix).groups
    found = resolver.reverse_dict.getlist(last)
    return {before + len(params) for ways, *_rest in found for _way, params in ways}


@pytest.mark.parametrize("folder", sorted({name.partition("/")[0] for name in TEMPLATES}))
def test_every_address_that_a_template_names_is_there(folder):
    wrong = []
    for template in (name for name in TEMPLATES if name.partition("/")[0] == folder):
        for node in get_template(template).template.nodelist.get_nodes_by_type(URLNode):
            name = node.view_name.var
            given = len(node.args) + len(node.kwargs)
            if isinstance(name, str) and given not in takes(name):
                wrong.append((template, name, given))

    assert wrong == []
