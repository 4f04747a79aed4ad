// Rooms and people, beside the messages on a wide screen, over them on a phone.

import { $, avatar, element, fieldError } from './dom.js';

const panel = $('panel');
const opener = $('panel-open');
const phone = matchMedia('(max-width: 720px)');

function setOpen(open, focus) {
  panel.toggleAttribute('data-open', open);
  opener.setAttribute('aria-expanded', String(open));
  $('shade').hidden = !open;
  // On a phone what is out of sight must be out of the focus order, and what is covered too.
  panel.inert = phone.matches && !open;
  document.querySelector('main.room').inert = phone.matches && open;
  if (focus) (open ? $('panel-close') : opener).focus();
}

export function initPanel({ join }) {
  opener.addEventListener('click', () => setOpen(true, true));
  $('panel-close').addEventListener('click', () => setOpen(false, true));
  $('shade').addEventListener('click', () => setOpen(false, true));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && panel.hasAttribute('data-open')) setOpen(false, true);
  });
  phone.addEventListener('change', () => setOpen(false, false));
  setOpen(false, false);

  $('room-form').addEventListener('submit', (event) => {
    event.preventDefault();
    join($('room-name').value);
  });
  $('rooms').addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) join(button.dataset.room);
  });
}

export function closePanel() {
  if (panel.hasAttribute('data-open')) setOpen(false, false);
}

export function roomError(text) {
  fieldError($('room-name'), $('room-error'), text);
  if (text) $('room-name').focus();
}

export function roomEntered() {
  $('room-name').value = '';
  roomError('');
}

export function showRooms(rooms, current) {
  const focused = $('rooms').contains(document.activeElement) ? document.activeElement.dataset.room : null;
  $('rooms').replaceChildren(
    ...rooms.map(({ name, people }) => {
      const count = element('span', { class: 'count', 'aria-hidden': 'true' }, people ? String(people) : '');
      const label = `${name}, ${people} ${people === 1 ? 'person' : 'people'}`;
      const button = element('button', { type: 'button', 'data-room': name, 'aria-label': label });
      if (name === current) button.setAttribute('aria-current', 'true');
      button.append(element('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), element('bdi', {}, name), count);
      return element('li', {}, button);
    }),
  );
  // The list is made anew; a keyboard's place in it is not to be lost.
  if (focused) [...$('rooms').querySelectorAll('button')].find((b) => b.dataset.room === focused)?.focus();
}

export function showPeople(people, me) {
  $('people').replaceChildren(
    ...people.map((name) => {
      const line = element('li', {}, avatar(name), element('bdi', { class: 'name' }, name));
      if (name === me) line.append(element('span', { class: 'quiet' }, 'you'));
      return line;
    }),
  );
  $('room-count').textContent = people.length === 1 ? 'only you are here' : `${people.length} people`;
}

export function showMe(name) {
  avatar(name, $('me-avatar'));
  $('me-name').textContent = name;
}
