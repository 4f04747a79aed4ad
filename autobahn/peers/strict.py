"""An inflater that keeps to its window.

zlib looks at the window only for what lies before its output buffer; within the buffer a reference may reach as far back
as it likes, and both libraries hand in one buffer for a whole message. In small steps nothing is left to that leniency.
"""
import random
import zlib

STEP = 16


class StrictInflater:
    def __init__(self, wbits):
        self._inflater = zlib.decompressobj(wbits)
        self.unconsumed_tail = b""

    def decompress(self, data, max_length=0):
        assert max_length == 0, "no limit is set by the peers"
        out = []
        while True:
            piece = self._inflater.decompress(data, STEP)
            data = self._inflater.unconsumed_tail
            out.append(piece)
            if not data and len(piece) < STEP:
                return b"".join(out)


class StrictZlib:
    """zlib, for a library whose inflaters are to be strict."""

    def __getattr__(self, name):
        return getattr(zlib, name)

    def decompressobj(self, wbits=15):
        return StrictInflater(wbits)


def _notices(window):
    far = random.Random(1).randbytes(1 << window) + b"and further"
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    message = deflater.compress(far * 2) + deflater.flush(zlib.Z_SYNC_FLUSH)
    assert StrictInflater(-15).decompress(message) == far * 2
    try:
        StrictInflater(-window).decompress(message)
    except zlib.error:
        return True
    return False


assert all(_notices(window) for window in (8, 9, 12, 14)), "this zlib does not keep to its window"
