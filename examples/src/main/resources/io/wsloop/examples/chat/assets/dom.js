// Elements are built here and nowhere else: what people typed becomes text, never markup.

export const $ = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** A coloured disc with the name's first character; the colour is the same on every page. */
export function avatar(name, into = element('span', { class: 'avatar', 'aria-hidden': 'true' })) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 8191;
  into.dataset.tone = String(sum % 8);
  into.textContent = [...name][0]?.toUpperCase() ?? '';
  return into;
}

/** Shows an error beside a field, and marks the field; an empty text takes both away. */
export function fieldError(input, place, text) {
  place.textContent = text;
  if (text) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/** For those who listen instead of looking. */
export function announce(text) {
  $('announcer').textContent = text;
}
