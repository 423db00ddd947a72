"""Log lines as JSON, one object a line, for machines to read; and addresses without their secrets."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Writes time, level, logger, message, whatever ``extra`` carried, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object without line breaks."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class SecretAddresses(logging.Filter):
    """Where an address holds a secret, such as that of a mailed link, nobody finds it in the log.

    Django writes the address of a request that failed; the view has said what to write instead.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the address that may be told."""
        request = getattr(record, "request", None)
        told = getattr(request, "logged_path", None)
        if request is None or told is None:
            return True
        if isinstance(record.args, tuple):
            record.args = tuple(told if one == request.path else one for one in record.args)
        record.request = f"{request.method} {told}"
        return True
