"""How Sphinx makes one site of the documentation: `make docs`. Nothing of it is loaded from elsewhere.

The source is the whole repository, so that links lead where they lead on GitHub.
"""

# ruff: noqa: INP001 - Sphinx reads it by its path
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sphinx.application import Sphinx

project = "Mentorway"
copyright = "The Mentorway developers, Apache-2.0"  # noqa: A001 - Sphinx's name
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["docs/**", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
exclude_patterns = [
    ".*",
    "benchmarks",
    "deploy",
    "src",
    "tests",
    "tools",
    "var",
]  # so that nobody walks through them
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4
myst_enable_extensions = ["tasklist"]
html_theme = "furo"
html_title = "Mentorway"
html_favicon = "../src/mentorway/web/static/img/favicon.svg"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#14534c", "color-brand-content": "#14534c"},
    "dark_css_variables": {"color-brand-primary": "#8fd0c5", "color-brand-content": "#8fd0c5"},
}
html_copy_source = False
html_show_sphinx = False

LINK = re.compile(r"\]\(([^):#/]+\.md)\)")
# What the first page holds, by caption; a page called README holds what it links to in its own folder.
FIRST = {
    "Use it": ("tutorial", "how-to/README", "methods/README", "glossary"),
    "Run it": ("administrator", "benchmarks", "security/threat-model", "security/asvs", "security/scans",
               "security/dependencies", "../SECURITY", "../CHANGELOG"),
    "Build on it": ("notebooks/README", "reference/README", "credentials", "matching", "federation-protocol"),
    "Change it": ("developer", "../CONTRIBUTING", "../ARCHITECTURE", "decisions/README"),
}  # fmt: skip


def setup(app: Sphinx) -> None:
    """Let each list of pages be the table of contents as well."""
    app.connect("source-read", with_contents)


def with_contents(_app: Sphinx, name: str, source: list[str]) -> None:
    """Put a hidden table of contents under a page that lists others."""
    if name == root_doc:
        source[0] += "".join(hidden(pages, caption) for caption, pages in FIRST.items())
    elif posixpath.basename(name) == "README":
        source[0] += hidden(dict.fromkeys(LINK.findall(source[0])))
    elif posixpath.dirname(name) == "docs/reference":
        # Thousands of functions: the sidebar, made anew for every page, goes down to modules only.
        source[0] = f"---\ntocdepth: 2\n---\n\n{source[0]}"


def hidden(pages: Iterable[str], caption: str = "") -> str:
    """Return a table of contents that only the sidebar shows."""
    lines = "\n".join(pages)
    named = f":caption: {caption}\n" if caption else ""
    return f"\n```{{toctree}}\n:hidden:\n:titlesonly:\n{named}\n{lines}\n```\n"
