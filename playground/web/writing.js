// The box to write in: completion of names and commands, files by name, shortcuts; what is sent goes to the server.
import { menu } from "/web/blocks.js";
import { S, ask, toast } from "/web/state.js";
import { el } from "/web/text.js";

// `begin`: starts a thread for what is written, where an app wants one for each chat.
export function composer(id, words, thread, begin = null) {
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
    button.disabled = !field.value.trim() && !S.files.get(draft)?.length; S.drafts.set(draft, field.value);
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
    if (!typed.trim() && !S.files.get(draft)?.length) return;
    const command = typed.match(/^\/[a-z][\w-]*/);
    if (command && thread()) { toast(`${command[0]} does not work in threads.`); return; }
    field.value = ""; offers = []; show(); grow();
    const files = S.files.get(draft) ?? [];
    const ts = command ? "" : begin ? await begin() : thread();
    if (ts === null) { field.value = typed; grow(); return; }
    const done = command ? await ask("command", { where: S.channel, typed }) : await ask("say", { where: S.channel, typed, ...(ts ? { thread_ts: ts } : {}), ...(files.length ? { files } : {}) });
    if (done === null) { field.value = typed; grow(); } else if (!command) attach([]);
  };
  // Of a file only name, type and size go to the playground; its content stays where it is.
  const chosen = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files" });
  const attached = el("div", { class: "chips", hidden: true });
  const attach = (files) => {
    S.files.set(draft, files);
    attached.hidden = !files.length;
    attached.replaceChildren(...files.map((file) => el("button", { type: "button", class: "chip", "aria-label": `Remove ${file.name}`, onclick: () => attach(files.filter((one) => one !== file)) }, file.name, el("span", { "aria-hidden": "true" }, " ✕"))));
    grow();
  };
  chosen.addEventListener("change", () => { attach([...(S.files.get(draft) ?? []), ...[...chosen.files].map(({ name, type, size }) => ({ name, mimetype: type, size }))]); chosen.value = ""; field.focus(); });
  const shortcuts = S.app.shortcuts.filter((s) => s.type === "global");
  const form = el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } }, list, field, attached, chosen,
    el("div", { class: "composer-foot" },
      shortcuts.length && !thread() ? menu("Shortcuts", "⚡", () => shortcuts.map((s) => [`${s.name} · ${S.app.name}`, () => ask("shortcut", { callback_id: s.callback_id })])) : null,
      begin ? null : el("button", { type: "button", class: "icon", "aria-label": "Attach a file by its name and type", title: "Attach a file by its name and type", onclick: () => chosen.click() }, "+"),
      el("button", { type: "button", class: "icon", "aria-label": `Mention ${S.app.name}`, title: `Mention ${S.app.name}`, onclick: () => { field.setRangeText(`@${S.app.name} `, field.selectionStart, field.selectionEnd, "end"); field.focus(); grow(); } }, "@"),
      el("span", { class: "quiet" }, "Enter sends, Shift + Enter starts a line"), button));
  queueMicrotask(() => attach(S.files.get(draft) ?? []));
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
