"""Keeps the list of signed-in browsers in step with Django's sign-in and sign-out."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from people.actions import forget_device, remember_device
from people.browsers import describe_browser
from people.models import Account


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Account, **kwargs: Any) -> None:
    if not request.session.session_key:
        request.session.save()
    remember_device(
        user,
        session_key=request.session.session_key or "",
        description=describe_browser(request.META.get("HTTP_USER_AGENT", "")),
    )


@receiver(user_logged_out)
def signed_out(request: HttpRequest, **kwargs: Any) -> None:
    if request.session.session_key:
        forget_device(request.session.session_key)
