"""Fixed figures about Arvania that have no register of persons behind them."""

from dataclasses import dataclass

from modules.practice.country import dice
from modules.practice.work import Worker

# Immigrants by the old rule: a stay of three months or more. From 2023 on the
# register gives both rules, so that 2023 is the year of overlap.
OLD_RULE = {2019: 262, 2020: 171, 2021: 214, 2022: 288}
# Arvanian citizens on 31 December 2025: labour force and unemployed by age group.
CITIZENS_LABOUR = {"18-34": (3_980, 527), "35-64": (12_940, 776)}
# The labour force survey asks one in six foreigners in the labour force.
SURVEY_ONE_IN = 6
DESIGN_EFFECT = 1.5
# Refugees from Arvania in other countries, end of 2025 (indicator 10.7.4).
REFUGEES_FROM_ARVANIA = 214
# What it costs to send 200 dollars from Belmora to Arvania, in dollars.
REMITTANCE = {"amount": 200, "fee": 7.40, "margin": 3.80}


@dataclass(frozen=True)
class SurveyResult:
    """Foreigners in the sample of the labour force survey, in persons."""

    asked: int
    unemployed: int


def survey_result(workers: tuple[Worker, ...]) -> SurveyResult:
    """Return what the labour force survey found among foreigners."""
    chosen = dice("labour survey").sample(workers, len(workers) // SURVEY_ONE_IN)
    return SurveyResult(len(chosen), sum(not worker.employed for worker in chosen))
