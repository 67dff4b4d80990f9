'use strict';

const words = {
  id: {
    lead: 'Mainkan peran warga dan lihat jawaban kementerian. Hanya untuk peragaan dan pelatihan; tidak ada yang keluar dari mesin ini.',
    desk: 'Buka meja petugas', otherLanguage: 'English', who: 'Anda sebagai', otherName: 'Nama warga lain', play: 'Mainkan',
    postWhen: 'Kiriman contoh', postWords: 'Penyaluran PKH tahap 4 dimulai pekan ini. Cek jadwal dan status di kanal resmi kami. Jangan menulis NIK di kolom komentar. 🙏',
    comments: n => n + ' komentar', noComments: 'Belum ada komentar. Tulis yang pertama di bawah.', comment: 'Komentar', commentHint: 'Tulis komentar…', sendComment: 'Kirim komentar',
    answering: name => 'Membalas ' + name, cancel: 'Batal', save: 'Simpan',
    dmTitle: 'Pesan pribadi', dmWith: name => name + ' dengan Kementerian Sosial RI', noMessages: 'Belum ada pesan. Jawaban pribadi kementerian muncul di sini.',
    message: 'Pesan', messageHint: 'Tulis pesan…', send: 'Kirim', toComment: 'menjawab komentar: ',
    reply: 'Balas', edit: 'Ubah', remove: 'Hapus', edited: 'diubah', removed: 'dihapus',
    sending: 'Mengirim…', sent: 'Terkirim.', sentLate: n => 'Terkirim; tiba di layanan ' + n + ' detik lagi.', failed: s => 'Gagal terkirim (' + s + '). Kata-kata Anda tetap di sini.', offline: 'Layanan tidak terjangkau; dicoba lagi sendiri.',
    troubles: 'Gangguan', troublesLead: 'Yang dinyalakan di sini menimpa saluran Simulator saja.', outward: 'Saat kementerian menjawab', inward: 'Saat warga menulis',
    active: 'Gangguan menyala: ', mend: 'Pulihkan semua', refusals: 'Jawaban yang ditolak', noRefusals: 'Belum ada.',
    rateLimited: 'Batas pengiriman (429)', rateLimitedMeans: 'Saluran menunggu, lalu mencoba lagi sendiri.',
    outage: 'Platform mati (503)', outageMeans: 'Tidak ada jawaban yang diterima.',
    expiredToken: 'Token kedaluwarsa', expiredTokenMeans: 'Saluran ditandai rusak; jawaban ditahan sampai pulih.',
    cutAnswers: 'Jawaban terputus', cutAnswersMeans: 'Diterima, tetapi buktinya hilang: utas dibaca ulang.',
    duplicates: 'Kiriman ganda', duplicatesMeans: 'Setiap kiriman datang dua kali.',
    outOfOrder: 'Urutan tertukar', outOfOrderMeans: 'Kiriman kedua datang sebelum yang pertama.',
    edits: 'Langsung diubah', editsMeans: 'Setiap kata warga segera disunting.',
    delaySeconds: 'Terlambat', delaySecondsMeans: 'detik sampai kiriman tiba',
    tabPost: 'Kiriman', tabDm: 'Pesan', tabTrouble: 'Gangguan',
    ideas: [
      ['Belum cair', 'min tolong, PKH ibu saya belum cair dari bulan Juli'], ['Mendesak', 'tolong min, nenek saya sendirian dan sudah 3 hari tidak makan'],
      ['Data salah', 'data DTSEN saya salah desil min, padahal kami tidak punya rumah'], ['Pujian', 'terima kasih kemensos, bantuannya sudah sampai 🙏'], ['Judi', 'gacor malam ini bos, cek profil aku depo 10rb']
    ]
  },
  en: {
    lead: 'Play citizens and see what the ministry answers. For demonstration and training only; nothing leaves this machine.',
    desk: 'Open the staff desk', otherLanguage: 'Bahasa Indonesia', who: 'You are', otherName: 'Another citizen', play: 'Play',
    postWhen: 'Sample post', postWords: 'Payment of PKH, stage 4, begins this week. See dates and status on our official channels. Please write no NIK in the comments. 🙏',
    comments: n => n + (n === 1 ? ' comment' : ' comments'), noComments: 'No comments yet. Write the first below.', comment: 'Comment', commentHint: 'Write a comment…', sendComment: 'Post comment',
    answering: name => 'Replying to ' + name, cancel: 'Cancel', save: 'Save',
    dmTitle: 'Direct messages', dmWith: name => name + ' with the Ministry of Social Affairs', noMessages: 'No messages yet. What the ministry answers in private appears here.',
    message: 'Message', messageHint: 'Write a message…', send: 'Send', toComment: 'answering the comment: ',
    reply: 'Reply', edit: 'Edit', remove: 'Delete', edited: 'edited', removed: 'deleted',
    sending: 'Sending…', sent: 'Sent.', sentLate: n => 'Sent; it reaches the service in ' + n + ' seconds.', failed: s => 'Not sent (' + s + '). Your words are still here.', offline: 'The service cannot be reached; trying again.',
    troubles: 'Troubles', troublesLead: 'What is turned on here meets the Simulator channel only.', outward: 'When the ministry answers', inward: 'When citizens write',
    active: 'Troubles on: ', mend: 'Mend all', refusals: 'Answers refused', noRefusals: 'None yet.',
    rateLimited: 'Rate limit (429)', rateLimitedMeans: 'The channel waits, then tries again by itself.',
    outage: 'Outage (503)', outageMeans: 'No answer is taken.',
    expiredToken: 'Expired token', expiredTokenMeans: 'The channel is marked as broken; answers wait until it is mended.',
    cutAnswers: 'Cut answers', cutAnswersMeans: 'Taken, but the proof is lost: the thread is read back.',
    duplicates: 'Duplicates', duplicatesMeans: 'Each delivery comes twice.',
    outOfOrder: 'Out of order', outOfOrderMeans: 'The second delivery comes before the first.',
    edits: 'Edited at once', editsMeans: 'All that citizens write is edited right away.',
    delaySeconds: 'Late', delaySecondsMeans: 'seconds until a delivery arrives',
    tabPost: 'Post', tabDm: 'Messages', tabTrouble: 'Troubles',
    ideas: [
      ['Not paid', 'min tolong, PKH ibu saya belum cair dari bulan Juli'], ['Urgent', 'tolong min, nenek saya sendirian dan sudah 3 hari tidak makan'],
      ['Wrong data', 'data DTSEN saya salah desil min, padahal kami tidak punya rumah'], ['Praise', 'terima kasih kemensos, bantuannya sudah sampai 🙏'], ['Gambling', 'gacor malam ini bos, cek profil aku depo 10rb']
    ]
  }
};
const switches = { outward: ['rateLimited', 'outage', 'expiredToken', 'cutAnswers'], inward: ['duplicates', 'outOfOrder', 'edits'] };
const all = [...switches.outward, ...switches.inward];
const ministry = 'kemensos';

