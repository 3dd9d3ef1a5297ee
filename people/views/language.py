"""The languages at the foot of every page, for members and strangers alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.language_choice import remember_choice
from core.languages import is_spoken
from people import actions, kept_words


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def language_choose(request: HttpRequest) -> HttpResponse:
    """Remember a language and go back to the same page; opened by itself, ask which.

    It asks for no token, so that pages everybody shares and error pages can offer it: a form from elsewhere comes
    without the session, and could at most change the words around somebody's next page.
    """
    chosen = request.POST.get("language", "")
    if not is_spoken(chosen):
        return render(request, "people/language.html")
    wanted = request.POST.get("next", "")
    response = redirect(wanted if kept_words.is_own_path(wanted) else "/")
    remember_choice(response, chosen)
    if request.member:
        actions.set_language(request.member, language=chosen)
    return response
