"""A job a line on standard input, a result a line on standard output. Every echo is compared with what was sent."""
import asyncio
import json
import sys

import websockets
from websockets.extensions import permessage_deflate
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from content import generator, message, pieces
from strict import StrictZlib

permessage_deflate.zlib = StrictZlib()


async def run(job):
    d = job["deflate"]
    extensions = [] if d is None else [
        ClientPerMessageDeflateFactory(
            server_no_context_takeover=d["serverNoContextTakeover"],
            client_no_context_takeover=d["clientNoContextTakeover"],
            server_max_window_bits=d.get("serverMaxWindowBits"),
            client_max_window_bits=d.get("clientMaxWindowBits"),
        )
    ]
    chance = generator(job["seed"])
    async with websockets.connect(job["url"], compression=None, extensions=extensions, max_size=None) as socket:
        for i, m in enumerate(job["messages"]):
            sent = message(m["kind"], m["size"], chance)
            await socket.send(sent if m["fragments"] == 1 else pieces(sent, m["fragments"]))
            if await socket.recv() != sent:
                raise AssertionError("echo %d differs from what was sent" % i)
        extensions = socket.response_headers.get("Sec-WebSocket-Extensions", "")
    if socket.close_code != 1000:
        raise AssertionError("closed with %s %s" % (socket.close_code, socket.close_reason))
    return {"ok": True, "extensions": extensions, "messages": len(job["messages"])}


async def guarded(job):
    try:
        return await run(job)
    except Exception as e:  # whatever it is, it is this job's result
        return {"ok": False, "error": repr(e)}


for line in sys.stdin:
    print(json.dumps(asyncio.run(guarded(json.loads(line)))), flush=True)
