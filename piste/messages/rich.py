"""Rich text: what people type becomes HTML that is safe to show (04.B4)."""

import html
import re
from collections.abc import Callable, Iterable

import nh3
from django.utils.html import linebreaks, urlize

WORDS = {"strong", "b", "em", "i", "u", "s", "del", "a", "code"}
BLOCKS = {"p", "div", "br", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3"}
SCHEMES = {"http", "https", "mailto", "tel"}

# In cleaned HTML every attribute stands in double quotes, and a quote inside of one is escaped.
TAG = re.compile(r'<(?:"[^"]*"|[^">])*>')
LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^>]*>")
# How the editor writes whom it offered and one chose.
MENTION = re.compile(r'<a\b[^>]*href="#mention-(\d+)"[^>]*>(.*?)</a>', re.DOTALL)
WITHOUT_LINKS = ("a", "pre", "code")


def cleaned(typed: str, mentioned: Iterable = ()) -> str:
    """Safe HTML of typed HTML or plain text; addresses become links, and so do the names of mentioned people.

    No images: a remote one tells its server who reads, and our own files stand below the text.
    """
    people = {person.pk: person for person in mentioned}
    safe = _clean(typed if LOOKS_LIKE_HTML.search(typed) else linebreaks(typed.strip(), autoescape=True))
    if not plain_text(safe):
        return ""
    safe = MENTION.sub(lambda found: _link(people.get(int(found[1])), found[2]), safe)
    return _clean(_each_text(safe, lambda text: _named(urlize(text), people.values())))


def plain_text(rich: str) -> str:
    """The words alone, on one line."""
    return " ".join(html.unescape(TAG.sub(" ", rich)).split())


def chosen(typed: str) -> tuple[set[int], str]:
    """The people chosen in the editor, and the words around them."""
    return {int(key) for key, _ in MENTION.findall(typed)}, plain_text(MENTION.sub(" ", typed))


def _clean(source: str) -> str:
    return nh3.clean(
        source,
        tags=WORDS | BLOCKS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


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


def _named(text: str, people: Iterable) -> str:
    for person in sorted(people, key=lambda one: len(one.name), reverse=True):
        name = re.escape(html.escape(person.name))
        text = re.sub(rf"(?<![\w>])@{name}(?!\w)", lambda _, person=person: _link(person), text, flags=re.IGNORECASE)
    return text


def _link(person, otherwise: str = "") -> str:
    """A person by his true name; for whoever is not told, the words that stood there."""
    return f'<a href="#mention-{person.pk}">@{html.escape(person.name)}</a>' if person else otherwise
