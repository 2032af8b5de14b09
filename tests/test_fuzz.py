"""What the API's description allows, and what it does not, is answered as it says."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from cnnviz.server import create_app
from cnnviz.steps import STEPS
from loosely import loosely

PER_OPERATION = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}
TAGS = ["chapter", "health", "questions", *(step.name for step in STEPS)]


@pytest.fixture(scope="module")
def schema() -> OpenApiSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_app())


@pytest.mark.sampled(tag=4)
@pytest.mark.parametrize("tag", TAGS)
def test_no_request_gets_a_5xx_or_an_answer_that_is_not_described(
    schema: OpenApiSchema, tag: str
) -> None:
    operations = [loosely(each).ok() for each in schema.include(tag=tag).get_all_operations()]
    assert operations
    for operation in operations:
        for mode, few in PER_OPERATION.items():
            if mode is GenerationMode.POSITIVE or operation.query or operation.body:
                fuzz(operation, mode, few)


def fuzz(operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, few: int) -> None:
    # HYPOTHESIS_PROFILE=explore asks each operation 600 times instead of three.
    exploring = hypothesis.settings.get_current_profile_name() == "explore"
    most = loosely(hypothesis.settings.default).max_examples if exploring else few

    @hypothesis.settings(
        max_examples=most,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        # The description says that an array is a text; not each text is an array.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
