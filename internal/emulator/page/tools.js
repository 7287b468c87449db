// Small helpers for the page, and the drawer with faults and the log of calls.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith('on')) node.addEventListener(k.slice(2), v);
    else if (k in node && k !== 'list' && typeof v !== 'object' && !k.includes('-')) node[k] = v;
    else node.setAttribute(k, v === true ? '' : v);
  }
  node.append(...children.flat().filter(c => c !== null && c !== undefined && c !== false));
  return node;
}

const paths = {
  menu: 'M4 7h16M4 12h16M4 17h16', clip: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 5 5l-8.500 8.500a1.700 1.700 0 0 1-2.500-2.500L15 7',
  send: 'M5 12h13M12 5l7 7-7 7', mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3',
  dots: 'M12 5.500v.01M12 12v.01M12 18.500v.01', keys: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10', down: 'M6 10l6 6 6-6',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01', file: 'M6 3h8l4 4v14H6zM14 3v4h4', pin: 'M12 21s7-6.500 7-11.500a7 7 0 0 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  card: 'M4 5h16v14H4zM9 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 16c.5-2 5.500-2 6 0M15 9h3M15 13h3', sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z', tools: 'M4 6h9M17 6h3M13 4v4M4 12h3M11 12h9M7 10v4M4 18h9M17 18h3M13 16v4',
  close: 'M6 6l12 12M18 6L6 18', edit: 'M4 20l4-1L19 8l-3-3L5 16zM14 7l3 3', bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13', reply: 'M10 6L4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  link: 'M8 16L17 7M10 7h7v7', stop: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12', key: 'M15 9a4 4 0 1 0-4 4M11 13l9 8M17 18l2-2', once: 'M2 7l4 4 8-8', twice: 'M1 8l4 4 8-9M9 12l8-9',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', name === 'once' || name === 'twice' ? '0 0 18 14' : '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

export async function act(action, body) {
  const res = await fetch('/emulator/do/' + action, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body || {}) });
  if (!res.ok) throw new Error((await res.text()).trim());
  return res.json();
}

export async function upload(query, blob) {
  const res = await fetch('/emulator/upload?' + new URLSearchParams(query), { method: 'POST', headers: { 'Content-Type': blob.type || 'application/octet-stream' }, body: blob });
  if (!res.ok) throw new Error((await res.text()).trim());
  return res.json();
}

export const clock = t => new Date(t).toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
export const day = t => new Date(t).toLocaleDateString('id-ID', { weekday: 'long', day: 'numeric', month: 'long' });

// A modal question; resolves with what the chosen button gives, or undefined.
export function dialog(title, content, buttons) {
  return new Promise(done => {
    const end = el('div', { className: 'end' });
    const box = el('dialog', { 'aria-label': title, onclose: () => { box.remove(); done(box.answer); } }, el('h3', {}, title), content, end);
    for (const [label, value, main] of buttons) {
      end.append(el('button', { type: 'button', className: main ? 'main' : '', onclick: () => { box.answer = value?.(); box.close(); } }, label));
    }
    document.body.append(box);
    box.showModal();
  });
}

// A menu of actions inside a phone; arrows move, Escape closes, focus returns.
export function menu(phone, opener, items, place) {
  phone.querySelector('.menu')?.remove();
  const close = back => { box.remove(); opener.setAttribute('aria-expanded', 'false'); removeEventListener('pointerdown', outside, true); if (back) opener.focus(); };
  const outside = e => { if (!box.contains(e.target)) close(false); };
  const box = el('div', { className: 'menu', role: 'menu' });
  for (const [label, name, run, hint] of items) {
    box.append(el('button', { type: 'button', role: 'menuitem', onclick: () => { close(true); run(); } }, name ? icon(name) : null,
      el('span', {}, label, hint ? el('small', {}, ' ' + hint) : null)));
  }
  box.addEventListener('keydown', e => {
    const all = [...box.children], at = all.indexOf(document.activeElement);
    if (e.key === 'ArrowDown') all[(at + 1) % all.length].focus();
    else if (e.key === 'ArrowUp') all[(at - 1 + all.length) % all.length].focus();
    else if (e.key === 'Escape') close(true);
    else if (e.key === 'Tab') { close(false); return; }
    else return;
    e.preventDefault();
  });
  Object.assign(box.style, place);
  phone.append(box);
  opener.setAttribute('aria-expanded', 'true');
  addEventListener('pointerdown', outside, true);
  box.firstChild?.focus();
}

const kinds = [['429', 'Terlalu sering (429)'], ['500', 'Server rusak (500)'], ['timeout', 'Tidak ada jawaban'], ['reset', 'Sambungan putus'], ['html', 'Jawaban bukan JSON (502)'],
  ['done-timeout', 'Terlaksana, tetapi tanpa jawaban'], ['done-reset', 'Terlaksana, lalu putus'], ['blocked', 'Diblokir orangnya (403)'], ['401', 'Token ditolak (401)'], ['409', 'Ada bot kembar (409)'],
  ['slow', 'Tertunda sampai kesalahan dihapus']];
const methods = ['', 'sendMessage', 'editMessageText', 'deleteMessages', 'answerCallbackQuery', 'getUpdates', 'getFile', 'downloadFile'];

