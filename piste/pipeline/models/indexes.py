"""By what lead records are found: the board and the lists read each page in the order of one of these."""

from django.db import models
from django.db.models import Q

INDEXES = [
    models.Index(fields=["stage", "-priority", "-id"], name="board", condition=Q(on_board=True)),
    models.Index(fields=["owner", "stage", "-priority", "-id"], name="board_owner", condition=Q(on_board=True)),
    models.Index(fields=["team", "stage", "-priority", "-id"], name="board_team", condition=Q(on_board=True)),
    models.Index(fields=["stage", "rank", "id"], name="board_rank", condition=Q(on_board=True)),
    models.Index(fields=["owner", "stage", "rank", "id"], name="board_owner_rank", condition=Q(on_board=True)),
    models.Index(fields=["stage", "-closed_at", "-id"], name="board_won", condition=Q(on_board=True)),
    models.Index(fields=["owner", "stage", "-closed_at", "-id"], name="board_owner_won", condition=Q(on_board=True)),
    models.Index(fields=["-created_at", "-id"], name="qualified", condition=Q(in_qualification=True)),
    models.Index(fields=["owner", "-created_at", "-id"], name="qualified_owner", condition=Q(in_qualification=True)),
    # Pivots, graphs and groups of the whole company are added up from this one alone.
    models.Index(
        fields=[
            *("stage", "owner", "team", "created_at", "expected_closing"),
            *("expected_revenue", "probability", "id"),
        ],
        name="board_figures",
        condition=Q(on_board=True, deleted_at=None),
    ),
    # What is late, as the tiles of teams count it.
    models.Index(
        fields=["team", "expected_closing", "owner", "expected_revenue"],
        name="lead_late",
        condition=Q(on_board=True, closed_at=None, deleted_at=None),
    ),
    models.Index(fields=["outcome", "-closed_at", "-id"], name="lead_closed"),
    models.Index(fields=["owner", "outcome", "-closed_at", "-id"], name="lead_owner_closed"),
    models.Index(fields=["-created_at", "-id"], name="lead_created"),
    models.Index(fields=["email"], name="lead_email"),
    # What assignment asks: what everybody was given lately, and what waits for somebody.
    models.Index(fields=["assigned_at", "team", "owner"], name="lead_assigned"),
    models.Index(
        fields=["team", "kind", "created_at"],
        name="lead_waiting",
        condition=Q(owner=None, closed_at=None, deleted_at=None, archived=False),
    ),
    models.Index(
        fields=["team", "created_at"],
        name="lead_unanswered",
        condition=Q(answered_at=None, closed_at=None, deleted_at=None, archived=False),
    ),
    models.Index(fields=["phone"], name="lead_phone"),
    models.Index(fields=["mobile"], name="lead_mobile"),
    models.Index(fields=["domain"], name="lead_domain"),
    models.Index(fields=["company_key"], name="lead_company_key"),
    models.Index(fields=["recurring_plan"], name="lead_recurring_plan", condition=Q(recurring_plan__isnull=False)),
]
