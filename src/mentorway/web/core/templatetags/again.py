"""What a block says, said once more: the title of a page is also its heading and the end of its path."""

from typing import Any

from django import template
from django.template.base import NodeList
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def again(context: Any, name: str) -> SafeString:
    """Show the block called ``name`` here too, as the page that is shown has it."""
    return BlockNode(name, NodeList()).render(context)
