"""What each role may reach (12.1-12.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWN = "own", _("Salesperson: own records")
    TEAM = "team", _("Salesperson: records of own teams")
    ALL = "all", _("Salesperson: all records")
    MANAGER = "manager", _("Sales manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    OBSERVER_TEAM = "observer_team", _("Observer: records of own teams")
    OBSERVER_ALL = "observer_all", _("Observer: all records")
    OUTSIDE = "outside", _("Outside sales: own activities only")


SEES_ALL = {Role.ALL, Role.MANAGER, Role.ADMINISTRATOR, Role.OBSERVER_ALL}
SEES_TEAMS = {Role.TEAM, Role.OBSERVER_TEAM}
OBSERVES = {Role.OBSERVER_TEAM, Role.OBSERVER_ALL}
MANAGES = {Role.MANAGER, Role.ADMINISTRATOR}
