"""Echoes; prints its port."""
import asyncio

from autobahn.asyncio.websocket import WebSocketServerFactory, WebSocketServerProtocol
from autobahn.websocket import compress_deflate
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateOfferAccept

from strict import StrictZlib

compress_deflate.zlib = StrictZlib()


class Echo(WebSocketServerProtocol):
    def onMessage(self, payload, isBinary):
        self.sendMessage(payload, isBinary)


def accept(offers):
    for offer in offers:
        if isinstance(offer, PerMessageDeflateOffer):
            return PerMessageDeflateOfferAccept(offer)


async def main():
    loop = asyncio.get_running_loop()
    factory = WebSocketServerFactory("ws://127.0.0.1", loop=loop)
    factory.protocol = Echo
    factory.setProtocolOptions(perMessageCompressionAccept=accept)
    server = await loop.create_server(factory, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Future()


asyncio.run(main())
