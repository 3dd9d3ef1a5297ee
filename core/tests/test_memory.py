"""The memory of one process: bounded, and forgetful."""

from core.memory import Memory, forget_everything


def test_the_longest_unused_goes_first():
    memory = Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)
    memory.get("a")

    memory.put("c", 3)

    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)


def test_things_are_forgotten_in_time():
    memory = Memory(2, seconds=-1)

    memory.put("a", 1)

    assert memory.get("a") is None


def test_everything_can_be_forgotten_at_once():
    memory = Memory(2)
    memory.put("a", 1)

    forget_everything()

    assert memory.get("a") is None
