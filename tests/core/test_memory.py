"""What a process keeps between requests, and when it lets go."""

from django.core.cache import cache

from lms.core.memory import Memory, forget_everything


class Maker:
    """Makes a new value at every call and counts the calls."""

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return [self.calls]


def test_value_is_made_once_and_stays_the_same_object():
    memory, make = Memory(limit=10), Maker()

    first = memory.recall("name", 60, make)

    assert memory.recall("name", 60, make) is first
    assert make.calls == 1


def test_value_is_made_again_after_its_time():
    memory, make = Memory(limit=10), Maker()
    memory.recall("name", 0, make)

    assert memory.recall("name", 0, make) == [2]


def test_value_unused_for_longest_goes_first():
    memory, make = Memory(limit=2), Maker()
    for name in ("a", "b", "a", "c"):
        memory.recall(name, 60, make)

    assert memory.recall("a", 60, make) == [1]
    assert memory.recall("b", 60, make) == [4]


def test_values_may_weigh_more_than_one():
    memory = Memory(limit=5, weigh=len)
    memory.recall("a", 60, lambda: "aaa")
    memory.recall("b", 60, lambda: "bb")
    assert memory.recall("a", 60, lambda: "other") == "aaa"

    memory.recall("c", 60, lambda: "c")

    assert memory.recall("a", 60, lambda: "other") == "aaa"
    assert memory.recall("b", 60, lambda: "new") == "new"


def test_value_that_is_too_heavy_is_not_kept():
    memory = Memory(limit=5, weigh=len)
    memory.recall("a", 60, lambda: "aaaaaaaa")

    assert memory.recall("a", 60, lambda: "new") == "new"


def test_everything_is_forgotten_when_told():
    memory, make = Memory(limit=10), Maker()
    memory.recall("name", 60, make)

    forget_everything()

    assert memory.recall("name", 60, make) == [2]


def test_everything_is_forgotten_with_the_cache():
    memory, make = Memory(limit=10), Maker()
    memory.recall("name", 60, make)

    cache.clear()

    assert memory.recall("name", 60, make) == [2]
