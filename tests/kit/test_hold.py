"""Who holds a name makes the others wait."""

from threading import Event, Thread

from mentorhub.kit.db import hold


def test_who_comes_second_waits_for_the_end_of_the_first(postgres):
    holding, told = Event(), []

    def second():
        holding.wait(10)
        with postgres.writing() as session:
            hold(session, "a name")
            told.append("second")

    other = Thread(target=second)
    other.start()
    with postgres.writing() as session:
        hold(session, "a name")
        holding.set()
        other.join(0.3)
        told.append("first")
    other.join(10)
    assert told == ["first", "second"]
