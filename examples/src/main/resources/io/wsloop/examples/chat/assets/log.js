// The list of messages and notices.

import { $, avatar, element } from './dom.js';

/** Older lines leave the page: a tab may stay open for weeks. */
const MOST_LINES = 500;
const GROUP_MS = 5 * 60_000;

const list = $('log');
const newest = $('newest');
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

let last = { from: '', at: 0 };
const waiting = new Map();
let placeholder = null;

const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 48;

function toEnd() {
  list.scrollTop = list.scrollHeight;
  newest.hidden = true;
}

list.addEventListener('scroll', () => {
  if (atEnd()) newest.hidden = true;
});
newest.addEventListener('click', () => {
  toEnd();
  list.focus();
});
// A phone's keyboard, or a turned phone, must not hide the message that was in view.
let stuck = true;
list.addEventListener('scroll', () => (stuck = atEnd()), { passive: true });
new ResizeObserver(() => stuck && toEnd()).observe(list);

function time(at) {
  const date = new Date(at);
  return element('time', { datetime: date.toISOString(), title: calendar.format(date) }, clock.format(date));
}

function append(line, follow) {
  const stay = !follow && !atEnd();
  list.append(line);
  while (list.childElementCount > MOST_LINES) list.firstElementChild.remove();
  if (stay) newest.hidden = false;
  else toEnd();
}

function messageLine({ from, text, at }, mine) {
  placeholder?.remove();
  const joins = last.from === from && at - last.at < GROUP_MS;
  last = { from, at };
  // The name stays in the document for a joined line, where only the eyes do not need it again.
  const head = element('p', { class: joins ? 'who visually-hidden' : 'who' });
  head.append(element('bdi', { class: 'name' }, from), ' ', time(at));
  const body = element('p', { class: 'text', dir: 'auto' }, text);
  const line = element('li', { class: 'message', 'data-joined': joins, 'data-mine': mine });
  line.append(joins ? element('span', { class: 'avatar-gap' }) : avatar(from), element('div', {}, head, body));
  return line;
}

export const log = {
  /** Empties the list for another room; a screen reader is not to read the history aloud. */
  clear() {
    list.replaceChildren();
    waiting.clear();
    last = { from: '', at: 0 };
    newest.hidden = true;
  },

  /** Stands until the first message comes. */
  empty(text) {
    this.divider(text);
    placeholder = list.lastElementChild;
  },

  quietly(fill) {
    list.setAttribute('aria-busy', 'true');
    fill();
    toEnd();
    list.removeAttribute('aria-busy');
  },

  message(message, mine) {
    const line = mine && waiting.get(message.id);
    if (line) {
      waiting.delete(message.id);
      line.removeAttribute('data-waiting');
      line.querySelector('time').replaceWith(time(message.at));
      return;
    }
    append(messageLine(message, mine), mine);
  },

  /** Our own, on its way: shown at once, marked until the server has said it. */
  waiting(message) {
    const line = messageLine(message, true);
    line.setAttribute('data-waiting', '');
    waiting.set(message.id, line);
    append(line, true);
  },

  /** It was refused: nobody has read it. */
  withdraw(id) {
    waiting.get(id)?.remove();
    waiting.delete(id);
    last = { from: '', at: 0 };
  },

  notice(text, at) {
    last = { from: '', at: 0 };
    append(element('li', { class: 'notice' }, element('span', { dir: 'auto' }, text), ' ', time(at)), false);
  },

  divider(text) {
    last = { from: '', at: 0 };
    append(element('li', { class: 'divider' }, element('span', {}, text)), false);
  },
};
