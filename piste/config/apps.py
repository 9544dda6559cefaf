from django.contrib.messages.apps import MessagesConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ToastsConfig(MessagesConfig):
    """Django's one-time messages carry our toasts over a redirect; the label `messages` belongs to our own room."""

    label = "toasts"


class SourcesConfig(StaticFilesConfig):
    """What packages carry besides the files that a browser asks for is not collected."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "*.d.ts",
        "*.md",
        "package.json",
        "cjs",
        "esm",
        "scss",
        "modular",
        "src",
        "ext",
        "htm*-4*",
    ]
