// Wires the page together: what the server says to what is shown, what people do to what is sent.

import { focusComposer, giveBack, hint, initComposer, limitText } from './composer.js';
import { Connection } from './connection.js';
import { $, fieldError } from './dom.js';
import { identity, newId } from './identity.js';
import { log } from './log.js';
import { closePanel, initPanel, roomEntered, roomError, showMe, showPeople, showRooms } from './panel.js';
import { showStatus } from './status.js';

const PROTOCOL = 'chat.wsloop.v1';

/** What the page knows of the room it shows. seq and epoch tell which part of a history is news. */
const shown = { room: '', epoch: '', seq: 0, people: new Set(), rooms: [] };
const unanswered = new Map();
let epoch = '';
let inside = false;
let unread = 0;

const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
const connection = new Connection(`${scheme}//${location.host}/chat`, PROTOCOL, {
  state(state, until) {
    if (state !== 'connected') inside = false;
    document.documentElement.dataset.connection = state;
    showStatus(state, until);
  },
  open() {
    if (identity.name) hello(identity.name);
  },
  message(message) {
    heard[message.type]?.(message);
  },
});

function hello(name) {
  return connection.send({ type: 'hello', session: identity.session, name, room: identity.room });
}

function showDoor(error = '') {
  $('chat').hidden = true;
  $('door').hidden = false;
  fieldError($('name'), $('name-error'), error);
  $('name').focus();
}

function showChat() {
  if (!$('chat').hidden) return;
  $('door').hidden = true;
  $('chat').hidden = false;
  focusComposer();
}

function drawPeople() {
  const people = [...shown.people].sort((a, b) => a.localeCompare(b));
  showPeople(people, identity.name);
}

function drawTitle() {
  document.title = `${unread ? `(${unread}) ` : ''}#${shown.room} · wsloop chat`;
}

/** One function for each type of message from the server. */
const heard = {
  welcome(message) {
    connection.settled();
    inside = true;
    epoch = message.epoch;
    identity.name = message.name;
    identity.save();
    limitText(message.maxText);
    showMe(message.name);
    hint('');
  },

  joined({ room, people, history }) {
    const same = room === shown.room;
    log.quietly(() => (same ? catchUp(history) : begin(room, history)));
    shown.people = new Set(people);
    identity.room = room;
    identity.save();
    roomEntered();
    $('room-title').textContent = `# ${room}`;
    drawTitle();
    drawPeople();
    showRooms(shown.rooms, room);
    showChat();
    if (same) resend();
    else {
      closePanel();
      focusComposer();
    }
  },

  rooms({ rooms }) {
    shown.rooms = rooms;
    showRooms(rooms, shown.room);
  },

  message(message) {
    if (message.room !== shown.room) return;
    shown.seq = Math.max(shown.seq, message.seq);
    unanswered.delete(message.id);
    log.message(message, message.from === identity.name);
    if (document.hidden) {
      unread++;
      drawTitle();
    }
  },

  arrived({ room, name, at }) {
    if (room !== shown.room) return;
    shown.people.add(name);
    drawPeople();
    log.notice(`${name} came in`, at);
  },

  left({ room, name, at }) {
    if (room !== shown.room) return;
    shown.people.delete(name);
    drawPeople();
    log.notice(`${name} left`, at);
  },

  refused({ code, message }) {
    switch (code) {
      case 'NAME_INVALID':
      case 'NAME_TAKEN':
        showDoor(message);
        break;
      case 'ROOM_INVALID':
      case 'ROOMS_FULL':
        if (inside) roomError(message);
        else lobbyInstead();
        break;
      case 'TEXT_INVALID':
        takeBack();
        hint(message, true);
        break;
      default:
        hint(message, true);
    }
  },
};

/** Another room, or the first one. */
function begin(room, history) {
  log.clear();
  unanswered.clear();
  Object.assign(shown, { room, epoch, seq: 0 });
  addNews(history);
  if (!history.length) log.empty('Nothing has been said here yet');
}

/** The room that is shown already, after an interruption. */
function catchUp(history) {
  if (epoch !== shown.epoch) {
    Object.assign(shown, { epoch, seq: 0 });
    log.divider('The server was restarted');
  } else if (history.length && history[0].seq > shown.seq + 1) {
    log.divider('Some messages in between are no longer kept');
  }
  addNews(history);
}

function addNews(history) {
  for (const message of history) {
    if (message.seq > shown.seq) heard.message(message);
  }
}

/** What got no answer may have been lost on its way or only its answer: the server drops what it has already. */
function resend() {
  for (const [id, text] of unanswered) connection.send({ type: 'say', id, text });
}

function takeBack() {
  const [first] = unanswered;
  if (!first) return;
  unanswered.delete(first[0]);
  log.withdraw(first[0]);
  giveBack(first[1]);
}

/** The room that this tab remembered is not to be had any more. */
function lobbyInstead() {
  identity.room = 'lobby';
  identity.save();
  hello(identity.name);
}

function say(text) {
  if (!inside) return false;
  const id = newId();
  unanswered.set(id, text);
  log.waiting({ from: identity.name, text, at: Date.now(), id });
  return connection.send({ type: 'say', id, text });
}

function join(room) {
  if (room === shown.room) {
    closePanel();
    focusComposer();
  } else if (!inside || !connection.send({ type: 'join', room })) {
    roomError('Not now: there is no connection.');
  }
}

$('door-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = $('name').value;
  if (!hello(name)) fieldError($('name'), $('name-error'), 'Not now: there is no connection yet.');
});
$('name').addEventListener('input', () => fieldError($('name'), $('name-error'), ''));
$('room-name').addEventListener('input', () => fieldError($('room-name'), $('room-error'), ''));
$('retry').addEventListener('click', () => connection.retry());
$('leave').addEventListener('click', () => {
  identity.forget();
  Object.assign(shown, { room: '', seq: 0, people: new Set() });
  $('name').value = '';
  showDoor();
  connection.renew();
});
document.addEventListener('visibilitychange', () => {
  if (document.hidden || !shown.room) return;
  unread = 0;
  drawTitle();
});

initPanel({ join });
initComposer(say);
identity.restore();
if (!identity.name) showDoor();
connection.open();
