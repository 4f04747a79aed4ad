// Messages of every kind, from a seeded generator, so that a failure can be repeated.
import { deflateRawSync } from 'node:zlib';

const LETTERS = [...'abcdefghijklm\u00e9pqrs\u8a9evwx\u{1f600}z'];

export function generator(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
}

export function message(kind, size, next) {
  if (kind === 'random') return bytes(size, next);
  if (kind === 'compressed') {
    let packed = Buffer.alloc(0);
    while (packed.length < size) packed = Buffer.concat([packed, deflateRawSync(words(4096, next))]);
    return packed.subarray(0, size);
  }
  const text = Buffer.from(kind === 'json' ? json(size, next) : words(size, next));
  let end = size;
  while (end < text.length && (text[end] & 0xc0) === 0x80) end--;
  return text.toString('utf8', 0, end) + 'x'.repeat(size - end);
}

function bytes(size, next) {
  const all = Buffer.alloc(size);
  for (let i = 0; i < size; i++) all[i] = next() >>> 24;
  return all;
}

function words(size, next) {
  let text = '';
  while (text.length < size) text += LETTERS.slice(next() % 20, 20 + (next() % 6)).join('') + ' ';
  return text;
}

function json(size, next) {
  let text = '[';
  while (text.length < size) text += `{"id":${next()},"name":"user ${next() % 1000}","tags":["a","b"],"on":true},`;
  return text;
}