const at = id => document.getElementById(id);
const kept = (name, otherwise) => { try { return localStorage.getItem('simulator.' + name) || otherwise; } catch { return otherwise; } };
const keep = (name, value) => { try { localStorage.setItem('simulator.' + name, value); } catch { /* private windows keep nothing */ } };

let language = kept('language', 'id') === 'en' ? 'en' : 'id';
let citizens = ['Siti Rahma', 'Budi Santoso', 'Pak RT Joko', 'Wati'];
let who = citizens[0];
let replyTo = null, editing = null, troubles = {}, state = { words: [], refused: [] }, shown = '', turned = 0, taken = 0, turning = Promise.resolve();
const seen = {};
const say = (name, ...more) => { const told = words[language][name]; return typeof told === 'function' ? told(...more) : told; };
const same = (one, other) => (one || '').toLowerCase() === (other || '').toLowerCase();

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}
function button(label, act, className) {
  const node = make('button', className, label);
  node.type = 'button';
  node.onclick = act;
  return node;
}

async function call(method, path, body) {
  try {
    const answer = await fetch('/simulator/' + path, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    return { ok: answer.ok, status: answer.status };
  } catch {
    return { ok: false, status: 0 };
  }
}

function tell(text, bad) {
  at('told').textContent = text;
  at('told').classList.toggle('bad', !!bad);
}

async function write(box, isPrivate) {
  const field = at(box), text = field.value.trim();
  if (!text) { field.focus(); return; }
  const answered = isPrivate ? null : replyTo;
  field.value = '';
  if (!isPrivate) stopAnswering();
  tell(troubles.delaySeconds > 0 ? say('sentLate', troubles.delaySeconds) : say('sending'));
  setTimeout(look, 150);
  const answer = await call('POST', 'words', { author: who, text, replyTo: answered && answered.id, private: isPrivate });
  if (answer.ok) tell(say('sent'));
  else {
    field.value = field.value || text;
    tell(answer.status ? say('failed', answer.status) : say('offline'), true);
  }
  look();
}

function stopAnswering() { replyTo = null; at('answering').hidden = true; }

function answerTo(one) {
  replyTo = one;
  at('answering').replaceChildren(say('answering', one.author), button(say('cancel'), stopAnswering, 'plain'));
  at('answering').hidden = false;
  at('comment').focus();
}

function tools(one) {
  const row = make('div', 'tools');
  row.append(make('time', '', new Date(one.at).toLocaleTimeString(language === 'id' ? 'id-ID' : 'en-GB', { hour: '2-digit', minute: '2-digit' })));
  if (one.removed) row.append(say('removed'));
  else if (one.edited) row.append(say('edited'));
  if (one.author !== ministry && !one.removed) {
    if (!one.with) row.append(button(say('reply'), () => answerTo(one)));
    row.append(button(say('edit'), () => { editing = one.id; show(); at('editing').focus(); }));
    row.append(button(say('remove'), async () => { await call('DELETE', 'words/' + encodeURIComponent(one.id)); look(); }));
  }
  return row;
}

function textOf(one) {
  if (editing !== one.id) return make('div', 'words', one.text);
  const form = make('form', 'edit'), field = make('textarea'), row = make('div');
  field.id = 'editing'; field.value = one.text; field.rows = 3; field.maxLength = 8000;
  field.setAttribute('aria-label', say('edit'));
  const stop = () => { editing = null; show(); };
  const save = make('button', 'main', say('save')); save.type = 'submit';
  row.append(save, button(say('cancel'), stop, 'plain'));
  form.append(field, row);
  form.onkeydown = e => { if (e.key === 'Escape') stop(); };
  form.onsubmit = async e => {
    e.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    stop();
    await call('PUT', 'words/' + encodeURIComponent(one.id), { text });
    look();
  };
  return form;
}

function face(one) {
  const node = make('span', 'face' + (one.author === ministry ? ' ours' : ''), one.author === ministry ? 'K' : one.author[0].toUpperCase());
  node.setAttribute('aria-hidden', 'true');
  return node;
}

function comment(one) {
  const said = make('div', 'said' + (one.author === ministry ? ' ours' : '') + (one.removed ? ' removed' : ''));
  said.dataset.id = one.id;
  const body = make('div', 'body'), bubble = make('div', 'bubble');
  bubble.append(make('b', '', one.author === ministry ? 'Kementerian Sosial RI' : one.author), textOf(one));
  body.append(bubble, tools(one));
  said.append(face(one), body);
  return said;
}

function line(one) {
  const row = make('div', 'line ' + (one.author === ministry ? 'ours' : 'citizen') + (one.removed ? ' removed' : ''));
  row.dataset.id = one.id;
  const bubble = make('div', 'bubble');
  const answered = one.replyTo && state.words.find(w => w.id === one.replyTo);
  if (answered) bubble.append(make('div', 'quote', say('toComment') + answered.text));
  bubble.append(textOf(one));
  row.append(bubble, tools(one));
  return row;
}

function show() {
  const publicly = state.words.filter(w => !w.with);
  const known = new Map(publicly.map(w => [w.id, w]));
  // The platforms keep two levels: an answer to an answer stands under the comment at the top.
  const top = w => { for (let depth = 0; w.replyTo && known.has(w.replyTo) && depth < 50; depth++) w = known.get(w.replyTo); return w.id; };
  const items = publicly.filter(w => top(w) === w.id).map(root => {
    const item = make('li');
    item.append(comment(root));
    const replies = publicly.filter(w => w.id !== root.id && top(w) === root.id);
    if (replies.length) {
      const under = make('div', 'replies');
      under.append(...replies.map(comment));
      item.append(under);
    }
    return item;
  });
  at('comments').replaceChildren(...(items.length ? items : [make('li', 'empty', say('noComments'))]));
  at('counts').textContent = say('comments', publicly.filter(w => !w.removed).length);

  const log = at('messages'), atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  const mine = state.words.filter(w => same(w.with, who));
  log.replaceChildren(...(mine.length ? mine.map(line) : [make('p', 'empty', say('noMessages'))]));
  if (atEnd) log.scrollTop = log.scrollHeight;
  at('dm-with').textContent = say('dmWith', who);

  for (const one of state.words) {
    const name = one.author === ministry ? null : one.author;
    if (name && !citizens.some(c => same(c, name))) citizens.push(name);
  }
  if (dmIsSeen()) seen[who.toLowerCase()] = ours(who);
  at('citizens').replaceChildren(...citizens.map(name => {
    const chip = button('', () => play(name));
    chip.append(face({ author: name }), name);
    const unread = ours(name) - (seen[name.toLowerCase()] || 0);
    if (unread > 0) chip.append(make('i', '', unread));
    chip.setAttribute('aria-pressed', same(name, who));
    return chip;
  }));
  badge('unread', citizens.reduce((sum, name) => sum + Math.max(0, ours(name) - (seen[name.toLowerCase()] || 0)), 0));

  const on = all.filter(name => troubles[name]).map(name => say(name));
  if (troubles.delaySeconds > 0) on.push(say('delaySeconds') + ' ' + troubles.delaySeconds + ' s');
  at('active').hidden = on.length === 0;
  at('active-words').textContent = say('active') + on.join(', ') + '.';
  badge('troubled', on.length);
  const refused = [...(state.refused || [])].reverse();
  at('refusals').replaceChildren(...(refused.length ? refused.map(r => {
    const item = make('li');
    item.append(make('time', '', new Date(r.at).toLocaleTimeString(language === 'id' ? 'id-ID' : 'en-GB')), say(r.because));
    return item;
  }) : [make('li', 'soft', say('noRefusals'))]));
}

const ours = name => state.words.filter(w => w.author === ministry && same(w.with, name)).length;
const dmIsSeen = () => document.body.dataset.view === 'dm' || getComputedStyle(at('tabs')).display === 'none';
function badge(id, count) { at(id).hidden = count === 0; at(id).textContent = count; }

function play(name) {
  who = name;
  if (!citizens.some(c => same(c, name))) citizens.push(name);
  show();
  at('messages').scrollTop = at('messages').scrollHeight;
}

function translate() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-say]')) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll('[data-hint]')) node.placeholder = say(node.dataset.hint);
  at('language').textContent = say('otherLanguage');
  at('language').lang = language === 'id' ? 'en' : 'id';
  at('ideas').replaceChildren(...say('ideas').map(([label, text]) => button(label, () => { at('comment').value = text; at('comment').focus(); })));
  for (const [place, names] of Object.entries(switches))
    at(place).replaceChildren(...names.map(name => {
      const row = make('label', 'switch'), box = make('input'), told = make('span');
      box.type = 'checkbox'; box.id = name; box.checked = !!troubles[name]; box.onchange = save;
      told.append(make('b', '', say(name)), make('small', '', say(name + 'Means')));
      row.append(box, told);
      return row;
    }));
  show();
}

