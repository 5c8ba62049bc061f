"""Each kind of service is written to at its own pace."""

from alerts.sending.services import Pace, service_of


class Clock:
    """A clock that only resting moves."""

    def __init__(self):
        self.time, self.rests = 100.0, []

    def __call__(self):
        return self.time

    def rest(self, seconds):
        self.rests.append(round(seconds, 3))
        self.time += seconds


def test_what_a_service_takes_is_told_by_its_address_or_its_route():
    assert service_of("mailtos://user@smtp.example.org").per_second == service_of("mailtos://smtp.example.org").per_second
    assert service_of("slack").markdown
    assert service_of("json://example.org").per_second is None


def test_messages_are_as_far_apart_as_the_service_wants_and_time_spent_sending_counts():
    clock = Clock()
    pace = Pace(service_of("slack"), clock, clock.rest)
    pace.wait()
    pace.wait()
    clock.time += 0.75
    pace.wait()
    clock.time += 10
    pace.wait()
    pace.wait()
    assert clock.rests == [1.0, 0.25, 1.0]


def test_a_service_without_a_limit_never_waits():
    clock = Clock()
    pace = Pace(service_of("json://example.org"), clock, clock.rest)
    for _ in range(3):
        pace.wait()
    assert clock.rests == []
