"""Followers, for programs: the same verbs and the same rows as the pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from piste.accounts.models import User
from piste.contacts.models import Person
from piste.history.models import Subject
from piste.kernel.rest import Key, chosen
from piste.messages import threads
from piste.messages.api.shapes import NOUN, AuthorOut, OnRecordIn
from piste.messages.verbs import following

followers = Router(tags=["followers"])


class FollowersIn(Schema):
    noun: str = NOUN
    record: Key


class FollowerIn(OnRecordIn):
    user: Key | None = Field(None, description="a colleague; left out: oneself")


class ContactIn(OnRecordIn):
    person: Key


class FollowersOut(Schema):
    items: list[AuthorOut] = Field(description="colleagues, who are told")
    contacts: list[AuthorOut] = Field(description="contacts, who are told nothing")


@followers.get("", operation_id="followers_list", summary="Who is told what happens to a record", response=FollowersOut)
def list_followers(request: HttpRequest, on: Query[FollowersIn]) -> dict[str, Any]:
    return _out(request, threads.seen_or_404(on.noun, on.record, request.user))


@followers.post("", operation_id="followers_add", summary="Tell oneself or a colleague of it", response=FollowersOut)
def follow(request: HttpRequest, said: FollowerIn) -> dict[str, Any]:
    thread, user = _asked(request, said)
    following.follow(thread, by=request.user, user=user)
    return _out(request, thread)


@followers.post("/remove", operation_id="followers_remove", summary="Tell no more of it", response=FollowersOut)
def unfollow(request: HttpRequest, said: FollowerIn) -> dict[str, Any]:
    thread, user = _asked(request, said)
    following.unfollow(thread, by=request.user, user=user)
    return _out(request, thread)


@followers.post("/contacts", operation_id="followers_add_contact", summary="Add a contact", response=FollowersOut)
def add_contact(request: HttpRequest, said: ContactIn) -> dict[str, Any]:
    thread, person = _contact(request, said)
    following.add_contact(thread, by=request.user, person=person)
    return _out(request, thread)


@followers.post(
    "/contacts/remove", operation_id="followers_remove_contact", summary="Remove a contact", response=FollowersOut
)
def remove_contact(request: HttpRequest, said: ContactIn) -> dict[str, Any]:
    thread, person = _contact(request, said)
    following.remove_contact(thread, by=request.user, person=person)
    return _out(request, thread)


def _contact(request: HttpRequest, said: ContactIn) -> tuple[Subject, Person]:
    thread = threads.worked_on_or_404(said.noun, said.record, request.user)
    return thread, chosen(Person.objects.visible_to(request.user), said.person, field="person")


def _asked(request: HttpRequest, said: FollowerIn) -> tuple[Subject, User]:
    """Whoever sees a record may follow it; for a colleague one works on it."""
    user = chosen(User.objects.visible_to(request.user), said.user, field="user") or request.user
    ask = threads.seen_or_404 if user == request.user else threads.worked_on_or_404
    return ask(said.noun, said.record, request.user), user


def _out(request: HttpRequest, thread: Subject) -> dict[str, Any]:
    contacts = threads.following_contacts(thread, request.user)
    return {
        "items": [{"id": user.pk, "name": user.name} for user in threads.followers(thread)],
        "contacts": [{"id": person.pk, "name": str(person)} for person in contacts],
    }
