"""The proof goes everywhere: it knows what to put into every address there is."""

import pytest

from tests.proof.addresses import arguments_of, is_known, routes, routes_for_programs


@pytest.mark.sources
def test_every_address_can_be_filled_in() -> None:
    unknown = [
        route for route in [*routes(), *routes_for_programs()] if not all(map(is_known, arguments_of(route)))
    ]

    assert not unknown, "Say in VALUES of tests/proof/addresses.py what to put there."
