"""Answers that stay where they are: the same exact sums, by DuckDB, PostgreSQL or Spark through ibis.

The only place that knows ibis and the engines. All are imported when a table is opened, not before.
"""

from mentorway.moments.engines.answers import Answers
from mentorway.moments.engines.connecting import ENGINES, connect
from mentorway.moments.engines.reducing import reduce_answers_in, reduce_finely_in

__all__ = ["ENGINES", "Answers", "connect", "reduce_answers_in", "reduce_finely_in"]
