"""Log lines hold no words anybody wrote."""

import logging
import sys
import warnings

import pytest

from core.logs import WordlessFormatter

SECRET = "I keep making two cups of tea"


@pytest.fixture
def log():
    """Give a logger, and what it printed so far."""
    lines = []
    handler = logging.Handler()
    handler.setFormatter(WordlessFormatter())
    handler.emit = lambda record: lines.append(handler.format(record))
    logger = logging.Logger("hearthside.test")
    logger.addHandler(handler)
    logger.lines = lines
    return logger


def test_a_message_keeps_its_template_and_its_numbers(log):
    log.info("Sent %d notices in %.1f seconds to %s", 3, 0.5, SECRET)

    assert "Sent 3 notices in 0.5 seconds to <str>" in log.lines[0]
    assert "INFO hearthside.test" in log.lines[0]


def test_named_arguments_are_kept_out_too(log):
    log.info("Posted %(body)s as %(number)s", {"body": SECRET, "number": 4})

    assert "Posted <str> as 4" in log.lines[0]


@pytest.mark.parametrize("extra", [f"{SECRET}", SECRET + " at night"])
def test_a_message_put_together_at_run_time_is_kept_out(log, extra):
    log.warning(f"Could not save {extra}")

    assert SECRET not in log.lines[0]
    assert "words kept out" in log.lines[0]
    assert "test_logs.py:" in log.lines[0]


def test_an_exception_leaves_its_types_and_places_only(log):
    try:
        try:
            {}[SECRET]
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError:
        log.exception("It went wrong")

    assert SECRET not in log.lines[0]
    assert "builtins.ValueError" in log.lines[0]
    assert "builtins.KeyError" in log.lines[0]
    assert "test_logs.py:" in log.lines[0]


def test_an_exception_as_the_message_is_named_only(log):
    log.error(ValueError(SECRET))

    assert SECRET not in log.lines[0]
    assert "<ValueError>" in log.lines[0]


def test_groups_and_circles_of_causes_end(log):
    first, second = ValueError(SECRET), TypeError(SECRET)
    first.__cause__, second.__cause__ = second, first

    log.error("Round and round", exc_info=(ValueError, first, None))

    assert SECRET not in log.lines[0]


def test_a_broken_page_is_logged_without_its_address(rf, log):
    logger = logging.getLogger("django.request")
    logger.addHandler(log.handlers[0])
    try:
        logger.error("%s: %s", "Internal Server Error", f"/search/?q={SECRET}", extra={"status_code": 500})
    finally:
        logger.removeHandler(log.handlers[0])

    assert SECRET not in log.lines[0]
    assert "[500]" in log.lines[0]


def test_wrong_arguments_do_not_break_the_log(log):
    log.info("Two %s and %s", 1)  # noqa: PLE1206
    log.info("100%% of %s", 2)

    assert "100% of 2" in log.lines[1]
    assert sys.getsizeof(log.lines[0])


def test_a_librarys_warning_loses_its_words(log, recwarn):
    heard = logging.getLogger("py.warnings")
    heard.addHandler(log.handlers[0])
    logging.captureWarnings(True)
    try:
        warnings.warn(f"This key is not a good one: {SECRET}\nERROR forged", stacklevel=1)
    finally:
        logging.captureWarnings(False)
        heard.removeHandler(log.handlers[0])

    assert "WARNING py.warnings (words kept out)" in log.lines[0]
    assert "cups of tea" not in log.lines[0] and "\n" not in log.lines[0]
