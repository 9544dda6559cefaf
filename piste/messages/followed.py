"""What a filter of records, companies or people asks of their followers, who are kept beside them (00.13)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.accounts.models import User
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Field, Part, Question, Type
from piste.kernel.criteria.parsing import read_key, unknown
from piste.messages.models import Follower


def followers(noun: str) -> Field:
    """Colleagues; contacts who follow are none of them."""
    return Field(
        key="followers",
        label=gettext_lazy("Followers"),
        type=Type.SPECIAL,
        questions=_questions(noun),
        sortable=False,
    )


def _questions(noun: str) -> dict[str, Question]:
    rows = Follower._base_manager.filter(thread_noun=noun, deleted_at=None).exclude(user=None)

    def by(user: int | None) -> Q:
        return Q(pk__in=rows.filter(user=user).values("thread_id"))

    def by_me(_said: None, asker: Asker) -> Q:
        return by(asker.user and asker.user.pk)

    def by_nobody(_said: None, _asker: Asker) -> Q:
        return ~Q(pk__in=rows.values("thread_id"))

    who = (Part("", gettext_lazy("Colleague"), Type.CHOICE, _colleagues),)
    return {
        "me": Question(gettext_lazy("is me"), (), _nothing, by_me, lambda _said, _user: _("I follow it")),
        "has_any": Question(gettext_lazy("has"), who, _read, lambda key, _asker: by(key), _say),
        "has_none": Question(gettext_lazy("has not"), who, _read, lambda key, _asker: ~by(key), _say_not),
        "empty": Question(
            gettext_lazy("is empty"), (), _nothing, by_nobody, lambda _said, _user: _("Nobody follows it")
        ),
    }


def _nothing(_said: Any) -> None:
    return None


def _read(said: Any) -> int:
    """One colleague; several are several conditions."""
    try:
        return read_key(None, said)
    except (ValueError, TypeError):
        raise unknown(said) from None


def _colleagues(user: Any) -> dict[int, str]:
    return {one.pk: one.name for one in User.objects.visible_to(user).active().order_by("name", "id")}


def _name(key: int, user: Any) -> str:
    return str(User.objects.visible_to(user).filter(pk=key).first() or _("Unknown"))


def _say(key: int, user: Any) -> str:
    return _("%(name)s follows it") % {"name": _name(key, user)}


def _say_not(key: int, user: Any) -> str:
    return _("%(name)s does not follow it") % {"name": _name(key, user)}
