"""Rich text as it may be kept and shown again: few tags, no scripts, no foreign pictures (12.20)."""

import html
import re

import nh3

TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "i"),
    *("li", "ol", "p", "pre", "s", "strong", "u", "ul"),
}
SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(typed: str) -> str:
    """The text without what could act or call home; empty when it says nothing."""
    kept = nh3.clean(typed, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return kept.strip() if words(kept) else ""


def words(markup: str) -> str:
    """What a rich text says, without its form."""
    spaced = re.sub(r"<(br|/p|/div|/li|/h\d|/blockquote|/pre)[^>]*>", " ", markup)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
