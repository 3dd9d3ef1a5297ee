"""Strangers are asked to sign in wherever they may not read, whether the thing exists or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect


def or_sign_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn a 404 into the way to the sign-in page for strangers; for members it stays a 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.member is not None:  # type: ignore[attr-defined]
                raise
            return redirect(f"/sign-in/?{urlencode({'next': request.get_full_path()})}")

    return wrapped
