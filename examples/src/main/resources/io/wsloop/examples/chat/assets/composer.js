// The field in which messages are written.

import { $ } from './dom.js';

const field = $('text');
const form = $('composer');
let most = 2000;

const length = () => [...field.value].length;

function fit() {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight}px`;
}

function count() {
  const left = most - length();
  hint(left < 0 ? `${-left} characters too many` : left < 100 ? `${left} characters left` : '', left < 0);
}

export function hint(text, wrong = false) {
  $('hint').textContent = text;
  $('hint').toggleAttribute('data-wrong', wrong);
}

/** say(text): whether it was taken; only then is the field emptied. */
export function initComposer(say) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || length() > most) return;
    if (!say(text)) {
      hint('Not sent: there is no connection. Your text is kept.', true);
      return;
    }
    field.value = '';
    fit();
    hint('');
  });
  field.addEventListener('keydown', (event) => {
    // Enter also ends the composition of a character in many scripts; that one is not ours.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  field.addEventListener('input', () => {
    fit();
    count();
  });
}

export function limitText(characters) {
  most = characters;
}

export function focusComposer() {
  field.focus();
}

/** Gives a refused text back, unless another one has been begun. */
export function giveBack(text) {
  if (!field.value) {
    field.value = text;
    fit();
  }
}
