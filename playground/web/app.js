// The state of /ui/start and the changes of /ui/changes in, the page out.
import { attachment, blocks, menu } from "/web/blocks.js";
import { drawModal, messageRoom, spot, sure, viewRoom } from "/web/rooms.js";
import { $, S, ask, face, fullName, names, typedText } from "/web/state.js";
import { composer } from "/web/writing.js";
import { el, emoji, mrkdwn } from "/web/text.js";

const wide = () => window.matchMedia("(min-width: 1021px)").matches;

// Changes are listened to before the state is asked for, so that nothing falls between the two.
function start() {
  const wanted = person();
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

// Who looks: as the address says; a link that somebody followed in a new tab says nothing, and they stay who they were.
const person = () => new URLSearchParams(location.search).get("as") ?? (location.search ? localStorage.getItem("person") : "") ?? "";

async function load() {
  const query = new URLSearchParams(location.search);
  const response = await fetch(`/ui/start?as=${encodeURIComponent(person())}`);
  const body = await response.json();
  if (!response.ok) { location.replace("/"); return; }
  Object.assign(S, body);
  S.channels = new Map(body.channels.map((channel) => [channel.id, { ...channel, messages: new Map(channel.messages.map((m) => [m.ts, m])) }]));
  const wanted = query.get("channel")?.replace(/^#/, "");
  const named = [...S.channels.values()].find((channel) => channel.id === wanted || channel.name === wanted);
  const before = S.tab;
  S.channel = (named ?? [...S.channels.values()].find((channel) => channel.app_in && channel.kind !== "im") ?? [...S.channels.values()][0]).id;
  S.thread = query.get("thread") ?? "";
  S.tab = S.channels.get(S.channel).kind === "im" ? before : "messages";
  drawSide(); drawPlace(); drawThread(); drawModal(); drawOffline(); drawStatuses();
  $("log").scrollTop = $("log").scrollHeight;
}

// Channels or people have changed: everything is asked for anew, and the reader stays where they are.
async function again() {
  const focused = document.activeElement?.id;
  await load();
  if (focused?.endsWith("-text")) $(focused)?.focus();
}

function hear(change) {
  const channel = S.channels.get(change.channel);
  if (change.kind === "reset") location.reload();
  else if (change.kind === "channels") again();
  else if (change.kind === "app") { S.app.connected = change.connected; drawOffline(); }
  else if (change.kind === "views") { if (change.modal?.id !== S.modal?.id || change.modal?.hash !== S.modal?.hash) S.errors = {}; S.modal = change.modal; S.home = change.home; drawModal(); if (S.tab === "home") drawHome(); }
  else if (!channel) return;
  else if (change.kind === "message" || change.kind === "ephemeral") heard(channel, change.message);
  else if (change.kind === "deleted") { channel.messages.delete(change.ts); document.querySelectorAll(`[data-ts="${change.ts}"]`).forEach((node) => node.remove()); }
  else if (change.kind === "session") { S.sessions = [...S.sessions.filter((s) => s.channel !== change.channel || s.thread_ts !== change.thread_ts), change]; drawStatuses(); }
  else if (change.kind === "status") { S.statuses = [...S.statuses.filter((s) => s.channel !== change.channel || s.thread_ts !== change.thread_ts), ...(change.status ? [change] : [])]; drawStatuses(); }
  else if (change.kind === "prompts") { S.prompts[change.place] = change; drawPrompts(); }
}

function heard(channel, message) {
  const isNew = !channel.messages.has(message.ts);
  channel.messages.set(message.ts, message);
  const inThread = message.thread_ts && message.thread_ts !== message.ts;
  if (channel.id !== S.channel || S.tab === "home") {
    if (isNew && message.user !== S.me) { S.unread.set(channel.id, (S.unread.get(channel.id) ?? 0) + 1); drawSide(); }
    return;
  }
  const free = !S.thread || (message.thread_ts > S.thread && !$("thread-text")?.value); // an older question gives way, unless a reply to it is being written
  if (inThread && isNew && free && wide() && channel.messages.get(message.thread_ts)?.user === S.me && message.user !== S.me) openThread(message.thread_ts, false);
  if (!inThread || message.subtype === "thread_broadcast") place($("log"), message);
  else if (channel.messages.get(message.thread_ts)?.latest_reply === message.ts) place($("log"), channel.messages.get(message.thread_ts), false);
  if (message.ts === S.thread && $("thread").hidden) { drawThread(); $("thread-text").focus(); } // a new chat, heard of after it was opened
  else if (S.thread && (message.ts === S.thread || message.thread_ts === S.thread)) place($("thread-log"), message);
}

// -- the side ----------------------------------------------------------------------------------------------------------

const SIGNS = { channel: "#", group: "▣", mpim: "◈" };

function drawSide() {
  $("team").textContent = S.team.name;
  document.title = `${S.team.name} · playground`;
  const me = S.people.find((p) => p.id === S.me);
  $("person").replaceChildren(...S.people.map((p) => el("option", { value: p.id, selected: p.id === S.me }, p.real_name)));
  $("person-title").textContent = [me?.title, me?.role && !me.title?.toLowerCase().includes(me.role) ? me.role : ""].filter(Boolean).join(" · ");
  const all = [...S.channels.values()];
  const item = (channel, sign) => {
    const unread = S.unread.get(channel.id);
    return el("button", { type: "button", class: unread ? "unread" : "", "aria-current": channel.id === S.channel ? "page" : undefined, onclick: () => go(channel.id) },
      el("span", { "aria-hidden": "true" }, sign), channel.name, unread ? el("span", { class: "dot", "aria-label": `${unread} unread` }, String(unread)) : null);
  };
  $("places").replaceChildren(
    el("h2", {}, "Channels"), ...all.filter((c) => c.kind !== "im").map((c) => item(c, SIGNS[c.kind])),
    ...S.others.map((c) => el("button", { type: "button", class: "other", onclick: () => ask("join", { where: c.id }) }, el("span", { "aria-hidden": "true" }, "#"), c.name, el("span", { class: "quiet" }, "join"))),
    el("h2", {}, "Apps"), ...all.filter((c) => c.kind === "im").map((c) => item(c, "◆")));
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
  localStorage.setItem("person", S.me);
}

function drawOffline() {
  $("offline").hidden = S.app.connected;
  $("offline").textContent = `${S.app.name} is not connected. What you write is kept, and delivered again for about six minutes.`;
}

// -- the middle --------------------------------------------------------------------------------------------------------

function drawPlace() {
  const channel = S.channels.get(S.channel), isApp = channel.kind === "im", home = S.tab === "home";
  $("place").textContent = isApp ? channel.name : `${SIGNS[channel.kind]} ${channel.name}`;
  $("topic").textContent = isApp ? "App · only you and the app read this" : channel.topic;
  $("tabs").hidden = !isApp;
  $("tabs").replaceChildren(...["home", "messages"].map((tab) => el("button", {
    type: "button", role: "tab", "aria-selected": String(S.tab === tab), "aria-controls": tab === "home" ? "home" : "log", tabindex: S.tab === tab ? "0" : "-1", onclick: () => go(S.channel, tab),
    onkeydown: (event) => { if (["ArrowLeft", "ArrowRight"].includes(event.key)) { go(S.channel, tab === "home" ? "messages" : "home"); $("tabs").querySelector("[aria-selected=true]").focus(); } },
  }, tab === "home" ? "Home" : "Messages")));
  $("home").hidden = !home; $("log").hidden = home; $("composer").hidden = home; $("prompts").hidden = true;
  if (home) { drawHome(); return; }
  const shown = [...channel.messages.values()].filter((m) => !m.thread_ts || m.thread_ts === m.ts || m.subtype === "thread_broadcast");
  $("log").replaceChildren();
  if (!shown.length) $("log").append(el("p", { class: "empty" }, isApp ? `This is your conversation with ${channel.name}.` : channel.app_in ? `Nothing has been said here yet. Type @${S.app.name} and a question.` : `Nothing has been said here yet. ${S.app.name} is not in this channel; /invite @${S.app.name} brings it in.`));
  shown.sort((a, b) => (a.ts < b.ts ? -1 : 1)).forEach((message) => place($("log"), message, false));
  $("log").scrollTop = $("log").scrollHeight;
  const chat = isApp && S.app.assistant_view ? newChat : null;
  $("composer").replaceChildren(composer("composer-text", chat ? "Start a new chat" : isApp || channel.kind === "mpim" ? `Message ${channel.name}` : `Message #${channel.name}`, () => "", chat));
  drawPrompts(); drawStatuses();
}

// Where an app has the older panel, each new chat is a thread of its own.
async function newChat() {
  const ts = await ask("start_chat");
  if (ts) openThread(ts);
  return ts;
}

function drawPrompts() {
  const offer = S.prompts[S.channel], inThread = S.prompts[`${S.channel} ${S.thread}`];
  const buttons = (one, more) => [one.title ? el("span", { class: "quiet" }, one.title) : null,
    ...one.prompts.map((prompt) => el("button", { type: "button", class: "btn", onclick: () => ask("say", { where: S.channel, typed: prompt.message, ...more }) }, prompt.title))].filter(Boolean);
  $("prompts").hidden = !offer || S.tab === "home";
  $("prompts").replaceChildren(...(offer ? buttons(offer, {}) : []));
  $("thread-prompts").hidden = !inThread || !S.thread;
  $("thread-prompts").replaceChildren(...(inThread ? buttons(inThread, { thread_ts: S.thread }) : []));
}

function drawHome() {
  const view = S.home, back = spot($("home"));
  $("home").replaceChildren(view ? blocks(view.blocks, viewRoom(view)) : el("p", { class: "empty" }, `${S.app.name} has not made a Home for you yet.`));
  back();
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
    log.insertBefore(node, later ?? (log === $("thread-log") ? log.querySelector(":scope > .status") : null)); // in a channel it belongs to a message
  }
  if (focused) [...node.querySelectorAll("[data-key]")].find((one) => one.dataset.key === focused)?.focus();
  if (follow && (atEnd || message.user === S.me)) log.scrollTop = log.scrollHeight;
}

const EMOJI = ["thumbsup", "tada", "eyes", "white_check_mark", "heart"];

function drawMessage(message, inThread) {
  const when = new Date(message.ts * 1000), mine = message.user === S.me, gone = message.subtype === "tombstone";
  const isApp = message.user === S.app.user, by = message.username ?? fullName(message.user);
  const streaming = message.streaming_state === "in_progress";
  const time = el("time", { datetime: when.toISOString(), title: when.toLocaleString() }, when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  const body = el("div", { class: streaming ? "streaming" : "" },
    el("div", { class: "by" }, el("b", {}, by), isApp ? el("span", { class: "tag" }, "app") : null, time,
      message.pinned_to ? el("span", { class: "only-you" }, "⚲ pinned") : null,
      message.is_ephemeral ? el("span", { class: "only-you" }, "◌ only visible to you ", el("button", { type: "button", class: "plain", onclick: () => dismiss(message, node) }, "Dismiss")) : null),
    drawBody(message, gone));
  if (message.reactions?.length) body.append(el("div", { class: "reactions" }, message.reactions.map((r) => reaction(message, r))));
  if (!inThread && message.reply_count) body.append(el("button", { type: "button", class: "replies", "data-key": "replies", onclick: () => openThread(message.ts) }, el("span", { class: "count" }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`), lastReply(message)));
  const has = (name) => message.reactions?.some((r) => r.name === name && r.users.includes(S.me));
  const items = () => [
    ["Reply in thread", () => openThread(message.thread_ts ?? message.ts)],
    ...EMOJI.filter((name) => !has(name)).map((name) => [`React ${emoji(name)} ${name.replaceAll("_", " ")}`, () => ask("react", { where: S.channel, ts: message.ts, name })]),
    ...(message.pinned_to ? [] : [["Pin to this channel", () => ask("pin", { where: S.channel, ts: message.ts })]]),
    ...S.app.shortcuts.filter((s) => s.type === "message").map((s) => [`${s.name} · ${S.app.name}`, () => ask("shortcut", { callback_id: s.callback_id, where: S.channel, ts: message.ts })]),
    ...(mine ? [["Edit", () => edit(message, node)], ["Delete", () => remove(message)]] : []),
  ];
  const more = message.is_ephemeral || gone ? el("span") : menu(`More for the message of ${by}`, "⋯", items, { class: "icon more", "data-key": "more" });
  const node = el("article", { class: `msg ${message.is_ephemeral ? "private" : ""}`, "data-ts": message.ts, "aria-label": `${by}, ${time.textContent}`, "aria-busy": streaming ? "true" : undefined }, face(message.user), body, more);
  return node;
}

function reaction(message, given) {
  const mine = given.users.includes(S.me), who = given.users.map(fullName).join(", ");
  return el("button", { type: "button", class: "reaction", title: who, "aria-pressed": String(mine), "aria-label": `${given.name}, ${given.count}: ${who}`, "data-key": `reaction ${given.name}`,
    onclick: () => ask(mine ? "unreact" : "react", { where: S.channel, ts: message.ts, name: given.name }) }, `${emoji(given.name)} ${given.count}`);
}

// Only this page forgets it, as in Slack.
function dismiss(message, node) {
  S.channels.get(S.channel).messages.delete(message.ts);
  node.remove();
}

// One line of the newest reply, so that a channel can be read without opening every thread.
function lastReply(message) {
  const reply = S.channels.get(S.channel).messages.get(message.latest_reply);
  if (!reply) return null;
  const words = mrkdwn(reply.text, names).textContent.trim().split("\n")[0];
  if (!words) return null;
  return el("span", { class: "last" }, `${names.user(reply.user) ?? ""}: ${words.length > 110 ? `${words.slice(0, 110)} ...` : words}`);
}

function drawBody(message, gone) {
  if (gone) return el("div", { class: "gone" }, message.text);
  if (message.subtype === "assistant_app_thread") return el("div", { class: "gone" }, `Chat: ${message.assistant_app_thread.title}`);
  const edited = message.edited && !message.bot_id ? el("span", { class: "edited" }, " (edited)") : null;
  const room = messageRoom(message);
  const words = message.blocks?.length && message.bot_id ? blocks(message.blocks, room) : mrkdwn(message.text, names);
  if (/^channel_/.test(message.subtype ?? "")) words.classList.add("gone");
  if (edited) words.append(edited);
  const rest = [...(message.attachments ?? []).map((item) => attachment(item, room)), ...(message.files ?? []).map(fileChip)];
  return rest.length ? el("div", {}, message.text || message.blocks?.length ? words : null, rest) : words;
}

function fileChip(file) {
  const size = file.size > 1024 ? `${Math.round(file.size / 1024)} kB` : file.size ? `${file.size} bytes` : "";
  return el("div", { class: "file" }, el("span", { "aria-hidden": "true" }, "▤"), el("div", {}, el("div", {}, file.title || file.name), el("div", { class: "quiet" }, [file.pretty_type, size].filter(Boolean).join(" · "))));
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

// What the app says that it is doing, and the stop button that Slack shows while an agent's session is `processing`.
let turns = 0;

function drawStatuses() {
  clearInterval(turns);
  document.querySelectorAll(".log > .status").forEach((node) => node.remove());
  const here = (list) => list.filter((one) => one.channel === S.channel);
  const working = here(S.sessions).filter((one) => one.status === "processing");
  const threads = new Set([...here(S.statuses), ...working].map((one) => one.thread_ts));
  for (const thread of threads) {
    const status = here(S.statuses).find((one) => one.thread_ts === thread);
    const stoppable = S.app.stoppable && working.some((one) => one.thread_ts === thread);
    const lines = status?.loading_messages?.length ? status.loading_messages : [status?.status ?? "is working ..."];
    const words = el("span", {}, status?.loading_messages?.length ? lines[0] : `${S.app.name} ${lines[0]}`);
    const line = el("div", { class: "status", role: "status" }, el("span", { class: "pulse", "aria-hidden": "true" }), words,
      stoppable ? el("button", { type: "button", class: "btn", onclick: () => ask("stop", { where: S.channel, thread_ts: thread }) }, "Stop") : null);
    if (lines.length > 1) { let at = 0; turns = setInterval(() => { at = (at + 1) % lines.length; words.textContent = lines[at]; }, 3000); }
    if (S.thread === thread) { $("thread-log").append(line); $("thread-log").scrollTop = $("thread-log").scrollHeight; }
    else $("log").querySelector(`[data-ts="${thread}"]`)?.after(line);
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
  const log = $("log"), atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  $("thread").hidden = !open;
  $("app").classList.toggle("with-thread", open);
  if (atEnd) log.scrollTop = log.scrollHeight; // the column has another width now
  if (!open) return;
  $("thread-place").textContent = channel.kind === "im" ? channel.name : `${SIGNS[channel.kind]} ${channel.name}`;
  $("thread-log").replaceChildren();
  [...channel.messages.values()].filter((m) => m.ts === S.thread || m.thread_ts === S.thread).sort((a, b) => (a.ts < b.ts ? -1 : 1)).forEach((m) => place($("thread-log"), m, false));
  $("thread-composer").replaceChildren(composer("thread-text", "Reply in thread", () => S.thread));
  drawPrompts();
  $("thread-log").scrollTop = $("thread-log").scrollHeight; // the composer below has taken its room
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
