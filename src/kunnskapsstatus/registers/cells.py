"""The cells of a column: each that differs once, and which of them every record has. A million records have few cells
that differ, so that what is read of a column is read of few, and what is kept of it is small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa


@dataclass(frozen=True)
class Cells:
    """A sender's column.

    Attributes
    ----------
    distinct : the cells that differ, as the file has them
    places : which of them each record has, counted from 0; -1 where it has none
    """

    distinct: Sequence[Any]
    places: np.ndarray[Any, np.dtype[np.signedinteger[Any]]]

    @classmethod
    def of(cls, values: pd.Series[Any]) -> Self:
        """Those of a column of pandas."""
        places, distinct = pd.factorize(values)
        return cls(list(distinct), places.astype("int32"))

    @classmethod
    def of_arrow(cls, values: pa.ChunkedArray) -> Self:
        """Those of a column of Arrow. Raises ValueError or OverflowError for a day out of the calendar."""
        coded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
        whole = coded.unify_dictionaries().combine_chunks()
        return cls(whole.dictionary.to_pylist(), whole.indices.fill_null(-1).to_numpy())

    def answers(self, read: Iterable[Any], dtype: Any, none: Any = None) -> pd.Series[Any]:
        """A column with an answer for each record, from the answers of the cells that differ."""
        return pd.Series(pd.array([*read, none], dtype=dtype).take(self.places), copy=False)

    def having(self, wanted: Callable[[int], bool]) -> tuple[int, ...]:
        """The records, counted from 0, whose cells are wanted, by their numbers among those that differ."""
        numbers = [number for number in range(len(self.distinct)) if wanted(number)]
        return tuple(map(int, np.flatnonzero(np.isin(self.places, numbers))))
