// Tells in one place how the connection stands.

import { $, announce } from './dom.js';

let ticking = 0;

function show(state, text) {
  for (const place of document.querySelectorAll('[data-status]')) {
    place.dataset.state = state;
    place.textContent = text;
  }
}

export function showStatus(state, until) {
  clearInterval(ticking);
  $('retry').hidden = state !== 'waiting' && state !== 'replaced';
  $('retry').textContent = state === 'replaced' ? 'Use it here' : 'Try now';
  switch (state) {
    case 'connecting':
      show(state, 'Connecting…');
      break;
    case 'connected':
      show(state, 'Connected');
      announce('Connected');
      break;
    case 'replaced':
      show(state, 'Open in another tab');
      announce('The chat was opened in another tab; this one is at rest.');
      break;
    case 'waiting': {
      const tick = () => {
        const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
        show(state, `Reconnecting in ${seconds} s`);
      };
      tick();
      // The countdown is for the eyes only; spoken every second it would drown everything else.
      announce('Connection lost, reconnecting');
      ticking = setInterval(tick, 250);
      break;
    }
  }
}
