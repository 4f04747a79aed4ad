// The socket, and the way back to the server when it is lost. Knows nothing of names and rooms.

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const CONNECT_MS = 10_000;

/** Sent by the server when the same session was opened again, in a copy of this tab: coming back would start a fight. */
const REPLACED = 4001;

/** Doubles with each attempt; the random half keeps a thousand pages from returning in the same instant. */
export function delay(attempt, random = Math.random) {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return most / 2 + (random() * most) / 2;
}

/**
 * States: connecting, connected, waiting (until a time), replaced.
 * handlers: state(name, until), open(), message(object).
 */
export class Connection {
  #url;
  #protocol;
  #handlers;
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #state = '';

  constructor(url, protocol, handlers) {
    this.#url = url;
    this.#protocol = protocol;
    this.#handlers = handlers;
    // The network came back: no need to sit out the delay.
    addEventListener('online', () => this.retry());
  }

  open() {
    clearTimeout(this.#timer);
    this.#become('connecting');
    const socket = new WebSocket(this.#url, this.#protocol);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lost(socket), CONNECT_MS);
    socket.onopen = () => {
      if (socket === this.#socket) {
        clearTimeout(this.#timer);
        this.#become('connected');
        this.#handlers.open();
      }
    };
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#handlers.message(JSON.parse(event.data));
    };
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  /** Whether it was handed to the socket; whether it arrives only an answer can tell. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** The server has let us in. Before that, a server that accepts and fails would be asked again without a pause. */
  settled() {
    this.#attempt = 0;
  }

  /** At once, if it is waiting or was replaced. */
  retry() {
    if (this.#state === 'waiting' || this.#state === 'replaced') this.open();
  }

  /** Ends this connection and begins another. */
  renew() {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.#attempt = 0;
    this.open();
  }

  #lost(socket, code) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#timer);
    this.#socket = null;
    socket.close();
    if (code === REPLACED) {
      this.#become('replaced');
      return;
    }
    const pause = delay(this.#attempt++);
    this.#timer = setTimeout(() => this.open(), pause);
    this.#become('waiting', Date.now() + pause);
  }

  #become(state, until = 0) {
    this.#state = state;
    this.#handlers.state(state, until);
  }
}
