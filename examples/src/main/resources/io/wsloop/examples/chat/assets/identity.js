// Who this tab is. sessionStorage outlives a reload and ends with the tab, just as a place in the chat does.

const KEY = 'wsloop-chat';

function token() {
  // randomUUID would need a secure context; on a phone in the same network there is none.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export const identity = {
  session: '',
  name: '',
  room: 'lobby',

  restore() {
    Object.assign(this, { session: token() }, stored());
    this.save();
  },

  save() {
    sessionStorage.setItem(KEY, JSON.stringify({ session: this.session, name: this.name, room: this.room }));
  },

  forget() {
    Object.assign(this, { session: token(), name: '' });
    this.save();
  },
};

export const newId = token;
