"""Messages of every kind, from a seeded generator, so that a failure can be repeated."""
import json
import random
import zlib

LETTERS = "abcdefghijklm\u00e9pqrs\u8a9evwx\U0001f600z"


def message(kind, size, chance):
    if kind == "random":
        return chance.randbytes(size)
    if kind == "compressed":
        packed = b""
        while len(packed) < size:
            packed += zlib.compress(words(4096, chance).encode())
        return packed[:size]
    text = documents(size, chance) if kind == "json" else words(size, chance)
    whole = text.encode()[:size].decode(errors="ignore")
    return whole + "x" * (size - len(whole.encode()))


def words(size, chance):
    text = []
    length = 0
    while length < size:
        word = LETTERS[chance.randrange(20): 20 + chance.randrange(6)] + " "
        text.append(word)
        length += len(word)
    return "".join(text)


def documents(size, chance):
    text = ["["]
    length = 1
    while length < size:
        document = {"id": chance.randrange(1 << 31), "name": "user %d" % chance.randrange(1000), "on": True}
        text.append(json.dumps(document) + ",")
        length += len(text[-1])
    return "".join(text)


def generator(seed):
    return random.Random(seed)


def pieces(whole, fragments):
    step = max(1, -(-len(whole) // fragments))
    return [whole[i * step:(i + 1) * step] for i in range(fragments)]
