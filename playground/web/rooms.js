// Elements of messages and views in, what the app is asked out; and the modals that open, change and close.
import { blocks } from "/web/blocks.js";
import { $, S, ask, names } from "/web/state.js";
import { el, mrkdwn } from "/web/text.js";

// -- elements in messages and views ------------------------------------------------------------------------------------

const lists = { people: () => S.people.map((p) => [p.id, p.real_name]), channels: () => [...S.channels.values()].map((c) => [c.id, c.name]) };
const raw = (state) => (!state ? undefined : state.selected_option?.value ?? state.selected_options?.map((o) => o.value) ?? Object.entries(state).find(([name]) => name !== "type")?.[1]);

async function busy(node, work) {
  node?.setAttribute?.("aria-busy", "true");
  const result = await work;
  node?.removeAttribute?.("aria-busy");
  return result;
}

// Options by value that were offered or are chosen, so that a chosen one can be named after the block was drawn anew.
function known(key, ...chosen) {
  if (!S.offered.has(key)) S.offered.set(key, new Map());
  const all = S.offered.get(key);
  chosen.flat().filter(Boolean).forEach((option) => all.set(option.value, option));
  return all;
}

export function messageRoom(message) {
  const key = (block, element) => `${S.me} ${message.ts}|${block.block_id}|${element.action_id}`;
  const chosen = (element) => element.initial_option?.value ?? element.initial_options?.map((option) => option.value)
    ?? Object.entries(element).find(([name]) => name.startsWith("initial_"))?.[1];
  return {
    names, sure, ...lists,
    value: (block, element) => (S.drafts.has(key(block, element)) ? S.drafts.get(key(block, element)) : chosen(element)),
    known: (block, element) => known(key(block, element), element.initial_option, element.initial_options ?? []),
    keep: (block, element, given) => S.drafts.set(key(block, element), given),
    use: (block, element, given, node) => busy(node, ask("press", { where: S.channel, ts: message.ts, action: element.action_id, given, block_id: block.block_id })),
    options: (block, element, typed) => ask("options", { where: { channel: S.channel, ts: message.ts }, action_id: element.action_id, block_id: block.block_id, typed }),
  };
}

export function viewRoom(view) {
  const key = (block, element) => `${view.id}|${block.block_id}|${element.action_id}`;
  const state = (block, element) => view.state?.values?.[block.block_id]?.[element.action_id];
  return {
    names, sure, ...lists, errors: S.errors,
    value: (block, element) => (S.drafts.has(key(block, element)) ? S.drafts.get(key(block, element)) : raw(state(block, element))),
    known: (block, element) => known(key(block, element), state(block, element)?.selected_option, state(block, element)?.selected_options ?? []),
    keep: (block, element, given) => S.drafts.set(key(block, element), given),
    use: (block, element, given, node) => busy(node, flush(view).then(() => ask("use", { view_id: view.id, action: element.action_id, given, block_id: block.block_id }))),
    options: (block, element, typed) => ask("options", { where: { view: view.id }, action_id: element.action_id, block_id: block.block_id, typed }),
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

export function drawModal() {
  const dialog = $("modal"), view = S.modal;
  if (!view) { if (dialog.open) { dialog.close(); dialog.replaceChildren(); returnTo?.isConnected && returnTo.focus(); } return; }
  if (!dialog.open) returnTo = document.activeElement;
  const back = spot(dialog);
  const submit = view.submit ? el("button", { type: "submit", class: "btn primary", disabled: view.submit_disabled === true }, view.submit.text) : null;
  const form = el("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); busy(submit, send(view)); } },
    el("header", { class: "modal-head" }, el("h2", { id: "modal-title" }, view.title.text), el("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => ask("close", { everything: true }) }, "✕")),
    el("div", { class: "modal-body" }, blocks(view.blocks, viewRoom(view))),
    el("footer", { class: "modal-foot" }, el("button", { type: "button", class: "btn", onclick: () => ask("close") }, view.close?.text ?? (view.previous_view_id ? "Back" : "Cancel")), submit));
  const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  dialog.replaceChildren(form);
  dialog.querySelector(".modal-body").scrollTop = scrolled;
  if (!dialog.open) dialog.showModal();
  if (back()) return;
  const first = dialog.querySelector("[data-first]") || dialog.querySelector(".modal-body :is(input, textarea, select, .btn)") || submit;
  focusQuietly(first);
}

// Where the person is in a view that is about to be drawn anew; call what comes back afterwards. What was being typed into a
// searched list is not yet in the view's state, so it is typed again.
export function spot(box) {
  const focused = box.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key, name = key && called(focused), from = focused?.selectionStart, to = focused?.selectionEnd;
  const searched = focused?.getAttribute("role") === "combobox" ? focused.value : "";
  return () => {
    const all = key ? [...box.querySelectorAll("[data-key]")] : [];
    const same = all.find((one) => one.dataset.key === key) ?? all.find((one) => called(one) === name);
    if (!same) return false;
    focusQuietly(same);
    if (searched && same.value !== searched) { same.value = searched; same.dispatchEvent(new Event("input")); }
    if (typeof from === "number" && same.setSelectionRange && ["text", "textarea"].includes(same.type)) same.setSelectionRange(from, to);
    return true;
  };
}

// An element without the id of its block, which is another one each time where the app names none: its action, and what it says.
function called(node) {
  return `${node.dataset.key.slice(node.dataset.key.indexOf("|"))} ${node.getAttribute("aria-label") ?? node.textContent}`;
}

// A searched list does not open because its modal did.
function focusQuietly(node) {
  const combo = node?.closest(".combo");
  if (combo) combo.dataset.quiet = "yes";
  node?.focus();
  if (combo) delete combo.dataset.quiet;
}

async function send(view) {
  const done = await ask("submit", { inputs: inputs(view) });
  if (!done?.errors) return;
  S.errors = done.errors;
  drawModal();
  $("modal").querySelector("[aria-invalid=true]")?.focus();
}

$("modal").addEventListener("cancel", (event) => { event.preventDefault(); ask("close"); });

export function sure(confirm) {
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
