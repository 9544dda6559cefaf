"""Which teams one follows, and what of their records one is told (04.9)."""

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from piste.kernel.rest import Said, link
from piste.pipeline.models import TeamFollower
from piste.pipeline.team_tiles import shown_teams
from piste.pipeline.verbs.following import follow_team

router = Router(tags=["team-news"])
News = Literal["created", "moved", "won", "lost", "restored"]


class NewsIn(Said):
    news: list[News] = Field(description="none: the team is not followed any more")


class NewsOut(Schema):
    team: int = link("team")
    news: list[str]


class FollowedOut(Schema):
    items: list[NewsOut]


@router.get("", operation_id="team_news_list", summary="The teams that you follow", response=FollowedOut)
def list_followed(request: HttpRequest) -> dict[str, Any]:
    rows = TeamFollower.objects.visible_to(request.user).order_by("team")
    return {"items": [{"team": one.team_id, "news": one.news} for one in rows]}


@router.put("/{int:team}", operation_id="team_news_follow", summary="Follow a team, or not any more", response=NewsOut)
def follow(request: HttpRequest, team: int, said: NewsIn) -> dict[str, Any]:
    found = get_object_or_404(shown_teams(request.user), pk=team)
    follow_team(found, by=request.user, news=said.news)
    own = TeamFollower.objects.visible_to(request.user).filter(team=found).first()
    return {"team": found.pk, "news": own.news if own else []}
