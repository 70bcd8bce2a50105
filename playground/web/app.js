// The state of /ui/start and the changes of /ui/changes in, the page out.
import { blocks, menu } from "/web/blocks.js";
import { el, emoji, mrkdwn } from "/web/text.js";

const $ = (id) => document.getElementById(id);
const wide = () => window.matchMedia("(min-width: 1021px)").matches;
const S = { me: "", channel: "", thread: "", tab: "messages", unread: new Map(), drafts: new Map(), errors: {}, offered: new Map() };

// -- talking to the server ---------------------------------------------------------------------------------------------

async function ask(deed, given = {}) {
  try {
    const response = await fetch(`/ui/${deed}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ who: S.me, ...given }) });
    const body = await response.json();
    if (body.ok) return body.result ?? {};
    toast(body.what || body.error);
  } catch { toast("The playground does not answer. Is it still running?"); }
  return null;
}

let toastTimer = 0;
function toast(words) {
  $("toast").textContent = words.charAt(0).toUpperCase() + words.slice(1);
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 6000);
}

// Changes are listened to before the state is asked for, so that nothing falls between the two.
function start() {
  const wanted = new URLSearchParams(location.search).get("as") ?? "";
  const changes = new EventSource(`/ui/changes?as=${encodeURIComponent(wanted)}`);
  let early = [];
  changes.onerror = () => { if (changes.readyState === EventSource.CLOSED && wanted) location.replace("/"); };
  changes.onmessage = (event) => (early ? early.push(event.data) : hear(JSON.parse(event.data)));
  changes.onopen = async () => {
    early = [];
    await load();
    const waiting = early;
    early = null;
    waiting.forEach((data) => hear(JSON.parse(data)));
  };
}

async function load() {
  const query = new URLSearchParams(location.search);
  const response = await fetch(`/ui/start?as=${encodeURIComponent(query.get("as") ?? "")}`);
  const body = await response.json();
  if (!response.ok) { location.replace("/"); return; }
  Object.assign(S, body);
  S.channels = new Map(body.channels.map((channel) => [channel.id, { ...channel, messages: new Map(channel.messages.map((m) => [m.ts, m])) }]));
  const wanted = query.get("channel")?.replace(/^#/, "");
  const named = [...S.channels.values()].find((channel) => channel.id === wanted || channel.name === wanted);
  S.channel = (named ?? [...S.channels.values()].find((channel) => channel.app_in && channel.kind !== "im") ?? [...S.channels.values()][0]).id;
  S.thread = query.get("thread") ?? "";
  drawSide(); drawPlace(); drawThread(); drawModal(); drawOffline(); drawStatuses();
  $("log").scrollTop = $("log").scrollHeight;
}

function hear(change) {
  const channel = S.channels.get(change.channel);
  if (change.kind === "reset") location.reload();
  else if (change.kind === "app") { S.app.connected = change.connected; drawOffline(); }
  else if (change.kind === "views") { S.modal = change.modal; S.home = change.home; S.errors = {}; drawModal(); if (S.tab === "home") drawHome(); }
  else if (!channel) return;
  else if (change.kind === "message" || change.kind === "ephemeral") heard(channel, change.message);
  else if (change.kind === "deleted") { channel.messages.delete(change.ts); document.querySelectorAll(`[data-ts="${change.ts}"]`).forEach((node) => node.remove()); }
  else if (change.kind === "status") { S.statuses = [...S.statuses.filter((s) => s.channel !== change.channel || s.thread_ts !== change.thread_ts), ...(change.status ? [change] : [])]; drawStatuses(); }
  else if (change.kind === "prompts") { S.prompts[change.channel] = change; drawPrompts(); }
}

function heard(channel, message) {
  const isNew = !channel.messages.has(message.ts);
  channel.messages.set(message.ts, message);
  const inThread = message.thread_ts && message.thread_ts !== message.ts;
  if (channel.id !== S.channel || S.tab === "home") {
    if (isNew && message.user !== S.me) { S.unread.set(channel.id, (S.unread.get(channel.id) ?? 0) + 1); drawSide(); }
    return;
  }
  if (inThread && isNew && !S.thread && wide() && channel.messages.get(message.thread_ts)?.user === S.me && message.user !== S.me) openThread(message.thread_ts, false);
  if (!inThread || message.subtype === "thread_broadcast") place($("log"), message);
  else if (channel.messages.get(message.thread_ts)?.latest_reply === message.ts) place($("log"), channel.messages.get(message.thread_ts), false);
  if (S.thread && (message.ts === S.thread || message.thread_ts === S.thread)) place($("thread-log"), message);
}

// -- names -------------------------------------------------------------------------------------------------------------

const names = {
  user: (id) => (id === S.app.user ? S.app.name : id === "USLACKBOT" ? "Playground" : S.people.find((p) => p.id === id)?.name),
  channel: (id) => S.channels.get(id)?.name,
  group: (id) => S.groups.find((g) => g.id === id)?.handle,
};
const fullName = (id) => S.people.find((p) => p.id === id)?.real_name ?? names.user(id) ?? id;

function face(id) {
  if (id === S.app.user) return el("div", { class: "face app", "aria-hidden": "true" }, S.app.name.slice(0, 1).toUpperCase());
  const words = fullName(id).split(" ");
  const node = el("div", { class: "face", "aria-hidden": "true" }, words[0][0] + (words.length > 1 ? words.at(-1)[0] : ""));
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  node.style.background = `hsl(${hue} 34% 42%)`;
  return node;
}

// Slack's text back to what a person would type.
const typedText = (text) => text.replace(/<@(\w+)>/g, (_, id) => `@${names.user(id) ?? id}`).replace(/<#\w+\|([^>]+)>/g, "#$1").replace(/<!subteam\^\w+\|([^>]+)>/g, "$1")
  .replace(/<!(\w+)>/g, "@$1").replace(/<[^>|]+\|([^>]+)>/g, "$1").replace(/<([^>]+)>/g, "$1").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// -- the side ----------------------------------------------------------------------------------------------------------

function drawSide() {
  $("team").textContent = S.team.name;
  document.title = `${S.team.name} · playground`;
  $("person").replaceChildren(...S.people.map((p) => el("option", { value: p.id, selected: p.id === S.me }, p.real_name)));
  $("person-title").textContent = S.people.find((p) => p.id === S.me)?.title ?? "";
  const all = [...S.channels.values()];
  const item = (channel, sign) => {
    const unread = S.unread.get(channel.id);
    return el("button", { type: "button", class: unread ? "unread" : "", "aria-current": channel.id === S.channel ? "page" : undefined, onclick: () => go(channel.id) },
      el("span", { "aria-hidden": "true" }, sign), channel.name, unread ? el("span", { class: "dot", "aria-label": `${unread} unread` }, String(unread)) : null);
  };
  $("places").replaceChildren(
    el("h3", {}, "Channels"), ...all.filter((c) => c.kind !== "im").map((c) => item(c, c.kind === "group" ? "▣" : "#")),
    el("h3", {}, "Apps"), ...all.filter((c) => c.kind === "im").map((c) => item(c, "◆")));
}

function go(channel, tab) {
  S.channel = channel; S.thread = ""; S.unread.delete(channel);
  const isApp = S.channels.get(channel).kind === "im";
  S.tab = tab ?? "messages";
  if (isApp) ask("home", { tab: S.tab });
  $("side").classList.remove("open"); $("menu").setAttribute("aria-expanded", "false");
  drawSide(); drawPlace(); drawThread(); remember();
  if (S.tab === "messages" && wide()) $("composer-text")?.focus();
}

function remember() {
  const query = new URLSearchParams({ as: S.me, channel: S.channel, ...(S.thread ? { thread: S.thread } : {}) });
  history.replaceState(null, "", `/?${query}`);
}

function drawOffline() {
  $("offline").hidden = S.app.connected;
  $("offline").textContent = `${S.app.name} is not connected. What you write is kept, and delivered again for about six minutes.`;
}

// -- the middle --------------------------------------------------------------------------------------------------------

function drawPlace() {
  const channel = S.channels.get(S.channel), isApp = channel.kind === "im", home = S.tab === "home";
  $("place").textContent = (isApp ? "" : "# ") + channel.name;
  $("topic").textContent = isApp ? "App · only you and the app read this" : channel.topic;
  $("tabs").hidden = !isApp;
  $("tabs").replaceChildren(...["home", "messages"].map((tab) => el("button", { type: "button", role: "tab", "aria-selected": String(S.tab === tab), onclick: () => go(S.channel, tab) }, tab === "home" ? "Home" : "Messages")));
  $("home").hidden = !home; $("log").hidden = home; $("composer").hidden = home; $("prompts").hidden = true;
  if (home) { drawHome(); return; }
  const shown = [...channel.messages.values()].filter((m) => !m.thread_ts || m.thread_ts === m.ts || m.subtype === "thread_broadcast");
  $("log").replaceChildren();
  if (!shown.length) $("log").append(el("p", { class: "empty" }, isApp ? `This is your conversation with ${channel.name}.` : channel.app_in ? `Nothing has been said here yet. Type @${S.app.name} and a question.` : `Nothing has been said here yet. ${S.app.name} is not in this channel; /invite @${S.app.name} brings it in.`));
  shown.sort((a, b) => (a.ts < b.ts ? -1 : 1)).forEach((message) => place($("log"), message, false));
  $("log").scrollTop = $("log").scrollHeight;
  $("composer").replaceChildren(composer("composer-text", isApp ? `Message ${channel.name}` : `Message #${channel.name}`, () => ""));
  drawPrompts(); drawStatuses();
}

function drawPrompts() {
  const offer = S.prompts[S.channel];
  $("prompts").hidden = !offer || S.tab === "home";
  if (!offer) return;
  $("prompts").replaceChildren(...(offer.title ? [el("span", { class: "quiet" }, offer.title)] : []), ...offer.prompts.map((prompt) => el("button", { type: "button", class: "btn", onclick: () => ask("say", { where: S.channel, typed: prompt.message }) }, prompt.title)));
}

function drawHome() {
  const view = S.home;
  $("home").replaceChildren(view ? blocks(view.blocks, viewRoom(view)) : el("p", { class: "empty" }, `${S.app.name} has not made a Home for you yet.`));
}

// Put one message where it belongs, in place of an older version; the focus stays where it was.
function place(log, message, follow = true) {
  const old = log.querySelector(`[data-ts="${message.ts}"]`);
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const node = drawMessage(message, log === $("thread-log"));
  if (old) old.replaceWith(node);
  else {
    log.querySelector(".empty")?.remove();
    const later = [...log.querySelectorAll("[data-ts]")].find((other) => other.dataset.ts > message.ts);
    const day = new Date(message.ts * 1000).toDateString();
    if (!later && log === $("log") && log.dataset.day !== `${S.channel} ${day}`) {
      log.dataset.day = `${S.channel} ${day}`;
      log.append(el("div", { class: "day" }, day === new Date().toDateString() ? "Today" : new Date(message.ts * 1000).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" })));
    }
    log.insertBefore(node, later ?? log.querySelector(":scope > .status"));
  }
  if (focused) [...node.querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused)?.focus();
  if (follow && (atEnd || message.user === S.me)) log.scrollTop = log.scrollHeight;
}

function drawMessage(message, inThread) {
  const when = new Date(message.ts * 1000), mine = message.user === S.me, gone = message.subtype === "tombstone";
  const isApp = message.user === S.app.user;
  const time = el("time", { datetime: when.toISOString(), title: when.toLocaleString() }, when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  const body = el("div", {},
    el("div", { class: "by" }, el("b", {}, fullName(message.user)), isApp ? el("span", { class: "tag" }, "app") : null, time,
      message.is_ephemeral ? el("span", { class: "only-you" }, "◌ only visible to you") : null),
    drawBody(message, gone));
  if (message.reactions?.length) body.append(el("div", { class: "reactions" }, message.reactions.map((r) => el("span", { class: "reaction", title: r.users.map(fullName).join(", ") }, `${emoji(r.name)} ${r.count}`))));
  if (!inThread && message.reply_count) body.append(el("button", { type: "button", class: "replies", "data-key": "replies", onclick: () => openThread(message.ts) }, el("span", { class: "count" }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`), lastReply(message)));
  const items = () => [
    ["Reply in thread", () => openThread(message.thread_ts ?? message.ts)],
    ["React with thumbs up", () => ask("react", { where: S.channel, ts: message.ts, name: "thumbsup" })],
    ...S.app.shortcuts.filter((s) => s.type === "message").map((s) => [`${s.name} · ${S.app.name}`, () => ask("shortcut", { callback_id: s.callback_id, where: S.channel, ts: message.ts })]),
    ...(mine ? [["Edit", () => edit(message, node)], ["Delete", () => remove(message)]] : []),
  ];
  const more = message.is_ephemeral || gone ? el("span") : menu(`More for the message of ${fullName(message.user)}`, "⋯", items, { class: "icon more", "data-key": "more" });
  const node = el("article", { class: `msg ${message.is_ephemeral ? "private" : ""}`, "data-ts": message.ts, "aria-label": `${fullName(message.user)}, ${time.textContent}` }, face(message.user), body, more);
  return node;
}

// One line of the newest reply, so that a channel can be read without opening every thread.
function lastReply(message) {
  const reply = S.channels.get(S.channel).messages.get(message.latest_reply);
  if (!reply) return null;
  const words = mrkdwn(reply.text, names).textContent.trim().split("\n")[0];
  return el("span", { class: "last" }, `${names.user(reply.user) ?? ""}: ${words.length > 110 ? `${words.slice(0, 110)} ...` : words}`);
}

function drawBody(message, gone) {
  if (gone) return el("div", { class: "gone" }, message.text);
  const edited = message.edited && !message.bot_id ? el("span", { class: "edited" }, " (edited)") : null;
  if (message.blocks?.length && message.bot_id) return blocks(message.blocks, messageRoom(message));
  const words = mrkdwn(message.text, names);
  if (edited) words.append(edited);
  for (const file of message.files ?? []) words.append(el("div", { class: "picture" }, `File: ${file.name}`));
  return words;
}

function edit(message, node) {
  const field = el("textarea", { rows: "3", "aria-label": "Edit message" });
  field.value = typedText(message.text);
  const log = node.parentElement;
  const done = () => place(log, S.channels.get(S.channel).messages.get(message.ts) ?? message, false);
  const save = async () => { if (field.value.trim() && (await ask("edit", { where: S.channel, ts: message.ts, typed: field.value })) === null) return; done(); };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
    if (event.key === "Escape") { event.stopPropagation(); done(); }
  });
  node.querySelector(".words")?.replaceWith(el("div", { class: "blocks" }, field, el("div", { class: "actions" }, el("button", { type: "button", class: "btn primary", onclick: save }, "Save"), el("button", { type: "button", class: "btn", onclick: done }, "Cancel"))));
  field.focus();
}

async function remove(message) {
  const plain = (text) => ({ type: "plain_text", text });
  if (await sure({ title: plain("Delete this message?"), text: plain(typedText(message.text).slice(0, 200)), confirm: plain("Delete"), deny: plain("Keep"), style: "danger" })) ask("delete", { where: S.channel, ts: message.ts });
}

function drawStatuses() {
  document.querySelectorAll(".log > .status").forEach((node) => node.remove());
  for (const status of S.statuses.filter((s) => s.channel === S.channel)) {
    const words = status.loading_messages?.[0] || status.status;
    const line = () => el("div", { class: "status", role: "status" }, `${S.app.name} ${words}`, el("button", { type: "button", class: "btn", onclick: () => ask("stop", { where: S.channel, thread_ts: status.thread_ts }) }, "Stop"));
    if (S.thread === status.thread_ts) $("thread-log").append(line());
    else $("log").querySelector(`[data-ts="${status.thread_ts}"]`)?.after(line());
  }
}

// -- threads -----------------------------------------------------------------------------------------------------------

function openThread(ts, focus = true) {
  S.thread = ts;
  drawThread(); remember(); drawStatuses();
  if (focus) $("thread-text")?.focus();
}

function closeThread() {
  const back = $("log").querySelector(`[data-ts="${S.thread}"] .replies`);
  S.thread = "";
  drawThread(); remember(); drawStatuses();
  (back ?? $("composer-text"))?.focus();
}

function drawThread() {
  const channel = S.channels.get(S.channel), open = Boolean(S.thread && channel.messages.has(S.thread));
  $("thread").hidden = !open;
  $("app").classList.toggle("with-thread", open);
  if (!open) return;
  $("thread-place").textContent = channel.kind === "im" ? channel.name : `# ${channel.name}`;
  $("thread-log").replaceChildren();
  [...channel.messages.values()].filter((m) => m.ts === S.thread || m.thread_ts === S.thread).sort((a, b) => (a.ts < b.ts ? -1 : 1)).forEach((m) => place($("thread-log"), m, false));
  $("thread-log").scrollTop = $("thread-log").scrollHeight;
  $("thread-composer").replaceChildren(composer("thread-text", "Reply in thread", () => S.thread));
}

// -- writing -----------------------------------------------------------------------------------------------------------

function composer(id, words, thread) {
  const list = el("ul", { class: "popup above", role: "listbox", id: `${id}-list`, hidden: true });
  const field = el("textarea", { id, rows: "1", placeholder: words, "aria-label": words, "aria-autocomplete": "list", "aria-controls": list.id });
  const button = el("button", { type: "submit", class: "send", disabled: true }, "Send");
  let offers = [], at = 0;
  const draft = `${S.channel} ${thread()}`;
  field.value = S.drafts.get(draft) ?? "";
  const show = () => {
    list.hidden = !offers.length;
    list.replaceChildren(...offers.map((offer, n) => el("li", { role: "option", id: `${id}-o${n}`, "aria-selected": String(n === at), onmousedown: (event) => { event.preventDefault(); take(offer); } }, offer.label, offer.more ? el("span", { class: "quiet" }, ` ${offer.more}`) : null)));
    if (offers.length) field.setAttribute("aria-activedescendant", `${id}-o${at}`); else field.removeAttribute("aria-activedescendant");
  };
  const take = (offer) => { field.setRangeText(offer.text, offer.from, field.selectionStart, "end"); offers = []; show(); grow(); };
  const look = () => { offers = offered(field.value, field.selectionStart, thread()); at = 0; show(); };
  const grow = () => {
    field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
    button.disabled = !field.value.trim(); S.drafts.set(draft, field.value);
  };
  field.addEventListener("input", () => { grow(); look(); });
  field.addEventListener("blur", () => { offers = []; show(); });
  field.addEventListener("keydown", (event) => {
    if (offers.length && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); at = (at + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length; show(); }
    else if (offers.length && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) { event.preventDefault(); take(offers[at]); }
    else if (offers.length && event.key === "Escape") { event.stopPropagation(); offers = []; show(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  const send = async () => {
    const typed = field.value;
    if (!typed.trim()) return;
    field.value = ""; offers = []; show(); grow();
    const command = typed.match(/^\/[a-z][\w-]*/);
    const done = command ? await ask("command", { where: S.channel, typed }) : await ask("say", { where: S.channel, typed, ...(thread() ? { thread_ts: thread() } : {}) });
    if (done === null) { field.value = typed; grow(); }
  };
  const shortcuts = S.app.shortcuts.filter((s) => s.type === "global");
  const form = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } }, list, field,
    el("div", { class: "composer-foot" },
      shortcuts.length && !thread() ? menu("Shortcuts", "⚡", () => shortcuts.map((s) => [`${s.name} · ${S.app.name}`, () => ask("shortcut", { callback_id: s.callback_id })])) : null,
      el("button", { type: "button", class: "icon", "aria-label": `Mention ${S.app.name}`, title: `Mention ${S.app.name}`, onclick: () => { field.setRangeText(`@${S.app.name} `, field.selectionStart, field.selectionEnd, "end"); field.focus(); grow(); } }, "@"),
      el("span", { class: "quiet" }, "Enter sends, Shift + Enter starts a line"), button));
  queueMicrotask(grow);
  return form;
}

// What may be completed before the cursor: a mention, or a command at the very start.
function offered(text, cursor, inThread) {
  const before = text.slice(0, cursor);
  const at = before.match(/(?:^|\s)@([\w.-]*)$/);
  if (at) {
    const from = cursor - at[1].length - 1, start = at[1].toLowerCase();
    const all = [{ name: S.app.name, more: "app" }, ...S.people.map((p) => ({ name: p.name, more: p.real_name })), ...S.groups.map((g) => ({ name: g.handle, more: "group" }))];
    const fits = all.filter((one) => one.name.startsWith(start) && one.name !== start);
    return fits.slice(0, 8).map((one) => ({ label: `@${one.name}`, more: one.more, text: `@${one.name} `, from }));
  }
  if (!inThread && /^\/\S*$/.test(before)) return S.app.commands.filter((c) => c.command.startsWith(before) && c.command !== before).map((c) => ({ label: c.command, more: c.hint, text: `${c.command} `, from: 0 }));
  return [];
}

// -- elements in messages and views ------------------------------------------------------------------------------------

const lists = { people: () => S.people.map((p) => [p.id, p.real_name]), channels: () => [...S.channels.values()].map((c) => [c.id, c.name]) };
const raw = (state) => (!state ? undefined : state.selected_option?.value ?? state.selected_options?.map((o) => o.value) ?? Object.entries(state).find(([name]) => name !== "type")?.[1]);

async function busy(node, work) {
  node?.setAttribute?.("aria-busy", "true");
  const result = await work;
  node?.removeAttribute?.("aria-busy");
  return result;
}

function messageRoom(message) {
  const kept = new Map();
  const key = (block, element) => `${block.block_id}|${element.action_id}`;
  const chosen = (element) => element.initial_option?.value ?? element.initial_options?.map((o) => o.value) ?? element.initial_value ?? element.initial_date ?? element.initial_time;
  return {
    names, sure, ...lists,
    value: (block, element) => kept.get(key(block, element)) ?? chosen(element),
    keep: (block, element, given) => kept.set(key(block, element), given),
    use: (block, element, given, node) => busy(node, ask("press", { where: S.channel, ts: message.ts, action: element.action_id, given, block_id: block.block_id })),
    chosen: (block, element) => element.initial_options ?? [],
    options: async (block, element, typed) => (await ask("options", { where: { channel: S.channel, ts: message.ts }, action_id: element.action_id, block_id: block.block_id, typed }))?.options,
  };
}

function viewRoom(view) {
  const key = (block, element) => `${view.id}|${block.block_id}|${element.action_id}`;
  const state = (block, element) => view.state?.values?.[block.block_id]?.[element.action_id];
  return {
    names, sure, ...lists, errors: S.errors,
    value: (block, element) => (S.drafts.has(key(block, element)) ? S.drafts.get(key(block, element)) : raw(state(block, element))),
    label: (block, element) => S.offered.get(key(block, element))?.text.text ?? state(block, element)?.selected_option?.text.text,
    chosen: (block, element) => S.offered.get(key(block, element)) ?? state(block, element)?.selected_options ?? element.initial_options ?? [],
    keep: (block, element, given) => S.drafts.set(key(block, element), given),
    keepOption: (block, element, option) => S.offered.set(key(block, element), option),
    use: (block, element, given, node) => busy(node, flush(view).then(() => ask("use", { view_id: view.id, action: element.action_id, given, block_id: block.block_id }))),
    options: async (block, element, typed) => (await ask("options", { where: { view: view.id }, action_id: element.action_id, block_id: block.block_id, typed }))?.options,
  };
}

// Everything typed into a view that the server does not know yet: {block id: {action id: value}}.
function inputs(view) {
  const made = {};
  for (const block of view.blocks) for (const element of [block.element, block.accessory, ...(block.elements ?? [])]) {
    const key = `${view.id}|${block.block_id}|${element?.action_id}`;
    if (element?.action_id && S.drafts.has(key)) (made[block.block_id] ??= {})[element.action_id] = S.drafts.get(key);
  }
  return made;
}

const flush = (view) => ask("fill", { view_id: view.id, inputs: inputs(view) });

// -- modals ------------------------------------------------------------------------------------------------------------

let returnTo = null;

function drawModal() {
  const dialog = $("modal"), view = S.modal;
  if (!view) { if (dialog.open) { dialog.close(); dialog.replaceChildren(); returnTo?.isConnected && returnTo.focus(); } return; }
  if (!dialog.open) returnTo = document.activeElement;
  const focused = dialog.contains(document.activeElement) ? document.activeElement : null;
  const spot = focused && { key: focused.dataset.key, from: focused.selectionStart, to: focused.selectionEnd };
  const submit = view.submit ? el("button", { type: "submit", class: "btn primary" }, view.submit.text) : null;
  const form = el("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); busy(submit, send(view)); } },
    el("header", { class: "modal-head" }, el("h2", { id: "modal-title" }, view.title.text), el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => ask("close", { everything: true }) }, "✕")),
    el("div", { class: "modal-body" }, blocks(view.blocks, viewRoom(view))),
    el("footer", { class: "modal-foot" }, el("button", { type: "button", class: "btn", onclick: () => ask("close") }, view.close?.text ?? (view.previous_view_id ? "Back" : "Cancel")), submit));
  const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  dialog.replaceChildren(form);
  dialog.querySelector(".modal-body").scrollTop = scrolled;
  if (!dialog.open) dialog.showModal();
  const same = spot?.key && [...dialog.querySelectorAll("[data-key]")].find((one) => one.dataset.key === spot.key);
  const first = same || dialog.querySelector(".modal-body :is(input, textarea, select, .btn)");
  first?.focus();
  if (same && spot.from !== null && same.setSelectionRange && ["text", "textarea"].includes(same.type)) same.setSelectionRange(spot.from, spot.to);
}

async function send(view) {
  const done = await ask("submit", { inputs: inputs(view) });
  if (!done?.errors) return;
  S.errors = done.errors;
  drawModal();
  $("modal").querySelector("[aria-invalid=true]")?.focus();
}

$("modal").addEventListener("cancel", (event) => { event.preventDefault(); ask("close"); });

function sure(confirm) {
  const dialog = $("sure");
  return new Promise((resolve) => {
    const answer = (value) => { dialog.close(); dialog.replaceChildren(); resolve(value); };
    dialog.oncancel = (event) => { event.preventDefault(); answer(false); };
    dialog.replaceChildren(el("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); answer(true); } },
      el("header", { class: "modal-head" }, el("h2", { id: "sure-title" }, confirm.title.text)),
      el("div", { class: "modal-body" }, confirm.text.type === "mrkdwn" ? mrkdwn(confirm.text.text, names) : el("p", {}, confirm.text.text)),
      el("footer", { class: "modal-foot" }, el("button", { type: "button", class: "btn", onclick: () => answer(false) }, confirm.deny.text), el("button", { type: "submit", class: `btn ${confirm.style ?? "primary"}` }, confirm.confirm.text))));
    dialog.showModal();
  });
}

// -- the frame ---------------------------------------------------------------------------------------------------------

$("person").addEventListener("change", (event) => { location.search = new URLSearchParams({ as: event.target.value, channel: S.channels.get(S.channel).kind === "im" ? "" : S.channel }); });
$("thread-close").addEventListener("click", closeThread);
$("menu").addEventListener("click", () => { const open = $("side").classList.toggle("open"); $("menu").setAttribute("aria-expanded", String(open)); if (open) $("person").focus(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if ($("side").classList.contains("open")) { $("side").classList.remove("open"); $("menu").setAttribute("aria-expanded", "false"); $("menu").focus(); }
  else if (S.thread && !$("modal").open && !$("sure").open) closeThread();
});
start();
