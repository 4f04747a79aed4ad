// Echoes; prints its port.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  maxPayload: 0,
  perMessageDeflate: { threshold: 0 },
});
server.on('connection', (socket) => {
  socket.on('message', (data, binary) => socket.send(data, { binary }));
  socket.on('error', (e) => console.error(String(e)));
});
server.on('listening', () => console.log(server.address().port));
