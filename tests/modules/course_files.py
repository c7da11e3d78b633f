"""A small course as files, for tests that load and break it."""

from pathlib import Path

GLOSSARY = """terms:
- key: stock
  term:
    en: stock
  definition:
    en: A number at one moment.
  source: Test
"""
MODULE = """key: '01'
title:
  en: First module
state: published
minutes: 20
level: introductory
roles:
- focal_point
topics:
- sharing
prerequisites: []
summary:
  en: A short sentence.
lede:
  en: Two lessons.
audience:
  en: Everybody.
objectives:
- en: Count to three.
cover: covers/01.svg
updated: 2026-11-20
check: 01-check
files:
- name: table.xlsx
  kind: exercise
  title:
    en: A table
- name: answer.xlsx
  kind: solution
  title:
    en: The answer
sources:
- id: gm2005
  text:
    en: The General Model.
  url: null
"""
LESSON = """---
title: Lesson one
slug: lesson-one
minutes: 5
lede: What it is about.
objectives: [1]
---

A [stock](term:stock) is counted. Read on in [lesson two](lesson:01/02).

A stock again: [stock](term:stock) and `2 × 3 = 6`.

::: key-message
Count once.
:::

::: figure
title: One line
drawing: line
alt: A line.
---
A line from left to right.
:::

::: in-your-country
key: who-counts
---
Who counts in your country?
:::

::: check
quiz: 01-01-check
:::

::: sources
- gm2005: section 2
:::
"""
SECOND = """---
title: Lesson two
slug: lesson-two
minutes: 6
lede: The end.
objectives: []
---

The end. Look at [module one](module:01).

::: exercise
title: Count
file: table.xlsx
minutes: 10
---
1. Open the file.
:::
"""
THIRD = """---
title: Lesson three
slug: lesson-three
minutes: 7
lede: One block of each kind.
objectives: [1]
---

A [stock](term:stock) again, and [lesson one](lesson:01/01) & [module one](module:01).

::: then-and-now
then: 2005
now: Today
---
One site.
---
Many sites.
:::

## A section

::: table
caption: Two rows
source: gm2005
---
| Name | Number |
| --- | ---: |
| One | 1 |
| Two | 2 |
:::

::: worked-example
title: Add up
file: table.xlsx
answer: The sum is 3.
---
1. Take 1 and 2: `1 + 2 = 3`.
2. Write it down.
---
| A | B |
| --- | ---: |
| Sum | 3 |
:::

::: note
title: A note
---
First line<br>and a space between 1&nbsp;000.
:::

::: warning
title: No names
---
Leave them out.
:::

::: country-example
country: Arvania
year: 2026
source: gm2005
---
Seven names.
:::

::: quotation
source: gm2005
---
Statistics is a streetlight.
:::

::: video
title: A meeting
url: /media/meeting.mp4
minutes: 3
size: 12 MB
---
The chair speaks.
:::

::: in-your-country
key: who-adds
---
Who adds up?
:::

::: sources
- gm2005: section 3
:::
"""
GUIDE = """---
title: Facilitator guide
---

Begin with a round of names.
"""
QUIZ = """key: {key}
version: 1
kind: {kind}
module: '01'
lesson: {lesson}
title:
  en: Check
draw: null
pass_mark: {pass_mark}
attempts: null
wait_minutes: 0
questions:
- key: {key}-q1
  version: 1
  type: single
  objective: 1
  difficulty: easy
  lesson: 01/01
  stem:
    en: How much is 2 × 3?
  feedback:
    en: Count it.
  source: gm2005
  choices:
  - key: a
    text:
      en: '6'
    right: true
    feedback:
      en: Yes.
  - key: b
    text:
      en: '5'
    right: false
    feedback:
      en: That is 2 + 3.
"""


def write_long_lesson(root: Path) -> None:
    """Add a third lesson to the course, with a block of every kind."""
    path = root / "01-first-module" / "en" / "03-lesson-three.md"
    path.write_text(THIRD, encoding="utf-8")


def write_course(root: Path) -> Path:
    """Write a correct course of one module with two lessons; return its folder."""
    folder = root / "01-first-module"
    files = {
        root / "glossary.yaml": GLOSSARY,
        folder / "module.yaml": MODULE,
        folder / "en" / "01-lesson-one.md": LESSON,
        folder / "en" / "02-lesson-two.md": SECOND,
        folder / "en" / "facilitator.md": GUIDE,
        folder
        / "figures"
        / "line.svg": '<svg viewBox="0 0 9 9"><path d="M1 1h8"/></svg>',
        folder / "files" / "table.xlsx": "not really",
        folder / "files" / "answer.xlsx": "not really",
        folder / "checks" / "01-01-check.yaml": QUIZ.format(
            key="01-01-check", kind="lesson", lesson="01/01", pass_mark="null"
        ),
        folder / "checks" / "01-check.yaml": QUIZ.format(
            key="01-check", kind="module", lesson="null", pass_mark="1"
        ),
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