async function save() {
  for (const name of all) troubles[name] = at(name).checked;
  troubles.delaySeconds = Math.max(0, Math.min(60, Math.round(Number(at('delaySeconds').value)) || 0));
  show();
  // One after the other: all switches are told each time, and the last word counts.
  const now = { ...troubles };
  turned++;
  turning = turning.then(() => call('PUT', 'troubles', now));
  await turning;
  taken++;
  look();
}

async function look() {
  const before = taken;
  let answer = null;
  try { answer = await fetch('/simulator/state'); } catch { /* told below */ }
  if (!answer || !answer.ok) { tell(say('offline'), true); shown = ''; return; }
  if (at('told').textContent === say('offline')) tell('');
  const text = await answer.text();
  // What was asked before a switch was turned knows nothing of it, and would turn it back: once it is taken, there is another look.
  if (text === shown || before !== turned) return;
  shown = text;
  state = JSON.parse(text);
  troubles = state.troubles;
  for (const name of all) at(name).checked = !!troubles[name];
  if (document.activeElement !== at('delaySeconds')) at('delaySeconds').value = troubles.delaySeconds;
  // Who is changing words keeps them under the cursor.
  if (!editing) show();
}

at('comment-form').onsubmit = e => { e.preventDefault(); write('comment', false); };
at('message-form').onsubmit = e => { e.preventDefault(); write('message', true); };
at('message').onkeydown = e => { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); write('message', true); } };
at('comment').onkeydown = e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); write('comment', false); } };
at('new-citizen').onsubmit = e => { e.preventDefault(); const name = at('name').value.trim(); if (name && !same(name, ministry)) { at('name').value = ''; play(name); } };
at('language').onclick = () => { language = language === 'id' ? 'en' : 'id'; keep('language', language); translate(); };
at('mend').onclick = () => { for (const name of all) at(name).checked = false; at('delaySeconds').value = 0; save(); };
at('delaySeconds').onchange = save;
for (const tab of at('tabs').querySelectorAll('button'))
  tab.onclick = () => {
    document.body.dataset.view = tab.dataset.to;
    for (const other of at('tabs').querySelectorAll('button')) other.setAttribute('aria-pressed', other === tab);
    show();
    if (tab.dataset.to === 'dm') at('messages').scrollTop = at('messages').scrollHeight;
  };
translate();
look();
setInterval(look, 1500);
