"""What became of each question in a new version, judged against the version before.

Pure: two instruments in, faults out. Only `equal` questions are compared over time.
"""

from collections.abc import Iterator

from assessments.maturity.instrument import EQUAL, Framework, MapEntry


def equal_questions(framework: Framework, previous: Framework) -> dict[str, str]:
    """Ids of questions that ask the same: new id to old id.

    Within one version, that is every question that was asked both times.
    """
    if (framework.key, framework.version) == (previous.key, previous.version):
        return {one: one for one in framework.by_id if one in previous.by_id}
    return {
        entry.new: entry.old
        for entry in framework.map
        if entry.relation == EQUAL
        and entry.new in framework.by_id
        and entry.old in previous.by_id
    }


def chained(maps: list[tuple[MapEntry, ...]]) -> tuple[MapEntry, ...]:
    """The equal questions over several versions, maps from the oldest on."""
    ids: dict[str, str] | None = None
    for entries in maps:
        step = {one.new: one.old for one in entries if one.relation == EQUAL}
        ids = (
            step
            if ids is None
            else {new: ids[old] for new, old in step.items() if old in ids}
        )
    return tuple(MapEntry(old, new, EQUAL) for new, old in (ids or {}).items())


def faults_of_map(
    framework: Framework, previous: Framework
) -> Iterator[tuple[str, str]]:
    """What is wrong with the map from ``previous``: pairs of message and remedy."""
    old_ids, new_ids = set(previous.by_id), set(framework.by_id)
    mapped_old = {entry.old for entry in framework.map if entry.old}
    mapped_new = {entry.new for entry in framework.map if entry.new}
    if not framework.map:
        yield (
            f"There is no `map` from version {previous.version}.",
            "Add `map:` with a line for each question, like "
            "`- {from: B1, to: B1, relation: equal}`.",
        )
        return
    for one in sorted(mapped_old - old_ids):
        yield (
            f"The map comes from `{one}`, which is not in version {previous.version}.",
            f"Known there: {', '.join(previous.by_id)}.",
        )
    for one in [one for one in previous.by_id if one not in mapped_old]:
        yield (
            f"The map says nothing about `{one}` of version {previous.version}.",
            f"Add where it went, or `- {{from: {one}, relation: dropped}}`.",
        )
    for one in sorted(mapped_new - new_ids):
        yield (f"The map leads to `{one}`, which is not a question.", "")
    for one in [one for one in framework.by_id if one not in mapped_new]:
        yield (
            f"The map says nothing about `{one}`.",
            f"Add where it comes from, or `- {{to: {one}, relation: new}}`.",
        )
    scale, before = (framework.minimum, framework.maximum), previous.levels
    if scale != (before[0].value, before[-1].value):
        for entry in framework.map:
            if entry.relation == EQUAL:
                yield (
                    f"`{entry.new}` cannot be equal: the scale was "
                    f"{before[0].value} to {before[-1].value} "
                    f"and is {scale[0]} to {scale[1]}.",
                    "Write `narrower` or `wider`.",
                )
