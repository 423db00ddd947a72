"""How django-allauth treats our accounts: nobody signs up without an invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Closes the public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account begins with an invitation."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Closes the public sign-up through a provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Known people may sign in through the provider; strangers may not."""
        return False