export class Drawer {
  constructor(root, say) {
    this.root = root;
    this.say = say;
    this.faults = el('section', { role: 'tabpanel', 'aria-label': 'Gangguan' });
    this.calls = el('section', { role: 'tabpanel', 'aria-label': 'Catatan panggilan', hidden: true });
    this.list = el('ol', { className: 'calls', reversed: true });
    this.calls.append(el('p', {}, 'Panggilan bot ke server ini, yang terbaru di atas. Pengambilan kabar tidak ditulis.'), this.list);
    this.tabs = [['Gangguan', this.faults], ['Catatan', this.calls]].map(([label, panel]) =>
      el('button', { type: 'button', role: 'tab', 'aria-selected': String(panel === this.faults), onclick: e => this.show(panel, e.currentTarget) }, label));
    root.append(el('div', { className: 'pick', role: 'tablist' }, this.tabs,
      el('button', { type: 'button', className: 'quiet', 'aria-label': 'Tutup laci', style: 'flex:none', onclick: () => this.toggle(false) }, icon('close'))), this.faults, this.calls);
    root.addEventListener('keydown', e => { if (e.key === 'Escape') this.toggle(false); });
  }

  attach(button) {
    this.button = button;
    button.addEventListener('click', () => this.toggle(this.root.hidden));
  }

  toggle(open) {
    this.root.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    (open ? this.tabs[0] : this.button).focus();
  }

  show(panel, tab) {
    for (const t of this.tabs) t.setAttribute('aria-selected', String(t === tab));
    this.faults.hidden = panel !== this.faults;
    this.calls.hidden = panel !== this.calls;
  }

  async run(action, body, done) {
    try { const r = await act(action, body); this.say(typeof done === 'function' ? done(r) : done); } catch (e) { this.say(e.message); }
  }

  // build draws the controls once; update fills in what changes.
  build(scene) {
    const pick = (label, list) => el('label', { className: 'line' }, label, el('select', {}, list.map(([v, t]) => el('option', { value: v }, t))));
    const method = pick('Panggilan', methods.map(m => [m, m || 'Semua, kecuali getUpdates'])), kind = pick('Yang terjadi', kinds);
    const times = el('label', { className: 'line' }, 'Berapa kali', el('input', { type: 'number', min: 1, max: 1000, value: 1 }));
    const value = l => l.lastChild.value;
    const button = (label, run, props = {}) => el('button', { type: 'button', onclick: run, ...props }, label);
    this.waiting = el('p', {});
    this.network = button('Putuskan jaringan', () => this.run('network', { on: this.network.getAttribute('aria-pressed') === 'true' }, ''), { 'aria-pressed': 'false' });
    this.people = el('div', { className: 'row' });
    const advance = [[150, '2,5 menit'], [3600, '1 jam'], [86400, '1 hari'], [259200, '3 hari']];
    this.faults.append(
      el('h3', {}, 'Panggilan berikutnya gagal'), method, kind, times,
      el('div', { className: 'row' }, button('Pesan gangguan', () => this.run('fault', { fault: { method: value(method), kind: value(kind), times: +value(times) } }, 'Gangguan dipesan')),
        button('Batalkan semua', () => this.run('clear-faults', {}, 'Semua gangguan dibatalkan'))), this.waiting,
      el('h3', {}, 'Kabar untuk bot'),
      el('div', { className: 'row' }, button('Ulangi kabar terakhir', () => this.run('duplicate', {}, 'Kabar terakhir dikirim lagi')),
        button('Tukar dua kabar', () => this.run('swap', {}, r => r ? 'Dua kabar ditukar' : 'Dua kabar berikutnya akan ditukar'))),
      el('h3', {}, 'Jaringan'), el('div', { className: 'row' }, this.network));
    if (scene.canAdvance) {
      this.faults.append(el('h3', {}, 'Majukan waktu'), el('div', { className: 'row' }, advance.map(([s, t]) => button(t, () => this.run('advance', { seconds: s }, 'Waktu maju ' + t)))));
    }
    this.faults.append(el('h3', {}, 'Blokir bot'), this.people);
  }

  update(scene, calls) {
    if (!this.waiting) this.build(scene);
    this.waiting.textContent = scene.faults.length ? 'Menunggu: ' + scene.faults.map(f => `${f.method || 'semua'} ${f.kind} ×${f.times}`).join(', ') : '';
    this.network.setAttribute('aria-pressed', String(!scene.online));
    this.network.textContent = scene.online ? 'Putuskan jaringan' : 'Sambungkan lagi';
    this.people.replaceChildren(...scene.people.map(p => {
      const blocked = scene.chats.find(c => c.id === p.id)?.blocked;
      return el('button', { type: 'button', 'aria-pressed': String(!!blocked), onclick: () => this.run(blocked ? 'unblock' : 'block', { person: p.id }, '') }, p.firstName);
    }));
    for (const c of calls) if (c.method !== 'getUpdates' || !c.ok) this.list.prepend(this.line(c));
    while (this.list.children.length > 300) this.list.lastChild.remove();
  }

  line(c) {
    const result = c.result && JSON.stringify(c.result);
    return el('li', { className: c.ok ? '' : 'bad' }, el('details', {}, el('summary', {}, el('b', {}, c.method), c.chat ? String(c.chat) : '', el('span', {}, (c.ok ? '' : c.code + ' · ') + clock(c.at))),
      el('pre', {}, JSON.stringify(c.params, null, 1) + (c.ok ? '' : '\n→ ' + c.error) + (result && result.length < 4000 ? '\n→ ' + result : ''))));
  }
}
