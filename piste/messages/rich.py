"""Rich text: what people type becomes HTML that is safe to show (04.B4)."""

import html
import re
from collections.abc import Callable, Iterable

import nh3
from django.utils.html import linebreaks, urlize

TAGS = set("p div br strong b em i u s del a ul ol li blockquote pre code h1 h2 h3".split())
SCHEMES = {"http", "https", "mailto", "tel"}
REL = "noopener noreferrer nofollow"
MENTION = '<span class="mention">{}</span>'

# In cleaned HTML every attribute stands in double quotes, and a quote inside of one is escaped.
TAG = re.compile(r'<(?:"[^"]*"|[^">])*>')
LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^>]*>")
WITHOUT_LINKS = ("a", "pre", "code")


def cleaned(typed: str, mentioned: Iterable[str] = ()) -> str:
    """Safe HTML of typed HTML or plain text, with links made of addresses and the mentioned names marked.

    No images: a remote one tells its server who reads, and our own files stand below the text.
    """
    source = typed if LOOKS_LIKE_HTML.search(typed) else linebreaks(typed.strip(), autoescape=True)
    safe = _clean(source, TAGS)
    if not plain_text(safe):
        return ""
    marked = _each_text(safe, lambda text: _marked(urlize(text), mentioned))
    return _clean(marked, TAGS | {"span"}, allowed_classes={"span": {"mention"}})


def _clean(source: str, tags: set[str], **more) -> str:
    return nh3.clean(source, tags=tags, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=REL, **more)


def plain_text(rich: str) -> str:
    """The words alone, on one line."""
    return " ".join(html.unescape(TAG.sub(" ", rich)).split())


def _each_text(safe: str, turn: Callable[[str], str]) -> str:
    """The HTML with its text turned, outside of tags, links and code."""
    written: list[str] = []
    inside = at = 0
    for tag in TAG.finditer(safe):
        text = safe[at : tag.start()]
        written += [text if inside else turn(text), tag.group()]
        name = re.match(r"</?(\w*)", tag.group()).group(1)
        if name in WITHOUT_LINKS:
            inside += -1 if tag.group().startswith("</") else 1
        at = tag.end()
    return "".join([*written, turn(safe[at:])])


def _marked(text: str, names: Iterable[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(
            rf"(?<![\w>])@{re.escape(html.escape(name))}(?!\w)",
            lambda found: MENTION.format(found.group()),
            text,
            flags=re.IGNORECASE,
        )
    return text
