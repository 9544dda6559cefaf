from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "piste.accounts"
    label = "accounts"
