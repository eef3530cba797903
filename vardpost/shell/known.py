"""Pages compiled once a language: what is known when a page is compiled is made then.

Most calls on a page are texts to translate, symbols and addresses of files: always the same in one
language. They become part of the compiled page, and only what differs is left to each request.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Known = Callable[..., str]


_TO_ESCAPE = re.compile("[&<>'\"]").search


def shown(value: object) -> str:
    """Return a value as a page shows it: what needs no escaping as it is, all else escaped.

    Jinja2 makes markup anew of every value, by five or six calls; most values need none.
    """
    kind = type(value)
    if kind is Markup or (kind is str and not _TO_ESCAPE(value)):  # type: ignore[call-overload]  # kind is str
        return value  # type: ignore[return-value]  # both are text
    return escape(value)


class PageGenerator(CodeGenerator):
    """Writes the code of a page, with `shown` where Jinja2 would write `escape`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class KnownCalls(NodeTransformer):
    """Replaces each call of a function in `known` whose arguments are constants by its answer.

    A text with places for values, `_("Till %(name)s", name=x)`, is translated and keeps the places.
    """

    def __init__(self, environment: Environment, known: Mapping[str, Known]) -> None:
        """Take the functions by the name that pages know them by; `_` is the translation."""
        self.environment = environment
        self.known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # named by Jinja2
        """Return what stands for the call; the call itself when something is not known yet."""
        self.generic_visit(node)
        function = self.known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        values = [one.as_const() for one in node.args if isinstance(one, nodes.Const)]
        if function is None or len(values) < len(node.args) or node.dyn_args or node.dyn_kwargs:
            return node
        if isinstance(node.node, nodes.Name) and node.node.name == "_":
            return self._text(node, function(*values))
        named = {one.key: one.value for one in node.kwargs}
        if not all(isinstance(one, nodes.Const) for one in named.values()):
            return node
        return self._constant(
            node, function(*values, **{k: v.as_const() for k, v in named.items()})
        )

    def _text(self, node: nodes.Call, text: str) -> nodes.Node:
        """Return a translated text as Jinja2's own gettext does: markup, with its values put in."""
        if not node.kwargs:
            return self._constant(node, Markup(text) % {})  # noqa: S704  # our own texts
        pairs = [nodes.Pair(self._constant(node, one.key), one.value) for one in node.kwargs]
        values = nodes.Dict(pairs, lineno=node.lineno)
        filled = nodes.Mod(self._constant(node, Markup(text)), values, lineno=node.lineno)  # noqa: S704  # our own texts
        return filled.set_environment(self.environment)

    def _constant(self, node: nodes.Node, value: Any) -> nodes.Const:
        constant = nodes.Const(value, lineno=node.lineno)
        constant.set_environment(self.environment)
        return constant
