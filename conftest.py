import pytest
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def _files_stay_apart(tmp_path_factory):
    """What tests upload does not reach the data folder."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield
