"""A door takes only rows that it asked for in somebody's name."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

from tests.house.sources import ROOT, module_name, parsed, python_files

DOORS = {"views", "api", "forms"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
ACTORS = {"user", "by", "auth", "OuterRef"}
# No row at all, the row of whoever holds its secret, the one that the whole site knows.
PUBLIC = {"none", "by_token", "default"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def doors() -> list[Path]:
    return [
        path
        for path in python_files("piste")
        if DOORS & {path.stem, *path.relative_to(ROOT).parts[2:-1]} and "tests" not in path.parts
    ]


def unasked(tree: ast.Module) -> Iterator[int]:
    """Lines that take rows of a model and ask nobody's name."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in MANAGERS and not any(map(asks, calls_after(node, parents))):
                yield node.lineno
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=model), *_]) if (
                name in SHORTCUTS and model[0].isupper()
            ):
                yield node.lineno


def calls_after(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.Call]:
    """`a(...)` and `b(...)` of `node.a(...).b(...)`."""
    while True:
        parent = parents[node]
        if isinstance(parent, ast.Call) and parent.func is node:
            yield parent
        elif not isinstance(parent, ast.Attribute):
            return
        node = parent


def asks(call: ast.Call) -> bool:
    """Whether the call names a user or rows that were asked for, or is a question that anybody may ask."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in PUBLIC:
        return True
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(named(value) in ACTORS for value in given)


def named(value: ast.expr) -> str:
    """`user` of `user` and `request.user`, `OuterRef` of `OuterRef(...)`."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


def test_no_door_takes_rows_without_asking():
    taken = [f"{path.relative_to(ROOT)}:{line}" for path in doors() for line in unasked(parsed(path))]
    assert not taken, "\n".join(taken)


@pytest.mark.parametrize(
    "line",
    [
        "Lead.objects.get(pk=pk)",
        "Lead.objects.filter(open=True)",
        "rows = Lead.objects",
        "get_object_or_404(Lead, pk=1)",
    ],
)
def test_an_unasked_row_is_noticed(line):
    assert list(unasked(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "Lead.objects.visible_to(request.user).get(pk=pk)",
        "get_object_or_404(Lead.objects.open().editable_by(user), pk=pk)",
        "get_object_or_404(rows, pk=pk)",
        "Authenticator.objects.filter(user=OuterRef('pk'))",
        "Lead.objects.none()",
    ],
)
def test_an_asked_row_passes(line):
    assert list(unasked(ast.parse(line))) == []


def form_classes() -> list[type[forms.BaseForm]]:
    modules = [import_module(module_name(path)) for path in doors() if "forms" in {path.stem, *path.parts}]
    return [
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, forms.BaseForm) and item.__module__ == module.__name__
    ]


def narrows(form: type[forms.BaseForm], name: str) -> bool:
    """Whether the form's own code sets the rows of this choice, or makes its fields anew."""
    own = "".join(inspect.getsource(base) for base in form.__mro__ if base.__module__.startswith("piste."))
    return bool(re.search(rf'self\.fields\[("{name}"|name)\](\.queryset)? = ', own))


def test_choices_of_forms_are_narrowed_to_what_a_user_sees():
    open_choices = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in form_classes()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField) and not field.queryset.query.is_empty() and not narrows(form, name)
    ]
    assert not open_choices, "\n".join(open_choices)


def test_a_door_says_first_by_which_method_it_is_reached_and_then_by_whom():
    """One order everywhere: whoever opens an address that only does something is told that, signed in or not."""
    turned = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in doors()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        for place, decorator in enumerate(node.decorator_list)
        if place and ast.unparse(decorator).startswith("require_")
    ]
    assert not turned, "\n".join(turned)
