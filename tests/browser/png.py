"""PNG files as small as a picture in a README should be: at most 256 colours."""

from __future__ import annotations

import struct
import zlib

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises:
        ValueError: this is no PNG file.
    """
    if data[:8] != _SIGNATURE or data[12:16] != b"IHDR":
        raise ValueError("no PNG file")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def with_palette(data: bytes) -> bytes:
    """The picture with 256 colours, the commonest and clearest, each other pixel in the one nearest to it.

    Args:
        data: a PNG as a browser's screenshot is: 8 bits for each of red, green and blue (and opacity, which is dropped), not interlaced.
    """
    pixels = _pixels(data)
    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    colors, place, count = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    parts = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1).astype(np.int32)
    # of colours that look the same only one stands in the palette, so that 256 reach far
    buckets, bucket = np.unique(parts >> 3, axis=0, return_inverse=True)
    weight = np.bincount(bucket.ravel(), weights=count, minlength=len(buckets))
    # a small mark in a colour of its own counts more than one more shade of grey
    reach = np.zeros(len(buckets))
    np.maximum.at(reach, bucket.ravel(), np.ptp(parts, axis=1))
    weight *= 1 + (reach / 16) ** 2
    order = np.lexsort((np.arange(len(colors)), -count, bucket.ravel()))
    first = order[np.unique(bucket.ravel()[order], return_index=True)[1]]
    palette = parts[first[np.argsort(-weight, kind="stable")[:256]]]
    nearest = np.concatenate(
        [((chunk[:, None] - palette) ** 2).sum(axis=2).argmin(axis=1) for chunk in np.array_split(parts, len(parts) // 2048 + 1)]
    )
    indices = nearest[place.ravel()].astype(np.uint8).reshape(pixels.shape[:2])
    rows = np.pad(indices, ((0, 0), (1, 0)))  # each row begins with its filter: none
    height, width = indices.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    return _SIGNATURE + b"".join(
        _chunk(*it) for it in ((b"IHDR", header), (b"PLTE", palette.astype(np.uint8).tobytes()), (b"IDAT", body), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _pixels(data: bytes) -> np.ndarray:
    """Rows by columns by red, green, blue."""
    width, height = size(data)
    depth, kind, *_, interlaced = data[24:29]
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError("only pictures of 8 bits for each of red, green, blue are read")
    channels = 3 if kind == 2 else 4
    parts, at = [], 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += length + 12
    raw = np.frombuffer(zlib.decompress(b"".join(parts)), np.uint8).reshape(height, 1 + width * channels)
    rows = np.zeros((height + 1, width + 1, channels), np.uint8)  # an empty row above and column before
    for y in range(height):
        _unfilter(int(raw[y, 0]), raw[y, 1:].reshape(width, channels), rows[y], rows[y + 1])
    return rows[1:, 1:, :3]


def _unfilter(how: int, given: np.ndarray, above: np.ndarray, row: np.ndarray) -> None:
    """Writes a row, by the filter that it was written with, from the one above it."""
    if how == 0:
        row[1:] = given
    elif how == 1:
        row[1:] = np.cumsum(given, axis=0, dtype=np.uint8)
    elif how == 2:
        row[1:] = given + above[1:]
    else:
        up, left = above.astype(int).tolist(), [0] * given.shape[1]
        made = []
        for x, values in enumerate(given.astype(int).tolist()):
            corner, over = up[x], up[x + 1]
            foresee = _average if how == 3 else _paeth
            left = [(value + foresee(a, b, c)) & 255 for value, a, b, c in zip(values, left, over, corner, strict=True)]
            made.append(left)
        row[1:] = made


def _average(left: int, above: int, corner: int) -> int:
    return (left + above) >> 1


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    far = (abs(guess - left), abs(guess - above), abs(guess - corner))
    return (left, above, corner)[far.index(min(far))]
