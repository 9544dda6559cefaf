"""Screens on which a journey is made."""

import pytest

DESKTOP = pytest.param({"width": 1440, "height": 900}, id="desktop")
PHONE = pytest.param({"width": 390, "height": 844}, id="phone")

on_phone = pytest.mark.parametrize("context", [PHONE], indirect=True)
on_both = pytest.mark.parametrize("context", [DESKTOP, PHONE], indirect=True)
