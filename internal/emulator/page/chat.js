// The phones. The server tells everything by one event stream; a phone draws its person's chats and sends what is done on it.
import { el, icon, act, upload, clock, day, dialog, menu, Drawer } from './tools.js';

const query = new URLSearchParams(location.search);
const world = { scene: null, chats: new Map(), answered: new Set(), busy: new Map() };
const phones = new Map();
const main = document.getElementById('ponsel');
const places = [['Jakarta', -6.2, 106.8167], ['Batam', 1.13, 104.053], ['Kupang', -10.1772, 123.607], ['Nunukan', 4.1357, 117.6589],
  ['Medan', 3.5952, 98.6722], ['Surabaya', -7.2575, 112.7521], ['Johor Bahru', 1.4927, 103.7414], ['Sihanoukville', 10.6093, 103.5296]];

// ---- text with entities

const wrappers = {
  bold: () => el('b'), italic: () => el('i'), underline: () => el('u'), strikethrough: () => el('s'), code: () => el('code'), pre: () => el('pre'),
  blockquote: () => el('blockquote'), expandable_blockquote: () => el('blockquote'),
  spoiler: () => el('button', { type: 'button', className: 'spoiler', 'aria-pressed': 'false', 'aria-label': 'Teks tersembunyi, tekan untuk melihat',
    onclick: e => { e.currentTarget.setAttribute('aria-pressed', 'true'); e.currentTarget.removeAttribute('aria-label'); } }),
  text_link: (e) => outside(e.url), url: (e, t) => outside(/^[a-z]+:/i.test(t) ? t : 'http://' + t),
  email: (e, t) => el('a', { href: 'mailto:' + t }),
  bot_command: (e, t, phone) => el('button', { type: 'button', className: 'command', onclick: () => phone.send(t) }),
};
const outside = url => el('a', { href: /^(https?|tg|mailto|tel):/i.test(url) ? url : '#', target: '_blank', rel: 'noopener noreferrer' });

function rich(phone, text, list, from = 0, to = text.length) {
  const out = [];
  let at = from;
  for (let i = 0; i < list.length; i++) {
    const e = list[i];
    if (e.offset < at || e.offset >= to) continue;
    const end = Math.min(e.offset + e.length, to);
    out.push(text.slice(at, e.offset));
    const make = wrappers[e.type], inner = rich(phone, text, list.slice(i + 1), e.offset, end);
    if (make) { const node = make(e, text.slice(e.offset, end), phone); node.append(...inner); out.push(node); } else out.push(...inner);
    at = end;
  }
  out.push(text.slice(at, to));
  return out.filter(x => x !== '');
}

// ---- what a message carries

const size = n => n > 1e6 ? (n / 1e6).toFixed(1).replace('.', ',') + ' MB' : Math.max(1, Math.round(n / 1000)) + ' KB';

function media(m) {
  const url = m.fileID && '/emulator/file/' + encodeURIComponent(m.fileID);
  switch (m.kind) {
    case 'photo': return el('img', { src: url, alt: 'Foto', loading: 'lazy' });
    case 'voice': case 'audio': return el('audio', { src: url, controls: true, preload: 'metadata', 'aria-label': m.kind === 'voice' ? 'Pesan suara' : m.name || 'Audio' });
    case 'video': return el('video', { src: url, controls: true, style: 'max-width:100%;border-radius:10px' });
    case 'sticker': return el('div', {}, m.emoji || '🖼️');
    case 'location': return el('div', {}, el('div', { className: 'map', role: 'img', 'aria-label': 'Lokasi' }, icon('pin')), el('span', {}, `${m.lat.toFixed(4)}, ${m.lon.toFixed(4)}`));
    case 'contact': return el('div', { className: 'file' }, el('i', {}, icon('card')), el('span', {}, m.name, el('small', {}, m.phone)));
  }
  return el('a', { className: 'file', href: url, download: m.name || 'berkas' }, el('i', {}, icon('file')), el('span', {}, m.name || 'Berkas', el('small', {}, size(m.size || 0))));
}

const brief = m => m.text || { photo: 'Foto', voice: 'Pesan suara', document: 'Berkas', location: 'Lokasi', contact: 'Kontak', sticker: 'Stiker' }[m.media?.kind] || '';

