# Starts wstest on Jython, with one fault of Jython mended.
#
# When the peer has closed, Jython's socket.send() answers 0 for ever instead of raising: Twisted takes that for a full
# buffer and tries again without end, the case never finishes and is absent from the reports. Here a send that took
# nothing on a channel that is no longer active is what it means: the connection is lost.
import sys

from twisted.internet import main, tcp

write_some_data = tcp.Connection.writeSomeData


def is_active(sock):
    channel = getattr(getattr(sock, '_sock', sock), 'channel', None)
    return channel is None or channel.isActive()


def write_or_lose(self, data):
    written = write_some_data(self, data)
    if written == 0 and len(data) > 0 and not is_active(self.socket):
        return main.CONNECTION_LOST
    return written


tcp.Connection.writeSomeData = write_or_lose

sys.argv[0] = 'wstest'
from autobahntestsuite import wstest

wstest.run()
