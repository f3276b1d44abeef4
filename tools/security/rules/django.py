"""Faults planted so that the rules beside this file are seen to fire; nobody runs this."""

import json

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe


def row(request, pk):
    # ruleid: row-past-the-door
    one = Pilot.objects.get(pk=pk)
    # ruleid: row-past-the-door
    some = Pilot.objects.filter(partner=pk)
    # ruleid: row-past-the-door
    other = get_object_or_404(Pilot, pk=pk)
    # ok: row-past-the-door
    return access.fetch(request.user, Pilot.objects, pk=pk)


def markup(text):
    # ruleid: markup-unescaped
    first = mark_safe("<b>" + text)
    # ruleid: markup-unescaped
    second = SafeString(text)
    # ok: markup-unescaped
    return mark_safe("<b>")


def statements(cursor, name):
    # ruleid: sql-with-text-in-it
    cursor.execute(f"SELECT * FROM t WHERE name = '{name}'")
    # ruleid: sql-with-text-in-it
    cursor.execute("SELECT * FROM t WHERE name = '%s'" % name)
    # ruleid: sql-with-text-in-it
    cursor.execute("SELECT * FROM " + name, [1])
    # ruleid: sql-with-text-in-it
    Pilot.objects.raw(f"SELECT * FROM t WHERE name = '{name}'")
    # ruleid: sql-with-text-in-it
    Pilot.objects.extra(where=[name])
    # ok: sql-with-text-in-it
    cursor.execute("SELECT * FROM t WHERE name = %s", [name])


# ruleid: open-to-all-without-method
@login_not_required
def open_door(request):
    return None


# ok: open-to-all-without-method
@login_not_required
@require_safe
def shown(request):
    return None


# ok: open-to-all-without-method
@login_not_required
@require_http_methods(["GET", "POST"])
def asked(request):
    return None


def leads(request):
    # ruleid: redirect-to-what-was-sent
    return redirect(request.GET["next"])


def leads_on(request):
    to = request.POST.get("next", "")
    # ruleid: redirect-to-what-was-sent
    return redirect(to)


def leads_home(request):
    # ok: redirect-to-what-was-sent
    return redirect("pilots:detail", 3)


# ruleid: no-token-against-forgery
@csrf_exempt
def forged(request):
    return None


# ok: no-token-against-forgery
def guarded(request):
    return None


def data(facts):
    # ruleid: script-with-unescaped-json
    first = f"<script>let facts = {json.dumps(facts)}</script>"
    # ok: script-with-unescaped-json
    second = f"<p>{facts}</p>"


class Everything(ModelForm):
    class Meta:
        # ruleid: form-of-all-fields
        fields = "__all__"


class Chosen(ModelForm):
    class Meta:
        # ok: form-of-all-fields
        fields = ["title"]
