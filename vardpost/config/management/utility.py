"""What `./manage.py` and `./manage.py help` say: the product's own commands, each in a sentence."""

import re

from django.core.management import ManagementUtility, get_commands, load_command_class

_HEAD = """\
Usage: ./manage.py COMMAND, and ./manage.py COMMAND --help for how, with an example.
"""
_TAIL = """
To look at it on this machine: make demo. All variables: docs/how-to/operate.md
Django's own commands are there too: ./manage.py help --commands
"""


class Utility(ManagementUtility):
    """Django's, except for the first page of help."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """Return the page; with `commands_only`, every name there is, Django's too."""
        if commands_only:
            return super().main_help_text(commands_only)
        return f"{_HEAD}\n" + "".join(f"  {name + ' ':<14}{said}\n" for name, said in own()) + _TAIL


def own() -> list[tuple[str, str]]:
    """Return the product's commands with the first sentence of their help."""
    apps = {name: app for name, app in get_commands().items() if str(app).startswith("vardpost.")}
    return [(name, _sentence(str(app), name)) for name, app in sorted(apps.items())]


def _sentence(app: str, name: str) -> str:
    said = load_command_class(app, name).help
    return re.split(r"(?<=[.;:])\s", said, maxsplit=1)[0].rstrip(".;:")
