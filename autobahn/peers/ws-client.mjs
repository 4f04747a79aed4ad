// A job a line on standard input, a result a line on standard output. Every echo is compared with what was sent.
import readline from 'node:readline';
import WebSocket from 'ws';
import { generator, message } from './content.mjs';

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await run(JSON.parse(line)).catch((e) => ({ ok: false, error: String(e) }))));
}

function run(job) {
  const d = job.deflate;
  const socket = new WebSocket(job.url, {
    maxPayload: 0,
    perMessageDeflate: d && {
      serverNoContextTakeover: d.serverNoContextTakeover,
      clientNoContextTakeover: d.clientNoContextTakeover,
      ...(d.serverMaxWindowBits ? { serverMaxWindowBits: d.serverMaxWindowBits } : {}),
      clientMaxWindowBits: d.clientMaxWindowBits ?? false,
      threshold: 0,
    },
  });
  const next = generator(job.seed);
  return new Promise((resolve, reject) => {
    let sent;
    let text;
    let done = 0;
    const send = () => {
      if (done === job.messages.length) return socket.close(1000, 'done');
      const { kind, size, fragments } = job.messages[done];
      const content = message(kind, size, next);
      text = typeof content === 'string';
      sent = Buffer.from(content);
      const step = Math.ceil(sent.length / fragments) || 1;
      for (let i = 1; i <= fragments; i++) {
        socket.send(sent.subarray((i - 1) * step, i * step), { binary: !text, fin: i === fragments });
      }
    };
    socket.on('open', send);
    socket.on('message', (echo, binary) => {
      if (binary === text || !echo.equals(sent)) {
        reject(new Error(`echo ${done} differs from what was sent`));
      } else {
        done++;
        send();
      }
    });
    socket.on('error', reject);
    socket.on('close', (code, reason) => {
      if (code === 1000) resolve({ ok: true, extensions: socket.extensions, messages: done });
      else reject(new Error(`closed with ${code} ${reason} after ${done}`));
    });
  });
}
