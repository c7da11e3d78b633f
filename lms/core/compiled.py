"""Queries of the busiest pages, put into SQL once instead of at every request.

Django works a query out anew each time: that takes it several times as long as
asking the database and reading the answer. A :class:`Compiled` query is written
with query sets like any other, is worked out at its first use, and from then on
only sent, with other values. Rows come as tuples, converted as by values_list().

Worth it where a page is read by thousands and the query is small; elsewhere a
plain query set is the better choice.
"""

import threading
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet
from django.db.models.expressions import Expression


class Parameter(Expression):
    """The place of a value that comes later, of the type of a field.

    Stands where a value could: ``filter(person_id=Parameter("person", field))``.
    """

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler, connection):
        """Return the place holder, and this object in place of the value."""
        return "%s", [self]


class Compiled:
    """A query of which only the values change.

    ``build`` returns a values_list() query set with parameters in it. It is called
    once for each kind of database.
    """

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._build = build
        self._worked_out: dict[str, tuple] = {}
        self._lock = threading.Lock()

    def rows(self, **values) -> list[tuple]:
        """Return all rows for these values by the names of the parameters.

        Raises KeyError for a parameter without a value.
        """
        connection = connections[DEFAULT_DB_ALIAS]
        sql, params, converters = self._work_out(connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, [_given(param, values, connection) for param in params])
            found = cursor.fetchall()
        if not converters:
            return found
        return [_converted(row, converters, connection) for row in found]

    def _work_out(self, connection) -> tuple:
        known = self._worked_out.get(connection.vendor)
        if known is None:
            with self._lock:
                compiler = self._build().query.get_compiler(connection=connection)
                sql, params = compiler.as_sql()
                columns = [column for column, _sql, _alias in compiler.select]
                converters = compiler.get_converters(columns)
                known = sql, tuple(params), tuple(converters.items())
                self._worked_out[connection.vendor] = known
        return known


def _given(param, values: dict, connection):
    if not isinstance(param, Parameter):
        return param
    return param.output_field.get_db_prep_value(values[param.name], connection)


def _converted(row: tuple, converters: tuple, connection) -> tuple:
    values = list(row)
    for position, (functions, column) in converters:
        for function in functions:
            values[position] = function(values[position], column, connection)
    return tuple(values)
