from django.contrib.messages.apps import MessagesConfig


class ToastsConfig(MessagesConfig):
    """Django's one-time messages carry our toasts over a redirect; the label `messages` belongs to our own room."""

    label = "toasts"