// ---- one phone

class Phone {
  constructor(person) {
    this.id = this.chat = person.id;
    this.nodes = new Map();
    this.typingSeen = 0;
    this.unread = new Set();
    this.stuck = true;
    this.build(person);
  }

  build(p) {
    this.title = el('h2', { id: 'nama' + p.id });
    this.hint = el('p');
    this.face = el('span', { className: 'face', 'aria-hidden': 'true' });
    this.name = el('span');
    this.status = el('small');
    this.more = el('button', { type: 'button', className: 'quiet', 'aria-label': 'Pilihan percakapan', 'aria-haspopup': 'menu', onclick: () => this.chatMenu() }, icon('dots'));
    this.log = el('div', { className: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Percakapan', tabindex: '0', onscroll: () => this.scrolled() });
    for (const late of ['load', 'loadedmetadata']) this.log.addEventListener(late, () => this.stuck && this.toEnd(), true);
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.log);
    this.down = el('button', { type: 'button', className: 'down', 'aria-label': 'Ke pesan terbaru', hidden: true, onclick: () => this.toEnd() }, icon('down'));
    this.toastLine = el('div', { className: 'toast', role: 'status' });
    this.context = el('div', { className: 'context', hidden: true });
    this.keyboard = el('div', { className: 'keyboard', role: 'group', 'aria-label': 'Tombol jawaban', hidden: true });
    this.start = el('button', { type: 'button', onclick: () => this.do('start', { text: this.payload || '' }) });
    this.begin = el('div', { className: 'begin' }, this.start);
    this.buildWrite();
    this.phone = el('div', { className: 'phone' }, el('div', { className: 'bar' }, this.face, el('div', { className: 'who' }, this.name, this.status), this.more),
      this.log, el('div', { className: 'space' }, this.down), this.context, this.write, this.keyboard, this.begin, this.toastLine);
    this.root = el('section', { className: 'seat', id: 'kursi' + p.id, 'aria-labelledby': 'nama' + p.id }, el('header', {}, this.title, this.hint), this.phone);
    main.append(this.root);
  }

  buildWrite() {
    const button = (name, label, run, cls = '') => el('button', { type: 'button', className: 'quiet ' + cls, 'aria-label': label, title: label, onclick: run }, icon(name));
    this.input = el('textarea', { rows: 1, placeholder: 'Tulis pesan', 'aria-label': 'Tulis pesan', maxLength: 4096, enterKeyHint: 'send', oninput: () => this.grow(),
      onkeydown: e => this.key(e), onbeforeinput: e => this.line(e), onpaste: e => { const f = [...e.clipboardData.files]; if (f.length) { e.preventDefault(); this.files('photo', f); } } });
    this.commands = button('menu', 'Menu perintah', () => this.commandMenu());
    this.commands.setAttribute('aria-haspopup', 'menu');
    this.toggle = button('keys', 'Buka atau tutup tombol jawaban', () => { this.folded = !this.folded; this.drawKeyboard(); });
    this.attach = button('clip', 'Lampirkan', () => this.attachMenu());
    this.attach.setAttribute('aria-haspopup', 'menu');
    this.sendButton = button('send', 'Kirim', () => this.submit(), 'send');
    this.record = button('mic', 'Rekam pesan suara', () => this.voice());
    this.picker = el('input', { type: 'file', hidden: true, onchange: () => { this.files(this.picking, [...this.picker.files]); this.picker.value = ''; } });
    this.write = el('form', { className: 'write', onsubmit: e => { e.preventDefault(); this.submit(); } }, this.commands, this.attach, this.input, this.toggle, this.record, this.sendButton, this.picker);
    this.grow();
  }

  // -- drawing

  update(p, scene) {
    this.person = p;
    this.payload = phones.size && phones.keys().next().value === p.id && query.get('start') || p.payload;
    this.title.textContent = p.title || p.firstName;
    this.hint.textContent = p.hint || '';
    this.hint.hidden = !p.hint;
    const groups = scene.chats.filter(c => c.members?.includes(p.id));
    if (this.chat !== this.id && !groups.some(c => c.id === this.chat)) this.open(this.id);
    this.drawName(scene, groups);
    const own = this.chat === this.id, chat = scene.chats.find(c => c.id === this.chat) || {};
    this.state = chat;
    const idle = own && (!chat.started || chat.blocked);
    this.start.textContent = chat.blocked ? 'Buka blokir dan mulai' : 'Mulai';
    const leave = !idle && this.start.matches(':focus-visible');
    this.begin.hidden = !idle;
    this.write.hidden = idle;
    if (leave) this.input.focus();
    this.commands.hidden = !p.commands?.length || !own;
    const keys = own && !idle ? JSON.stringify(chat.keyboard || null) : 'null';
    if (keys !== this.keys) { this.keys = keys; this.folded = false; this.drawKeyboard(); }
    this.drawTyping(chat);
    this.drawEmpty(scene);
  }

  drawName(scene, groups) {
    const list = [[this.id, scene.bot.name], ...groups.map(g => [g.id, g.title])], key = JSON.stringify(list);
    if (key !== this.nameKey) {
      this.nameKey = key;
      this.face.textContent = scene.bot.name.slice(0, 1).toUpperCase();
      this.name.replaceChildren(groups.length ? el('select', { 'aria-label': 'Pilih percakapan', onchange: e => this.open(+e.target.value) },
        list.map(([id]) => el('option', { value: id }))) : el('b', {}, scene.bot.name));
      if (groups.length) this.name.firstChild.value = this.chat;
    }
    if (groups.length) list.forEach(([id, name], i) => { this.name.firstChild[i].textContent = (this.unread.has(id) ? '● ' : '') + name; });
  }

  drawTyping(chat) {
    if (chat.typing && chat.typing !== this.typingSeen) {
      this.typingSeen = chat.typing;
      this.typing = true;
      clearTimeout(this.typingEnd);
      this.typingEnd = setTimeout(() => { this.typing = false; this.drawStatus(); }, 5000);
    } else if (!chat.typing) this.typing = false;
    this.drawStatus();
  }

  drawStatus() {
    const calm = this.state.blocked ? 'diblokir' : this.chat === this.id ? 'bot' : 'grup';
    this.status.textContent = this.recorder ? 'merekam…' : this.typing ? 'sedang mengetik…' : calm;
    this.status.className = this.recorder || this.typing ? 'live' : '';
  }

  drawEmpty(scene) {
    const none = !this.nodes.size;
    if (none && !this.empty) this.log.append(this.empty = el('div', { className: 'empty' }));
    if (!none && this.empty) { this.empty.remove(); this.empty = null; }
    if (none) this.empty.replaceChildren(el('span', { className: 'face', 'aria-hidden': 'true' }, scene.bot.name.slice(0, 1).toUpperCase()), el('b', {}, scene.bot.name),
      scene.bot.description || 'Belum ada pesan.');
  }

  open(chat) {
    this.chat = chat;
    this.unread.delete(chat);
    this.nodes.clear();
    this.empty = null;
    this.keys = undefined;
    this.clearContext();
    this.log.replaceChildren();
    for (const m of world.chats.get(chat)?.values() || []) this.draw(m, false);
    this.drawDays();
    if (world.scene) this.update(this.person, world.scene);
    this.toEnd();
  }

  draw(m, live = true) {
    const old = this.nodes.get(m.id), stick = this.stuck;
    if (m.deleted) {
      this.nodes.delete(m.id);
      if (!old) return;
      old.classList.add('gone');
      old.inert = true;
      if (old.contains(document.activeElement)) this.log.focus({ preventScroll: true });
      setTimeout(() => { old.remove(); this.drawDays(); }, 280);
      return;
    }
    const node = this.node(m);
    this.nodes.set(m.id, node);
    if (old) {
      const held = old.contains(document.activeElement) && document.activeElement.textContent;
      old.replaceWith(node);
      node.style.animation = 'none';
      if (held) ([...node.querySelectorAll('button')].find(b => b.textContent === held) || this.log).focus({ preventScroll: true });
      if (live && m.edited && m.text !== old.said) node.querySelector('.bubble')?.classList.add('flash');
    } else this.log.append(node);
    node.said = m.text;
    if (!live) return;
    this.drawDays();
    if (stick || m.from === this.id) this.toEnd();
    else this.down.hidden = false;
  }

  // Days between messages, and a little room where the speaker changes.
  drawDays() {
    let last = '', who;
    for (const d of this.log.querySelectorAll('.day')) d.remove();
    for (const node of [...this.log.children]) {
      if (!node.at) continue;
      const today = day(node.at);
      if (today !== last) { node.before(el('div', { className: 'day' }, today)); last = today; who = undefined; }
      node.classList.toggle('turn', node.who !== who);
      who = node.who;
    }
  }

  node(m) {
    if (m.service) return Object.assign(el('div', { className: 'service' }, m.service), { at: m.date, who: 0 });
    const me = m.from === this.id, bare = m.media?.kind === 'sticker';
    const bubble = el('div', { className: 'bubble' + (bare ? ' big' : '') });
    if (!me && this.chat !== this.id) bubble.append(el('div', { className: 'name' }, m.fromName));
    else bubble.append(el('span', { className: 'sr' }, (me ? 'Anda' : m.fromName) + ': '));
    if (m.forward) bubble.append(el('div', { className: 'name' }, 'Diteruskan'));
    const quoted = m.replyTo && world.chats.get(m.chat)?.get(m.replyTo);
    if (quoted) bubble.append(el('span', { className: 'quote' }, brief(quoted)));
    if (m.media) bubble.append(media(m.media));
    if (m.text) bubble.append(el('span', { className: 'text' }, rich(this, m.text, m.entities || [])));
    bubble.append(el('span', { className: 'meta' }, m.edited ? 'diedit ' : '', el('time', {}, clock(m.date)), me ? icon(m.read ? 'twice' : 'once') : null,
      me ? el('span', { className: 'sr' }, m.read ? 'dibaca' : 'terkirim') : null));
    const node = el('div', { className: 'msg' + (me ? ' me' : '') + (m.inline ? ' keys' : ''), 'data-id': m.id }, bubble);
    node.append(el('button', { type: 'button', className: 'more', 'aria-label': 'Pilihan pesan', 'aria-haspopup': 'menu', onclick: e => this.messageMenu(m, me, e.currentTarget) }, icon('dots')));
    if (m.inline) node.append(this.inline(m));
    return Object.assign(node, { at: m.date, who: m.from });
  }

  inline(m) {
    const box = el('div', { className: 'inline', role: 'group', 'aria-label': 'Pilihan' });
    for (const row of m.inline) box.append(el('div', {}, row.map(b => this.button(m, b))));
    return box;
  }

  button(m, b) {
    if (b.url || b.webApp) {
      const link = outside(b.url || b.webApp);
      link.append(b.text, icon('link'));
      return link;
    }
    const key = m.chat + ':' + m.id + ':' + b.data;
    return el('button', { type: 'button', className: world.busy.has(key) ? 'busy' : '', onclick: () => b.copy ? navigator.clipboard?.writeText(b.copy).then(() => this.toast('Disalin')) : this.press(m, b, key) }, b.text);
  }

  async press(m, b, key) {
    world.busy.set(key, '');
    this.redraw(m);
    const calm = () => { world.busy.delete(key); this.redraw(m); };
    setTimeout(() => world.busy.has(key) && calm(), 15000);
    const id = await this.do('press', { message: m.id, text: b.data });
    if (!id || world.answered.has(id)) return calm();
    world.busy.set(key, id);
  }

  redraw(m) {
    const now = world.chats.get(m.chat)?.get(m.id), node = this.nodes.get(m.id), box = node?.querySelector('.inline');
    if (!now?.inline || !box) return;
    [...box.querySelectorAll('button,a')].forEach((b, i) => b.classList.toggle('busy', world.busy.has(m.chat + ':' + m.id + ':' + now.inline.flat()[i]?.data)));
  }

  answer(a) {
    if (!a.text) return;
    if (a.alert) dialog('Pesan dari ' + world.scene.bot.name, el('p', {}, a.text), [['Baik', null, true]]);
    else this.toast(a.text);
  }

  drawKeyboard() {
    const k = JSON.parse(this.keys || 'null'), rows = k?.rows;
    this.toggle.hidden = !rows;
    this.keyboard.hidden = !rows || this.folded;
    this.input.placeholder = k?.placeholder || 'Tulis pesan';
    this.keyboard.replaceChildren(...(rows || []).map(row => el('div', {}, row.map(b => el('button', { type: 'button', onclick: () => b.location ? this.location() : this.do('tap', { text: b.text }) }, b.location || b.contact ? icon(b.location ? 'pin' : 'card') : null, b.text)))));
    this.toEnd();
  }

  toast(text) {
    const line = el('span', {}, text);
    this.toastLine.replaceChildren(line);
    setTimeout(() => line.remove(), 4200);
  }

  // scrolled tells somebody reading back from a log that merely grew.
  scrolled() {
    const end = this.atEnd();
    if (end || this.log.scrollTop < this.lastTop) this.stuck = end;
    this.down.hidden = this.stuck;
    this.lastTop = this.log.scrollTop;
  }

  atEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60; }
  toEnd() { this.log.scrollTop = this.log.scrollHeight; this.stuck = this.down.hidden = true; }

