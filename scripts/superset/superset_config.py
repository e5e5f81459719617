"""Superset's settings: one person, this machine, nothing sent elsewhere.

Superset reads them because serve.py names this file in SUPERSET_CONFIG_PATH.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

HOME = Path(os.environ["SUPERSET_HOME"])

# Made once by serve.py, known to nobody else.
SECRET_KEY = (HOME / "secret_key").read_text()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME}/metadata.db"

APP_NAME = "U.S. international trade"
# Answers are never kept: a newly published file is seen at the next query.
CACHE_DEFAULT_TIMEOUT = 0
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
# Pages may load what this server has, and nothing else.
_OWN = ["'self'"]
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": _OWN,
        "default-src": _OWN,
        "img-src": [*_OWN, "blob:", "data:"],
        "worker-src": [*_OWN, "blob:"],
        "object-src": "'none'",
        "style-src": [*_OWN, "'unsafe-inline'"],
        "script-src": [*_OWN, "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}


def FLASK_APP_MUTATOR(app: Flask) -> None:  # noqa: N802 (the name that Superset calls)
    """Let queries of SQL Lab run as they are written, and take no more than the first rows.

    Superset 6.1 else puts its own limit in place of the one that a query ends in
    (apache/superset, issue 40070).
    """
    from superset.db_engine_specs.base import LimitMethod
    from superset.db_engine_specs.duckdb import DuckDBEngineSpec

    DuckDBEngineSpec.limit_method = LimitMethod.FETCH_MANY
