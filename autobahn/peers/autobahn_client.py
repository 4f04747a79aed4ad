"""A job a line on standard input, a result a line on standard output. Every echo is compared with what was sent."""
import asyncio
import json
import sys
from urllib.parse import urlsplit

from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
from autobahn.websocket import compress_deflate
from autobahn.websocket.compress import PerMessageDeflateOffer, PerMessageDeflateResponse, PerMessageDeflateResponseAccept

from content import generator, message
from strict import StrictZlib

compress_deflate.zlib = StrictZlib()


class Client(WebSocketClientProtocol):
    def onConnect(self, response):
        self.extensions = ", ".join(str(e) for e in response.extensions)

    def onOpen(self):
        self.done = 0
        self.chance = generator(self.factory.job["seed"])
        self.next()

    def next(self):
        messages = self.factory.job["messages"]
        if self.done == len(messages):
            self.sendClose(1000)
            return
        m = messages[self.done]
        sent = message(m["kind"], m["size"], self.chance)
        self.binary = isinstance(sent, bytes)
        self.sent = sent if self.binary else sent.encode()
        step = None if m["fragments"] == 1 else max(1, len(self.sent) // m["fragments"])
        self.sendMessage(self.sent, self.binary, fragmentSize=step)

    def onMessage(self, payload, isBinary):
        if isBinary != self.binary or payload != self.sent:
            self.factory.result.set_exception(AssertionError("echo %d differs from what was sent" % self.done))
            self.dropConnection(abort=True)
            return
        self.done += 1
        self.next()

    def onClose(self, wasClean, code, reason):
        result = self.factory.result
        if result.done():
            return
        if code == 1000 and wasClean:
            result.set_result({"ok": True, "extensions": self.extensions, "messages": self.done})
        else:
            result.set_exception(AssertionError("closed with %s %s, clean: %s" % (code, reason, wasClean)))


def offer(d):
    return PerMessageDeflateOffer(
        accept_no_context_takeover=d["clientNoContextTakeover"],
        accept_max_window_bits="clientMaxWindowBits" in d,
        request_no_context_takeover=d["serverNoContextTakeover"],
        request_max_window_bits=d.get("serverMaxWindowBits") or 0,
    )


async def run(job):
    loop = asyncio.get_running_loop()
    factory = WebSocketClientFactory(job["url"], loop=loop)
    factory.protocol = Client
    factory.job = job
    factory.result = loop.create_future()
    factory.setProtocolOptions(failByDrop=False)
    d = job["deflate"]
    if d is not None:
        def accept(response):
            if isinstance(response, PerMessageDeflateResponse):
                forget = d["clientNoContextTakeover"] or response.client_no_context_takeover
                # It cannot put a number into its offer; it keeps to that window all the same.
                window = d.get("clientMaxWindowBits")
                return PerMessageDeflateResponseAccept(
                    response,
                    no_context_takeover=forget or None,
                    window_bits=None if window is True else window,
                )

        factory.setProtocolOptions(perMessageCompressionOffers=[offer(d)], perMessageCompressionAccept=accept)
    await loop.create_connection(factory, "127.0.0.1", urlsplit(job["url"]).port)
    return await factory.result


async def guarded(job):
    try:
        return await run(job)
    except Exception as e:  # whatever it is, it is this job's result
        return {"ok": False, "error": repr(e)}


async def main():
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            return
        print(json.dumps(await guarded(json.loads(line))), flush=True)


asyncio.run(main())
