"""The stages of training, in the order in which they build on one another."""

from __future__ import annotations

from service.training.confidence import ConfidenceStage
from service.training.matching import MatchingStage
from service.training.ranking import RankingStage
from service.training.spans import SpanStage
from service.training.stage import Stage

STAGES: tuple[Stage, ...] = (
    MatchingStage(),
    RankingStage(),
    SpanStage(),
    ConfidenceStage(),
)
