// What the page knows of the workspace, how it talks to the server, and how people and channels are called.
import { el } from "/web/text.js";

export const $ = (id) => document.getElementById(id);
export const S = { me: "", channel: "", thread: "", tab: "messages", unread: new Map(), drafts: new Map(), errors: {}, offered: new Map(), files: new Map() };

// -- talking to the server ---------------------------------------------------------------------------------------------

export async function ask(deed, given = {}) {
  try {
    const response = await fetch(`/ui/${deed}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ who: S.me, ...given }) });
    const body = await response.json();
    if (body.ok) return body.result ?? {};
    toast(body.what || body.error);
  } catch { toast("The playground does not answer. Is it still running?"); }
  return null;
}

let toastTimer = 0;
export function toast(words) {
  $("toast").textContent = words.charAt(0).toUpperCase() + words.slice(1);
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 6000);
}

// -- names -------------------------------------------------------------------------------------------------------------

export const names = {
  user: (id) => (id === S.app.user ? S.app.name : id === "USLACKBOT" ? "Playground" : S.people.find((p) => p.id === id)?.name),
  channel: (id) => S.channels.get(id)?.name,
  group: (id) => S.groups.find((g) => g.id === id)?.handle,
};
export const fullName = (id) => S.people.find((p) => p.id === id)?.real_name ?? names.user(id) ?? id;

export function face(id) {
  if (id === S.app.user) return el("div", { class: "face app", "aria-hidden": "true" }, S.app.name.slice(0, 1).toUpperCase());
  const words = fullName(id).split(" ");
  const node = el("div", { class: "face", "aria-hidden": "true" }, words[0][0] + (words.length > 1 ? words.at(-1)[0] : ""));
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  node.style.background = `hsl(${hue} 34% 42%)`;
  return node;
}

// Slack's text back to what a person would type.
export const typedText = (text) => text.replace(/<@(\w+)>/g, (_, id) => `@${names.user(id) ?? id}`).replace(/<#\w+\|([^>]+)>/g, "#$1").replace(/<!subteam\^\w+\|([^>]+)>/g, "$1")
  .replace(/<!(\w+)>/g, "@$1").replace(/<[^>|]+\|([^>]+)>/g, "$1").replace(/<([^>]+)>/g, "$1").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