  // -- doing

  async do(action, body = {}) {
    try { return await act(action, { person: this.id, chat: this.chat, ...body }); } catch (e) { this.toast(e.message); }
  }

  grow() {
    this.input.style.height = '42px';
    if (this.input.value) this.input.style.height = Math.min(this.input.scrollHeight + 2, 132) + 'px';
    this.sendButton.hidden = !this.input.value.trim();
    this.record.hidden = !this.sendButton.hidden;
  }

  // line sends instead of breaking the line, also for keyboards on a screen, which tell no key.
  line(e) {
    if ((e.inputType === 'insertLineBreak' || e.inputType === 'insertParagraph') && !this.shift) { e.preventDefault(); this.submit(); }
  }

  key(e) {
    this.shift = e.shiftKey;
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.submit(); }
    if (e.key === 'Escape') this.clearContext();
    if (e.key === 'ArrowUp' && !this.input.value) {
      const last = [...world.chats.get(this.chat)?.values() || []].filter(m => m.from === this.id && !m.deleted && m.text).pop();
      if (last) { e.preventDefault(); this.edit(last); }
    }
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const edit = this.editing, reply = this.replying;
    this.input.value = '';
    this.clearContext();
    this.grow();
    this.input.focus();
    const done = edit ? await this.do('edit', { message: edit, text }) : await this.send(text, reply);
    if (!done) { this.input.value = text; this.grow(); }
  }

  send(text, reply) { return this.do('say', { text, message: reply || 0 }); }

  setContext(label, m) {
    this.context.replaceChildren(el('span', {}, label + ': ' + brief(m)), el('button', { type: 'button', className: 'quiet', 'aria-label': 'Batal', onclick: () => this.clearContext() }, icon('close')));
    this.context.hidden = false;
    this.input.focus();
  }

  clearContext() {
    if (this.editing) { this.input.value = ''; this.grow(); }
    this.editing = this.replying = 0;
    this.context.hidden = true;
  }

  edit(m) { this.setContext('Mengubah', m); this.editing = m.id; this.input.value = m.text; this.grow(); }

  messageMenu(m, me, opener) {
    const list = [['Balas', 'reply', () => { this.setContext('Membalas', m); this.replying = m.id; }]];
    if (me && m.text) list.push(['Ubah', 'edit', () => this.edit(m)]);
    list.push(['Hapus', 'bin', () => this.do('delete', { message: m.id }), '(bot tidak diberi tahu)']);
    const at = opener.getBoundingClientRect(), box = this.phone.getBoundingClientRect();
    menu(this.phone, opener, list, { top: Math.min(at.bottom - box.top, box.height - 190) + 'px', ...(me ? { right: '16px' } : { left: '16px' }) });
  }

  chatMenu() {
    const blocked = this.state.blocked;
    menu(this.phone, this.more, [['Mulai dengan tautan…', 'link', () => this.deepLink()], ['Ulangi tekanan tombol', 'key', () => this.do('press-again')],
      [blocked ? 'Buka blokir' : 'Blokir bot', 'stop', () => this.do(blocked ? 'unblock' : 'block')]], { top: '58px', right: '8px' });
  }

  commandMenu() {
    menu(this.phone, this.commands, this.person.commands.map(c => ['/' + c.command, '', () => this.send('/' + c.command), c.description]), this.aboveWrite());
  }

  attachMenu() {
    const pick = (kind, accept) => () => { this.picking = kind; this.picker.accept = accept; this.picker.multiple = kind === 'photo'; this.picker.click(); };
    const list = [['Foto', 'photo', pick('photo', 'image/*')], ['Berkas', 'file', pick('document', '')], ['Berkas suara', 'mic', pick('voice', 'audio/*')]];
    if (this.chat === this.id) list.push(['Lokasi', 'pin', () => this.location()]);
    if (this.person.phone && this.chat === this.id) list.push(['Nomor saya', 'card', () => this.do('contact')]);
    menu(this.phone, this.attach, list, this.aboveWrite());
  }

  aboveWrite() { return { bottom: this.phone.clientHeight - this.write.offsetTop + 4 + 'px', left: '8px' }; }

  async deepLink() {
    const field = el('input', { type: 'text', value: this.payload || '', maxLength: 64, pattern: '[A-Za-z0-9_\\-]*' });
    const text = await dialog('Mulai dengan tautan', el('label', { className: 'line' }, 'Isi sesudah ?start= pada tautan', field), [['Batal'], ['Mulai', () => field.value.trim().replace(/^.*[?&]start=/, ''), true]]);
    if (text !== undefined) this.do('start', { text });
  }

  async location() {
    const number = (label, max, value) => el('label', { className: 'line' }, label, el('input', { type: 'number', step: 'any', min: -max, max, value }));
    const lat = number('Lintang', 90, places[0][1]), lon = number('Bujur', 180, places[0][2]);
    const set = (a, b) => { lat.lastChild.value = a; lon.lastChild.value = b; };
    const pins = el('div', { className: 'row' }, places.map(([n, a, b]) => el('button', { type: 'button', onclick: () => set(a, b) }, n)));
    const at = await dialog('Kirim lokasi', el('div', {}, pins, el('div', { className: 'two' }, lat, lon)), [['Batal'], ['Kirim', () => ({ lat: +lat.lastChild.value, lon: +lon.lastChild.value }), true]]);
    if (at) this.do('location', at);
  }

  async files(kind, list) {
    for (const f of list) {
      const caption = this.input.value.trim();
      this.input.value = '';
      this.grow();
      try { await upload({ kind, person: this.id, chat: this.chat, name: f.name || '', caption }, f); } catch (e) { this.toast(e.message); this.input.value = caption; this.grow(); }
    }
  }

  async voice() {
    if (this.recorder) return this.recorder.stop();
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return this.toast('Perekam tidak tersedia di sini. Pakai Lampirkan, lalu Berkas suara.');
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return this.toast('Mikrofon tidak diizinkan.'); }
    const type = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', ''].find(t => !t || MediaRecorder.isTypeSupported(t));
    const parts = [], begun = Date.now();
    this.recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    this.recorder.ondataavailable = e => parts.push(e.data);
    this.recorder.onstop = async () => {
      for (const t of stream.getTracks()) t.stop();
      this.recorder = null;
      this.recording(false);
      const seconds = Math.max(1, Math.round((Date.now() - begun) / 1000));
      try { await upload({ kind: 'voice', person: this.id, chat: this.chat, seconds }, new Blob(parts, { type: parts[0]?.type })); } catch (e) { this.toast(e.message); }
    };
    this.recorder.start();
    this.recording(true);
  }

  recording(on) {
    this.record.classList.toggle('rec', on);
    this.record.setAttribute('aria-label', on ? 'Berhenti dan kirim rekaman' : 'Rekam pesan suara');
    this.drawStatus();
  }
}

