"""The watch itself: asks each feed when it is due, and what it names, one request at a time.

Work stands in a list of jobs, each a request. The next is always the one that may be made earliest, by its own time
and by its host's pace, so that a slow host or a long Crawl-delay holds up nothing but itself. A redirect is a job of
its own for the address that it names: that address is checked, its host's robots.txt asked and its pace kept, as for
any other. Whatever a feed or a page does wrong ends as a line that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dateline.codebook.words import counted
from dateline.ledger import Ledger
from dateline.model import Report, SetAside
from dateline.model.ids import content_id
from dateline.read.feed import Entry, FeedError, read_entries
from dateline.read.html import read_page
from dateline.read.limits import Options
from dateline.run.loop import DEFAULT_PIPELINE, run_loop
from dateline.watch.fetch import Answer, Fetcher, FetchError, Place, place_of
from dateline.watch.kept import Article, FeedState, Kept, failed
from dateline.watch.pace import LONGEST_WAIT, Clock, Pace, back_off
from dateline.watch.robots import Robots
from dateline.watch.settings import FeedSettings, Settings
from dateline.watch.told import Kind, Told

_FEED_TYPES = ("application/xml", "text/xml", "text/plain", "application/octet-stream", "")
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_ACCEPT_FEED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"
_ACCEPT_PAGE = "text/html, application/xhtml+xml;q=0.9"
_RETRY_S = 300.0  # the first wait before a page that failed is asked for again
_LONGEST_PAUSE = timedelta(minutes=10)  # that a single round waits for a host
_HEADER_KEPT = 500  # characters of an ETag or a date that are sent back; longer ones are dropped


@dataclass(frozen=True, slots=True)
class _Job:
    """One request to be made: of a feed, or of an article that it named; ``url`` is where redirects led so far."""

    feed: FeedSettings
    due: datetime
    url: str
    article: Article | None = None
    redirects: int = 0


class Watch:
    """Asks feeds and keeps what they tell in a ledger.

    ``held`` wraps what is not to be cut by Ctrl-C: the coding and keeping of one report.
    """

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        fetcher: Fetcher | None = None,
        *,
        clock: Clock | None = None,
        pipeline: str = DEFAULT_PIPELINE,
        held: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._ledger = ledger
        self._writer = ledger.writer()
        self._kept = Kept(ledger)
        self._fetcher = fetcher or Fetcher(settings.user_agent, seconds=settings.limits.timeout)
        self._robots = Robots(self._fetcher)
        self._pace = Pace()
        self._clock = clock or Clock()
        self._pipeline = pipeline
        self._held = held
        self._jobs: list[_Job] = []
        self._is_once = False

    def run(self, *, once: bool = False) -> Iterator[Told]:
        """Ask what is due, for ever, and tell what happens; ``once`` asks each feed once and ends.

        ``once`` does not wait for a feed's own time, but it leaves alone a feed that failed until its back-off is
        over. Raises LedgerError where the ledger fails, ParserMissingError where the pipeline is not installed.
        """
        self._is_once = once
        self._jobs = []
        for feed in self._settings.feeds:
            yield from self._begin(feed)
        while self._jobs:
            now = self._clock.now()
            moment, job = min(((self._ready(job, now), job) for job in self._jobs), key=lambda pair: pair[0])
            if once and moment - now > _LONGEST_PAUSE:
                yield from self._left()
                return
            if moment > now:
                yield Told(Kind.WAITING, now, job.feed.outlet, job.url, f"until {moment:%H:%M:%S} UTC")
                self._clock.wait((moment - now).total_seconds())
                continue
            self._jobs.remove(job)
            yield from self._do(job)

    def _left(self) -> Iterator[Told]:
        """Tell what a single round does not wait for; what is kept of it is asked in the next."""
        now = self._clock.now()
        for job in self._jobs:
            words = f"its host wants to be left alone until {self._ready(job, now):%Y-%m-%d %H:%M} UTC"
            yield self._told(Kind.FAILED, job, f"{words}; left for the next time", job.url)

    # ---- jobs ---------------------------------------------------------------------------------------------------

    def _begin(self, feed: FeedSettings) -> Iterator[Told]:
        """Take up a feed where it was left: its next asking, and the pages that were not fetched yet."""
        now = self._clock.now()
        state = self._kept.feed(feed.url)
        due = state.due if state else now
        if self._is_once and state and state.failures and due > now:
            words = f"left alone until {due:%Y-%m-%d %H:%M} UTC, since it failed ({state.problem})"
            yield Told(Kind.FAILED, now, feed.outlet, feed.url, words)
            return
        self._jobs.append(_Job(feed, now if self._is_once else due, feed.url))
        for article in self._kept.waiting(feed.url):
            self._add_page(feed, article)

    def _add_page(self, feed: FeedSettings, article: Article) -> None:
        """Let a page be fetched: in a single round only if it is due by now."""
        if not self._is_once or article.due <= self._clock.now():
            self._jobs.append(_Job(feed, article.due, article.link, article))

    def _ready(self, job: _Job, now: datetime) -> datetime:
        try:
            host = place_of(job.url).host
        except FetchError:
            return job.due  # it is told when the job's turn comes
        return max(job.due, self._pace.free_at(host, now))

    def _do(self, job: _Job) -> Iterator[Told]:
        """Make one request; a job whose host's rules are not known yet asks for them first, and waits its turn."""
        now = self._clock.now()
        try:
            place = place_of(job.url)
            if not self._robots.is_known(place, now):
                try:
                    self._robots.learn(place, now)
                finally:
                    self._rest(place.host, 0.0)
                self._jobs.append(job)
                return
            self._check_allowed(job, place)
            try:
                answer = self._ask(job, place.url)
            finally:
                self._rest(place.host, self._robots.delay(place))
            yield from self._take(job, answer)
        except FetchError as error:
            yield self._failed(job, error)

    def _check_allowed(self, job: _Job, place: Place) -> None:
        if not self._robots.allows(place):
            what = "; set full_text = false to read what the feed itself says" if job.article else ""
            raise FetchError(f"{place.origin}/robots.txt forbids it{what}", is_lasting=True)

    def _rest(self, host: str, wanted: float) -> None:
        self._pace.hold(host, self._clock.now() + timedelta(seconds=max(self._limits.delay, wanted)))

    def _ask(self, job: _Job, url: str) -> Answer:
        if job.article:
            return self._fetcher.get(url, accept=_ACCEPT_PAGE, most_bytes=self._limits.page_bytes)
        state = self._kept.feed(job.feed.url)
        more = {
            name: value
            for name, value in (
                ("If-None-Match", state and state.etag),
                ("If-Modified-Since", state and state.modified),
            )
            if value
        }
        return self._fetcher.get(url, accept=_ACCEPT_FEED, most_bytes=self._limits.feed_bytes, more=more)

    def _take(self, job: _Job, answer: Answer) -> Iterator[Told]:
        if answer.location:
            if job.redirects >= self._limits.redirects:
                raise FetchError(f"more than {self._limits.redirects} redirects", is_lasting=True)
            place_of(answer.location)  # what is no address is told now
            self._jobs.append(replace(job, url=answer.location, redirects=job.redirects + 1))
            return
        if answer.status == 304 and not job.article:
            self._asked_well(job, self._state(job))
            yield self._told(Kind.ASKED, job, "nothing new (304)")
            return
        if answer.status != 200:
            raise self._refusal(answer)
        if job.article:
            yield from self._take_page(job, job.article, answer)
        else:
            yield from self._take_feed(job, answer)

    def _refusal(self, answer: Answer) -> FetchError:
        now = self._clock.now()
        wait = answer.retry_after(now.timestamp())
        passing = answer.status in (408, 425, 429) or answer.status >= 500
        if wait is not None:
            until = now + min(timedelta(seconds=wait), LONGEST_WAIT)
            self._pace.hold(place_of(answer.url).host, until)
        words = f"the server answers {answer.status}" + ("" if passing else "; look at the address in a browser")
        return FetchError(words, is_lasting=not passing, retry_after=wait)

    # ---- feeds --------------------------------------------------------------------------------------------------

    def _state(self, job: _Job) -> FeedState:
        found = self._kept.feed(job.feed.url)
        return found or FeedState(job.feed.url, job.feed.outlet, self._clock.now())

    def _asked_well(self, job: _Job, state: FeedState, listed: list[Article] | None = None) -> tuple[Article, ...]:
        """Keep that a feed answered, ask it again in its time, and return the articles that are new."""
        now = self._clock.now()
        due = now + timedelta(seconds=job.feed.every)
        outlet = job.feed.outlet
        new = self._kept.keep(
            replace(state, outlet=outlet, asked=now, due=due, failures=0, problem=None), listed or ()
        )
        if not self._is_once:
            self._jobs.append(_Job(job.feed, due, job.feed.url))
        return new

    def _take_feed(self, job: _Job, answer: Answer) -> Iterator[Told]:
        if answer.media_type not in _FEED_TYPES and not answer.media_type.endswith("+xml"):
            raise FetchError(f"it is {answer.media_type}, not a feed; give the feed's own address", is_lasting=True)
        options = Options(outlet=job.feed.outlet)
        header = answer.headers.get("content-type")
        try:
            entries, broken = read_entries(
                answer.body, answer.url, options, content_type=header, language=job.feed.language
            )
        except FeedError as error:
            raise FetchError(f"{error}; give the feed's own address", is_lasting=True) from error
        links = [_page_of(entry) if job.feed.full_text else None for entry in entries]
        pages = {link: entry for link, entry in zip(links, entries, strict=True) if link}
        plain = [entry for link, entry in zip(links, entries, strict=True) if not link]
        state = self._state(job)
        if state.asked is None:
            self._kept.keep(state)  # so that what it adds can be counted
        told = [line for entry in plain for line in self._take_entry(job, entry)]
        now = self._clock.now()
        listed = [Article(link, job.feed.url, entry.published, now, now) for link, entry in pages.items()]
        # Only now, with every entry kept or listed, may the server be asked for changes alone.
        new = self._asked_well(
            job,
            replace(self._state(job), etag=_header(answer, "etag"), modified=_header(answer, "last-modified")),
            listed,
        )
        added = sum(line.kind is Kind.ADDED for line in told)
        yield self._told(Kind.ASKED, job, f"{len(entries)} entries, {added + len(new)} new")
        if broken:
            yield self._told(Kind.ASIDE, job, broken.reason)
        yield from told
        for article in new:
            self._add_page(job.feed, article)

    def _take_entry(self, job: _Job, entry: Entry) -> Iterator[Told]:
        """Keep what an entry says itself; one that was set aside for the same reason before is not told again."""
        key = f"{job.feed.url}#{content_id('e', entry.key)}"  # short, whatever a feed takes for an id
        told = self._keep_report(job, entry.link or job.feed.url, entry.told)
        if told.kind is Kind.ADDED:
            yield told
        elif told.kind is Kind.ASIDE:
            before, now = self._kept.article(key), self._clock.now()
            if before is None or before.problem != told.words:
                yield told
            article = Article(key, job.feed.url, entry.published, now, now, settled=True, problem=told.words)
            self._kept.keep_article(article)

    # ---- articles -----------------------------------------------------------------------------------------------

    def _take_page(self, job: _Job, article: Article, answer: Answer) -> Iterator[Told]:
        if answer.media_type not in _PAGE_TYPES:
            raise FetchError(f"it is {answer.media_type or 'of no known type'}, not a web page", is_lasting=True)
        options = Options(published=article.published, outlet=job.feed.outlet)
        read = read_page(answer.body, article.link, options, url=answer.url, charset=answer.charset)
        told = self._keep_report(job, article.link, read)
        problem = told.words if told.kind is Kind.ASIDE else None
        report = read.id if isinstance(read, Report) and not problem else None
        self._kept.keep_article(replace(article, settled=True, report=report, problem=problem))
        yield told

    def _keep_report(self, job: _Job, url: str, read: Report | SetAside) -> Told:
        """Code a report and keep what it tells, as ``dateline add`` does."""
        if isinstance(read, Report) and self._writer.knows(read):
            return self._told(Kind.KNOWN, job, f"{read.id} was there already", url)
        with self._held():
            for coding in run_loop([read], self._ledger.book, pipeline=self._pipeline):
                for aside in coding.set_aside:
                    return self._told(Kind.ASIDE, job, aside.reason, url)
                if isinstance(read, Report) and self._writer.add(coding):
                    self._kept.count_added(job.feed.url)
                    words = f"{read.id} {read.published} {counted(len(coding.incidents), 'incident')}: {_title(read)}"
                    return self._told(Kind.ADDED, job, words, url)
        return self._told(Kind.KNOWN, job, "it was there already", url)

    # ---- what goes wrong ----------------------------------------------------------------------------------------

    def _failed(self, job: _Job, error: FetchError) -> Told:
        now = self._clock.now()
        wait = timedelta(seconds=error.retry_after or 0)
        if job.article is None:
            state = self._state(job)
            due = now + min(max(back_off(job.feed.every, state.failures), wait), LONGEST_WAIT)
            self._kept.keep(failed(state, str(error), due))
            if not self._is_once:
                self._jobs.append(_Job(job.feed, due, job.feed.url))
            return self._told(Kind.FAILED, job, f"{error}; asked again at {due:%Y-%m-%d %H:%M} UTC")
        tries = job.article.tries + 1
        is_over = error.is_lasting or tries >= self._limits.tries
        due = now + min(max(back_off(_RETRY_S, tries - 1), wait), LONGEST_WAIT)
        article = replace(job.article, tries=tries, due=due, settled=is_over, problem=str(error))
        self._kept.keep_article(article)
        if is_over:
            return self._told(Kind.FAILED, job, f"{error}; not asked again", article.link)
        self._add_page(job.feed, article)
        return self._told(Kind.FAILED, job, f"{error}; asked again at {due:%Y-%m-%d %H:%M} UTC", article.link)

    def _told(self, kind: Kind, job: _Job, words: str, url: str | None = None) -> Told:
        return Told(kind, self._clock.now(), job.feed.outlet, url or job.feed.url, words)


def _page_of(entry: Entry) -> str | None:
    """Return the page that an entry links to; None where its own text is all that can be had."""
    try:
        return place_of(entry.link).url if entry.link else None
    except FetchError:
        return None


def _header(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name)
    return value if value and len(value) <= _HEADER_KEPT and value.isprintable() and value.isascii() else None


def _title(report: Report) -> str:
    return " ".join((report.title or report.text)[:100].split())
