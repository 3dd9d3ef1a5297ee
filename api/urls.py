"""The readable page about the JSON API, and the door to the API itself; its own addresses are in api.v1."""

from django.urls import path

from api import views

urlpatterns = [
    path("api/", views.reference, name="api_reference"),
    path("api/v1/<path:rest>", views.version_1, name="api_v1"),
]
