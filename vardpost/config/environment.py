"""Every variable the product reads from its surroundings, typed, in one place.

`docs/how-to/operate.md` lists them; a test fails when one is missing there.
"""

import os
from dataclasses import dataclass
from pathlib import Path


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, default).split(",") if part.strip())


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit()):
        raise SystemExit(f"{name} must be a number, not {text!r}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Environment:
    """The surroundings as read at start."""

    secret_key: str
    demo: bool
    debug: bool
    port: int
    data_dir: Path
    database_url: str
    database_owner_url: str
    database_direct_url: str
    database_sealer_url: str
    as_owner: bool
    prepared_statements: bool
    allowed_hosts: tuple[str, ...]
    public_origin: str
    stream_origin: str
    https: bool
    trusted_proxies: tuple[str, ...]
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_tls: bool
    mail_from: str
    session_idle_minutes: int
    session_absolute_hours: int
    cases_per_hour: int
    log_level: str
    audit_dir: Path
    audit_key_file: Path
    audit_witnesses: tuple[str, ...]
    audit_heads_to: tuple[str, ...]
    audit_years: int
    controller: str
    dpo_contact: str


def read() -> Environment:
    """Read the variables; those without a default are checked by `config.guard` at start."""
    demo = _flag("DEMO")
    port = _number("PORT", 8000)
    database_url = os.environ.get("DATABASE_URL", "")
    data_dir = Path(os.environ.get("DATA_DIR", "var"))
    audit_dir = Path(os.environ.get("AUDIT_DIR", "") or data_dir / "audit")
    return Environment(
        secret_key=os.environ.get("SECRET_KEY", ""),
        demo=demo,
        debug=_flag("DEBUG"),
        port=port,
        data_dir=data_dir,
        database_url=database_url,
        database_owner_url=os.environ.get("DATABASE_OWNER_URL", ""),
        database_direct_url=os.environ.get("DATABASE_DIRECT_URL", "") or database_url,
        database_sealer_url=os.environ.get("DATABASE_SEALER_URL", ""),
        as_owner=_flag("DATABASE_AS_OWNER"),
        prepared_statements=_flag("PREPARED_STATEMENTS", "1"),
        allowed_hosts=_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]"),
        public_origin=os.environ.get("PUBLIC_ORIGIN", f"http://127.0.0.1:{port}"),
        stream_origin=os.environ.get("STREAM_ORIGIN", ""),
        https=_flag("HTTPS"),
        trusted_proxies=_list("TRUSTED_PROXIES", ""),
        smtp_host=os.environ.get("SMTP_HOST", ""),
        smtp_port=_number("SMTP_PORT", 25),
        smtp_user=os.environ.get("SMTP_USER", ""),
        smtp_password=os.environ.get("SMTP_PASSWORD", ""),
        smtp_tls=_flag("SMTP_TLS"),
        mail_from=os.environ.get("MAIL_FROM", "Vårdpost <inget-svar@vardpost.invalid>"),
        session_idle_minutes=_number("SESSION_IDLE_MINUTES", 60),
        session_absolute_hours=_number("SESSION_ABSOLUTE_HOURS", 12),
        cases_per_hour=_number("CASES_PER_HOUR", 10),
        log_level=os.environ.get("LOG_LEVEL", "INFO"),
        audit_dir=audit_dir,
        audit_key_file=Path(os.environ.get("AUDIT_KEY_FILE", "") or audit_dir / "key.pem"),
        audit_witnesses=_list("AUDIT_WITNESSES", ""),
        audit_heads_to=_list("AUDIT_HEADS_TO", ""),
        audit_years=_number("AUDIT_YEARS", 10),
        controller=os.environ.get("CONTROLLER", ""),
        dpo_contact=os.environ.get("DPO_CONTACT", ""),
    )


#: Read once, at import: a change takes effect at the next start.
ENVIRONMENT = read()