// ---- the room

const tabs = document.getElementById('tab'), state = document.getElementById('keadaan');
let front = +query.get('person') || 0, fresh = true;

function toast(text) { if (text) (phones.get(front) || [...phones.values()][0])?.toast(text); }
const drawer = new Drawer(document.getElementById('laci'), toast);
drawer.attach(document.getElementById('alat'));
document.getElementById('alat').append(icon('tools'));
document.getElementById('alat').setAttribute('aria-label', 'Gangguan dan catatan');

function show(id) {
  front = id;
  for (const [k, p] of phones) { p.root.classList.toggle('front', k === id); if (k === id) p.toEnd(); }
  for (const b of tabs.children) { b.setAttribute('aria-current', String(+b.dataset.id === id)); if (+b.dataset.id === id) b.querySelector('.dot')?.remove(); }
}

function cast(scene) {
  const only = +query.get('only');
  for (const p of scene.people) {
    if (only && p.id !== only) continue;
    if (!phones.has(p.id)) {
      phones.set(p.id, new Phone(p));
      tabs.append(el('button', { type: 'button', 'data-id': p.id, onclick: () => show(p.id) }, p.title || p.firstName));
    }
  }
  tabs.hidden = phones.size < 2;
  if (!phones.has(front) && phones.size) front = phones.keys().next().value;
}

