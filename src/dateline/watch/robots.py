"""What the robots.txt of a host lets us ask, after RFC 9309.

None there (4xx) allows all; a server that fails (5xx) or is not reached allows nothing until it answers. What was
read holds for a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from protego import Protego

from dateline.watch.fetch import Answer, Fetcher, FetchError, Place

ROBOT = "dateline"  # the product token that a robots.txt may name
_HOLDS = timedelta(days=1)
_SILENCE_HOLDS = timedelta(minutes=5)  # so that a host in trouble is not asked again for every page of a feed
_MOST_BYTES = 500 * 1024  # RFC 9309, 2.5: at least 500 KiB are to be read
_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_LONGEST_DELAY = 3600.0  # seconds; beyond it a Crawl-delay is a mistake or a refusal, and this is slow enough


class Robots:
    """The rules of the hosts met so far, kept in memory."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._rules: dict[str, tuple[datetime, Protego]] = {}
        self._silent: dict[str, tuple[datetime, FetchError]] = {}

    def is_known(self, place: Place, now: datetime) -> bool:
        """Say whether the rules of the place's host are at hand."""
        found = self._rules.get(place.origin)
        return found is not None and now - found[0] < _HOLDS

    def learn(self, place: Place, now: datetime) -> None:
        """Ask the host for its rules; raises FetchError where it cannot say, and then nothing may be asked."""
        silent = self._silent.get(place.origin)
        if silent and now - silent[0] < _SILENCE_HOLDS:
            raise silent[1]
        try:
            answer = self._asked(f"{place.origin}/robots.txt", now)
        except FetchError as error:
            words = f"{place.origin}/robots.txt: {error}; without it nothing is asked there"
            fault = FetchError(words, is_lasting=error.is_lasting, retry_after=error.retry_after)
            self._silent[place.origin] = now, fault
            raise fault from error
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        self._rules[place.origin] = now, Protego.parse(text)

    def _asked(self, url: str, now: datetime) -> Answer:
        for _ in range(_REDIRECTS + 1):
            answer = self._fetcher.get(url, accept="text/plain, */*;q=0.1", most_bytes=_MOST_BYTES)
            if answer.location is None:
                if answer.status == 429 or answer.status >= 500:
                    raise FetchError(
                        f"the server answers {answer.status}", retry_after=answer.retry_after(now.timestamp())
                    )
                return answer
            url = answer.location
        return Answer(url, 404)  # a chain too long is as none there

    def allows(self, place: Place) -> bool:
        """Say whether a page may be asked for, by rules that are known."""
        _, rules = self._rules[place.origin]
        return bool(rules.can_fetch(place.url, ROBOT))

    def delay(self, place: Place) -> float:
        """Return the seconds that the host wants between two requests; 0 where it does not say."""
        found = self._rules.get(place.origin)
        if found is None:
            return 0.0
        rate = found[1].request_rate(ROBOT)
        paced = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return min(max(float(found[1].crawl_delay(ROBOT) or 0.0), paced), _LONGEST_DELAY)
