"""Small numbers are left out of public figures, also where they could be worked out from the rest."""

from hypothesis import given
from hypothesis import strategies as st

from safety.suppression import share, total_of, without_small

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1)
SMALL = st.integers(0, 4)


def test_a_small_number_is_left_out_and_the_total_with_it() -> None:
    counts = {"a": 3, "b": 7, "c": 20}

    assert without_small(counts) == {"a": None, "b": 7, "c": 20}
    assert total_of(counts) is None


def test_a_nought_is_left_out_like_a_one() -> None:
    assert without_small({"a": 0, "b": 7}) == {"a": None, "b": 7}


def test_nothing_is_left_out_where_nothing_is_small() -> None:
    assert without_small({"a": 5, "b": 7}) == {"a": 5, "b": 7}
    assert total_of({"a": 5, "b": 7}) == 12


@given(COUNTS, st.data())
def test_whatever_the_small_numbers_were_the_same_is_published(
    counts: dict[str, int], data: st.DataObject
) -> None:
    other = {name: data.draw(SMALL) if count < 5 else count for name, count in counts.items()}

    assert without_small(other) == without_small(counts)
    assert total_of(other) == total_of(counts)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_to_the_nearest_five_and_of_twenty_or_more(part: int, more: int) -> None:
    said = share(part, part + more)

    assert said is None if part + more < 20 else said is not None and said % 5 == 0