function mark(phone) {
  if (phone.id === front) return;
  const tab = [...tabs.children].find(b => +b.dataset.id === phone.id);
  if (tab && !tab.querySelector('.dot')) tab.append(el('span', { className: 'dot' }, el('span', { className: 'sr' }, ' ada pesan baru')));
}

// hear shows a message on a phone, or marks the chat that holds it as unread.
function hear(p, m) {
  if (p.chat === m.chat) p.draw(m);
  else if (m.chat === p.id || world.scene.chats.find(c => c.id === m.chat)?.members?.includes(p.id)) { if (!m.deleted && m.from !== p.id) p.unread.add(m.chat); }
  else return;
  if (m.fromBot && !m.deleted) mark(p);
}

function receive(d) {
  const live = !fresh, scene = world.scene = d.scene;
  if (fresh) { world.chats.clear(); drawer.list.replaceChildren(); }
  cast(scene);
  document.title = document.getElementById('judul').textContent = scene.title;
  state.textContent = !scene.online ? 'Jaringan terputus' : scene.pending ? scene.pending + ' kabar menunggu bot' : '';
  state.classList.toggle('off', !scene.online);
  for (const m of d.messages) {
    if (!world.chats.has(m.chat)) world.chats.set(m.chat, new Map());
    if (m.deleted) world.chats.get(m.chat).delete(m.id); else world.chats.get(m.chat).set(m.id, m);
    if (live) for (const p of phones.values()) hear(p, m);
  }
  for (const p of scene.people) phones.get(p.id)?.update(p, scene);
  if (fresh) { for (const p of phones.values()) p.open(p.chat); show(front); fresh = false; }
  for (const a of d.answers || []) {
    world.answered.add(a.press);
    for (const [k, id] of world.busy) if (id === a.press) { world.busy.delete(k); const [chat, message] = k.split(':'); phones.get(a.person)?.redraw({ chat: +chat, id: +message }); }
    if (live) phones.get(a.person)?.answer(a);
  }
  drawer.update(scene, d.calls);
  document.documentElement.dataset.ready = 'ya';
}

function connect() {
  const events = new EventSource('/emulator/events');
  events.onopen = () => { fresh = true; };
  events.onmessage = e => receive(JSON.parse(e.data));
  events.onerror = () => { state.textContent = 'Menyambung lagi…'; state.classList.add('off'); };
}

const tema = document.getElementById('tema'), dark = matchMedia('(prefers-color-scheme: dark)');
const chosen = () => { try { return localStorage.getItem('tema'); } catch { return null; } };
function paint() {
  const night = (chosen() || (dark.matches ? 'malam' : 'siang')) === 'malam';
  document.documentElement.dataset.tema = night ? 'malam' : 'siang';
  tema.replaceChildren(icon(night ? 'sun' : 'moon'));
  tema.setAttribute('aria-label', night ? 'Ganti ke tampilan siang' : 'Ganti ke tampilan malam');
}
tema.addEventListener('click', () => { try { localStorage.setItem('tema', document.documentElement.dataset.tema === 'malam' ? 'siang' : 'malam'); } catch { /* private window */ } paint(); });
dark.addEventListener('change', paint);
paint();
connect();
