"""Tensors of the file, and those that stand in a data file beside it."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from cnnviz.onnx_reader.data_files import DataFiles
from cnnviz.onnx_reader.errors import Unreadable, quoted
from cnnviz.onnx_reader.limits import MOST_BYTES

Array = NDArray[Any]

_FIELDS: dict[int, str] = {
    TensorProto.FLOAT: "float_data",
    TensorProto.INT64: "int64_data",
    TensorProto.DOUBLE: "double_data",
    TensorProto.UINT64: "uint64_data",
    TensorProto.UINT32: "uint64_data",
    **dict.fromkeys(
        (
            *(TensorProto.INT32, TensorProto.BOOL, TensorProto.INT8, TensorProto.UINT8),
            *(TensorProto.INT16, TensorProto.UINT16, TensorProto.FLOAT16),
        ),
        "int32_data",
    ),
}


def type_name(kind: int) -> str:
    """What a sentence calls a type of ONNX's, as numpy calls it.

    >>> type_name(TensorProto.FLOAT), type_name(99)
    ('float32', 'of unknown type 99')
    """
    if kind == TensorProto.STRING:
        return "text"
    try:
        return str(helper.tensor_dtype_to_np_dtype(kind))
    except (KeyError, ValueError, TypeError):
        return f"of unknown type {kind}"


class Store:
    """Reads tensors, for one model; all together at most MOST_BYTES."""

    def __init__(self, files: DataFiles) -> None:
        self._files = files
        self.spent = 0

    def array(self, tensor: TensorProto) -> Array:
        """The tensor's values, read-only.

        Raises MissingData where its file is not there, and Unreadable where it claims more than it
        has, leads out of the folder, or has a type that is none of numpy's.
        """
        called = f"tensor {quoted(tensor.name) or 'without a name'}"
        shape, dtype = self._form(tensor, called)
        count = prod(shape)
        self.spent += count * dtype.itemsize
        if self.spent > MOST_BYTES:
            size = "×".join(map(str, shape))
            raise Unreadable(
                f"{called} of {size} values is more than the {MOST_BYTES:,} bytes read"
            )
        if tensor.data_location == TensorProto.EXTERNAL:
            return self._external(tensor, called, shape, dtype)
        if tensor.HasField("raw_data"):
            data = tensor.raw_data
            if len(data) != count * dtype.itemsize:
                raise Unreadable(
                    f"{called} must have {count * dtype.itemsize:,} bytes, as it is "
                    f"{'×'.join(map(str, shape)) or 'one number'}; it has {len(data):,}"
                )
            return (
                np.frombuffer(data, dtype.newbyteorder("<"))
                .reshape(shape)
                .astype(dtype, copy=False)
            )
        held = len(getattr(tensor, _FIELDS[tensor.data_type]))
        if held != count:
            raise Unreadable(f"{called} must have {count:,} values; it has {held:,}")
        return np.asarray(numpy_helper.to_array(tensor))

    def shape(self, tensor: TensorProto) -> tuple[int, ...]:
        """Its shape alone. Raises Unreadable as `array` does."""
        return self._form(tensor, f"tensor {quoted(tensor.name)}")[0]

    def _form(self, tensor: TensorProto, called: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
        if tensor.data_type not in _FIELDS:
            raise Unreadable(f"{called} is {type_name(tensor.data_type)}, which is not read")
        shape = tuple(tensor.dims)
        if any(size < 0 for size in shape) or len(shape) > 8:
            raise Unreadable(f"{called} has a shape that cannot be: {list(shape)[:9]}")
        return shape, np.dtype(helper.tensor_dtype_to_np_dtype(tensor.data_type))

    def _external(
        self, tensor: TensorProto, called: str, shape: tuple[int, ...], dtype: np.dtype[Any]
    ) -> Array:
        entries = {each.key: each.value for each in tensor.external_data}
        data = self._files.find(called, entries.get("location", ""))
        count = prod(shape)
        offset = _number(called, "offset", entries.get("offset", "0"))
        length = _number(called, "length", entries.get("length", str(count * dtype.itemsize)))
        if length != count * dtype.itemsize:
            raise Unreadable(
                f"{called} must have {count * dtype.itemsize:,} bytes in {data.name}; "
                f"the file says {length:,}"
            )
        try:
            if data.size < offset + length:
                raise Unreadable(
                    f"{data.name} is cut off: it has {data.size:,} bytes, and {called} "
                    f"ends at {offset + length:,}"
                )
            read = data.numbers(dtype.newbyteorder("<"), count, offset)
        except OSError as error:
            raise Unreadable(f"{data.name} cannot be read: {error.strerror or error}") from None
        return read.reshape(shape).astype(dtype, copy=False)


def _number(called: str, key: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Unreadable(f"{called} must have a whole number as its {key}; got {quoted(text)!r}")
    return int(text)
