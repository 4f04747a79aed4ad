"""Echoes; prints its port."""
import asyncio

import websockets
from websockets.extensions import permessage_deflate
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from strict import StrictZlib

permessage_deflate.zlib = StrictZlib()


async def echo(socket):
    async for data in socket:
        await socket.send(data)


async def main():
    extensions = [ServerPerMessageDeflateFactory()]
    async with websockets.serve(echo, "127.0.0.1", 0, compression=None, extensions=extensions, max_size=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
