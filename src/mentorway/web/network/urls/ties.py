"""Addresses of ties."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
