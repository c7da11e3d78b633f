"""Figures with a name: counted, or recomputed from others by a short expression.

An expression holds names of figures, whole numbers, + - * / **, brackets, and the
functions sqrt(x), root(x, n), min and max. It is calculated with exact fractions;
only the last result is rounded, halves up (away from zero for negative results).
"""

import ast
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

NO_BREAK = "\u00a0"
_DIGITS = 40
_LEVELS = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2, ast.USub: 3, ast.Pow: 4}
_SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}


class ExpressionError(ValueError):
    """An expression names an unknown figure or uses something not allowed."""


@dataclass(frozen=True)
class Figure:
    """One figure that lessons may quote.

    exact: the value before rounding. expression: how it follows from other figures,
    or None for what is counted in the rows. decimals: decimals of the quoted value.
    unit: persons, %, days and the like. modules: keys of the modules that are
    expected to use it.
    """

    name: str
    label: str
    unit: str
    exact: Fraction
    decimals: int
    modules: tuple[str, ...]
    expression: str | None = None

    @property
    def value(self) -> Decimal:
        """The quoted value: rounded half up."""
        return round_half_up(self.exact, self.decimals)

    @property
    def shown(self) -> str:
        """The quoted value as lessons print it, for example "2 021" or "5.1 %"."""
        return shown(self.value, self.unit)


class FigureBook:
    """Figures by name, in the order in which they were added, under topics."""

    def __init__(self):
        self.figures: dict[str, Figure] = {}
        self.topics: dict[str, list[str]] = {}
        self.notes: dict[str, str] = {}
        self._topic = ""

    def __getitem__(self, name: str) -> Figure:
        return self.figures[name]

    def topic(self, title: str, note: str) -> None:
        """Begin a group of figures with a heading and a note, maybe empty."""
        self._topic = title
        self.topics[title] = []
        self.notes[title] = note

    def count(self, name, label, unit, modules, value, decimals) -> None:
        """Add a figure counted in the rows, or fixed."""
        exact = Fraction(str(value))
        self._add(Figure(name, label, unit, exact, decimals, tuple(modules.split())))

    def derive(self, name, label, unit, modules, expression, decimals) -> None:
        """Add a figure that follows from others."""
        exact = evaluate(expression, self.exact_values())
        keys = tuple(modules.split())
        self._add(Figure(name, label, unit, exact, decimals, keys, expression))

    def exact_values(self) -> dict[str, Fraction]:
        """Return the unrounded values by name."""
        return {name: figure.exact for name, figure in self.figures.items()}

    def formula(self, name: str) -> str:
        """Return the formula of a derived figure with its numbers, ready to print.

        Counted inputs appear as numbers; inputs that are not whole appear by their
        own formula, so that nobody rounds on the way. A share in percent leaves out
        the multiplication by 100, as lessons do.
        """
        figure = self.figures[name]
        if figure.expression is None:
            return ""
        expression = figure.expression
        if figure.unit == "%" and expression.endswith("* 100"):
            expression = expression.removesuffix("* 100").strip()
        tree = ast.parse(expression, mode="eval").body
        return f"{self._print(tree)[0]} = {figure.shown}"

    def _add(self, figure: Figure) -> None:
        if figure.name in self.figures:
            raise ExpressionError(f"Figure {figure.name} is defined twice.")
        self.figures[figure.name] = figure
        self.topics[self._topic].append(figure.name)

    def _print(self, node: ast.expr) -> tuple[str, int]:
        """Return a node as text, and how strongly its last operation binds."""
        if isinstance(node, ast.Constant):
            return shown(Decimal(str(node.value)), ""), 9
        if isinstance(node, ast.Name):
            figure = self.figures[node.id]
            if figure.expression and figure.exact != Fraction(figure.value):
                return self._print(ast.parse(figure.expression, mode="eval").body)
            return shown(figure.value, ""), 9
        if isinstance(node, ast.Call):
            parts = [self._print(part)[0] for part in node.args]
            if node.func.id == "sqrt":
                return f"√({parts[0]})", 9
            if node.func.id == "root":
                return f"({parts[0]})^(1/{parts[1]})", 9
            return f"{node.func.id}({', '.join(parts)})", 9
        if isinstance(node, ast.UnaryOp):
            return f"−{self._print(node.operand)[0]}", _LEVELS[ast.USub]
        level = _LEVELS[type(node.op)]
        left, left_level = self._print(node.left)
        right, right_level = self._print(node.right)
        left = f"({left})" if left_level < level else left
        sign = _SIGNS.get(type(node.op))
        if right.startswith("−") and sign in ("+", "−"):
            sign, right = ("−" if sign == "+" else "+"), right.removeprefix("−")
        strict = isinstance(node.op, ast.Sub | ast.Div)
        weaker = right_level <= level if strict else right_level < level
        right = f"({right})" if weaker else right
        if isinstance(node.op, ast.Pow):
            return f"{left}^{right}", level
        return f"{left} {sign} {right}", level


def evaluate(expression: str, values: dict[str, Fraction]) -> Fraction:
    """Return the exact result of an expression.

    Roots are exact to 40 digits. Raises ExpressionError for an unknown name and for
    anything that is not arithmetic.
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"Not an expression: {expression}") from error
    return _value(tree, values)


def _value(node: ast.expr, values: dict[str, Fraction]) -> Fraction:
    """Return the value of one node of an expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(str(node.value))
    if isinstance(node, ast.Name):
        if node.id not in values:
            raise ExpressionError(f"Unknown figure: {node.id}")
        return values[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp) and type(node.op) in _LEVELS:
        left, right = _value(node.left, values), _value(node.right, values)
        return _operate(node.op, left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        arguments = [_value(part, values) for part in node.args]
        if node.func.id in ("min", "max"):
            return (min if node.func.id == "min" else max)(arguments)
        if node.func.id == "sqrt":
            return root(arguments[0], 2)
        if node.func.id == "root":
            return root(arguments[0], int(arguments[1]))
    raise ExpressionError(f"Not allowed in an expression: {ast.unparse(node)}")


def _operate(operator: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    """Return the result of one operation; powers are whole numbers."""
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    if isinstance(operator, ast.Div):
        return left / right
    if right.denominator != 1:
        raise ExpressionError("Use root(x, n) for a root.")
    return left ** int(right)


def root(value: Fraction, degree: int) -> Fraction:
    """Return the root of a positive value, exact to 40 digits."""
    with localcontext() as context:
        context.prec = _DIGITS
        number = Decimal(value.numerator) / Decimal(value.denominator)
        if degree == 2:
            return Fraction(number.sqrt())
        return Fraction((number.ln() / degree).exp())


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Round to a number of decimals; halves go away from zero."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    number = Decimal(whole).scaleb(-decimals)
    return (-number if value < 0 else number).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )


def shown(value: Decimal, unit: str) -> str:
    """Return a number as lessons print it: no-break spaces, true minus, percent."""
    text = f"{abs(value):,}".replace(",", NO_BREAK)
    sign = "−" if value < 0 else ""
    return f"{sign}{text}{NO_BREAK}%" if unit == "%" else f"{sign}{text}"
