"""The names that a piece of a claim knows, and the values of its pieces."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kunnskapsstatus.exhibits.exhibit import Exhibit

Labels = Callable[[str], str]


@dataclass(frozen=True)
class Scope:
    """The names that an expression knows, and the label of a key in the exhibits that it names."""

    names: dict[str, Any]
    labels: Labels

    def value(self, node: ast.expr) -> Any:
        """The value of a piece of the expression."""
        tree = ast.fix_missing_locations(ast.Expression(node))
        return eval(compile(tree, "<claim>", "eval"), self.names)  # noqa: S307 - the author's own expression

    def values(self, nodes: list[ast.expr]) -> list[Any]:
        """The values of arguments, those with a star one by one."""
        return list(self.value(ast.Tuple(nodes, ast.Load())))

    def each(self, generators: list[ast.comprehension]) -> Iterator[Scope]:
        """The scope of each round of a comprehension."""
        targets = [node.id for one in generators for node in ast.walk(one.target) if isinstance(node, ast.Name)]
        pairs = ast.Dict([ast.Constant(name) for name in targets], [ast.Name(name, ast.Load()) for name in targets])
        for found in self.value(ast.ListComp(pairs, generators)):
            yield Scope({**self.names, **found}, self.labels)

    def titles(self, node: ast.expr) -> list[str]:
        """The titles of the exhibits that a piece names, in order."""
        named = (self.names.get(part.id) for part in ast.walk(node) if isinstance(part, ast.Name))
        return list(dict.fromkeys(one.definition.title for one in named if isinstance(one, Exhibit)))
