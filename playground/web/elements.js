// Block Kit's interactive elements in, controls out. `as` gives the id for the label of an input block.
// `room` says what to do: {names, value, known, use, keep, options, people, channels, sure}, see /web/rooms.js
import { picker } from "/web/pick.js";
import { el, emoji, mrkdwn } from "/web/text.js";

let counter = 0;
export const fresh = (stem) => `${stem}-${(counter += 1)}`;
export const emojied = (text) => text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
export const textOf = (object, room) => (object.type === "mrkdwn" ? mrkdwn(object.text, room.names) : el("div", { class: "words" }, emojied(object.text)));

export function control(block, element, room, as = {}) {
  const draw = ELEMENTS[element.type];
  if (!draw) return el("span", { class: "picture" }, `${element.type} cannot be used here`);
  return draw(block, element, room, as);
}

async function use(block, element, room, given, node) {
  if (element.confirm && !(await room.sure(element.confirm))) return;
  room.use(block, element, given, node);
}

function changed(block, element, room, given, node) {
  room.keep(block, element, given);
  if (block.type !== "input" || block.dispatch_action) use(block, element, room, given, node);
}

const key = (block, element, more = "") => `${block.block_id}|${element.action_id ?? ""}|${more}`;
const described = (as) => ({ id: as.id, "aria-describedby": as.described, "aria-invalid": as.bad ? "true" : undefined });
const named = (as, words) => (as.id ? undefined : words);

function button(block, element, room) {
  const props = { class: `btn ${element.style ?? ""}`, "data-key": key(block, element), "aria-label": element.accessibility_label };
  if (element.url) return el("a", { ...props, href: /^https?:/.test(element.url) ? element.url : "#", target: "_blank", rel: "noopener noreferrer", onclick: () => use(block, element, room) }, emojied(element.text.text));
  return el("button", { ...props, type: "button", onclick: (event) => use(block, element, room, undefined, event.currentTarget) }, emojied(element.text.text));
}

function typed(type) {
  return (block, element, room, as) => {
    const tag = element.multiline || element.type === "rich_text_input" ? "textarea" : "input";
    const node = el(tag, {
      ...described(as), type: tag === "input" ? type : undefined, rows: tag === "textarea" ? "4" : undefined, placeholder: element.placeholder?.text,
      "data-key": key(block, element), "aria-label": named(as, element.placeholder?.text ?? element.action_id), "data-first": element.focus_on_load,
      maxlength: element.max_length ? String(element.max_length) : undefined, inputmode: type === "number" ? "decimal" : undefined,
      step: type === "number" ? (element.is_decimal_allowed ? "any" : "1") : undefined, min: element.min_value, max: element.max_value,
    });
    node.value = plainOf(room.value(block, element));
    node.addEventListener("input", () => room.keep(block, element, node.value));
    if (block.dispatch_action || block.type !== "input") {
      let timer = 0;
      const whenTyped = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
      if (whenTyped) node.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => room.use(block, element, node.value), 250); });
      else node.addEventListener("keydown", (event) => { if (event.key === "Enter" && tag === "input") { event.preventDefault(); room.use(block, element, node.value); } });
    }
    return node;
  };
}

const plainOf = (value) => (value && typeof value === "object" ? (value.elements ?? []).flatMap((part) => part.elements ?? []).map((piece) => piece.text ?? "").join("") : value ?? "");

function picked(type) {
  return (block, element, room, as) => {
    const node = el("input", { ...described(as), type, "data-key": key(block, element), "aria-label": named(as, element.placeholder?.text ?? type) });
    const now = room.value(block, element);
    node.value = type === "datetime-local" ? localOf(now) : now ?? "";
    node.addEventListener("change", () => changed(block, element, room, type === "datetime-local" ? (node.value ? Math.round(new Date(node.value) / 1000) : null) : node.value, node));
    return node;
  };
}

// Of a file only name, type and size are told: nothing is uploaded from the page.
function filed(block, element, room, as) {
  const node = el("input", {
    ...described(as), type: "file", multiple: (element.max_files ?? 10) > 1, accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(","),
    "data-key": key(block, element), "aria-label": named(as, element.action_id),
  });
  node.addEventListener("change", () => changed(block, element, room, [...node.files].map((file) => ({ name: file.name, mimetype: file.type, size: file.size })), node));
  return node;
}

function localOf(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function select(block, element, room, as) {
  const now = room.value(block, element);
  const option = (item) => el("option", { value: item.value, selected: now === item.value }, emojied(item.text.text) + (item.description ? ` · ${item.description.text}` : ""));
  const choices = element.option_groups ? element.option_groups.map((group) => el("optgroup", { label: group.label.text }, group.options.map(option))) : element.options.map(option);
  const words = element.placeholder?.text ?? "Choose ...";
  const node = el("select", { ...described(as), "data-key": key(block, element), "aria-label": named(as, words) }, el("option", { value: "", disabled: !block.optional }, words), choices);
  if (!now) node.value = "";
  node.addEventListener("change", () => changed(block, element, room, node.value, node));
  return node;
}

// A list that is searched in the page: groups of options.
function searched(block, element, room, as, groups) {
  const all = groups.flatMap((group) => group.options);
  const values = [room.value(block, element) ?? []].flat();
  const fits = (option, words) => option.text.text.toLowerCase().includes(words.toLowerCase());
  return picker({
    ...pickerProps(block, element, as), least: 0,
    chosen: values.map((value) => all.find((option) => option.value === value)).filter(Boolean),
    load: (words) => groups.map((group) => ({ ...group, options: group.options.filter((option) => fits(option, words)) })).filter((group) => group.options.length),
    change: (chosen, node) => changed(block, element, room, chosen.map((option) => option.value), node),
  });
}

const pickerProps = (block, element, as) => {
  const words = element.placeholder?.text ?? (element.min_query_length ? `Type ${element.min_query_length} letters or more` : "Choose ...");
  return { ...as, key: key(block, element), name: words, placeholder: words, many: element.type.startsWith("multi_"), most: element.max_selected_items ?? 100 };
};

const multiStatic = (block, element, room, as) => searched(block, element, room, as, element.option_groups ? element.option_groups.map((group) => ({ label: group.label.text, options: group.options })) : [{ options: element.options }]);

function known(list) {
  return (block, element, room, as) => {
    const options = list(room).map(([value, text]) => ({ value, text: { text } }));
    return element.type.startsWith("multi_") ? searched(block, element, room, as, [{ options }]) : select(block, { ...element, options }, room, as);
  };
}

function external(block, element, room, as) {
  const many = element.type.startsWith("multi_");
  const values = [room.value(block, element) ?? []].flat().filter(Boolean);
  const remembered = room.known(block, element);
  return picker({
    ...pickerProps(block, element, as), least: element.min_query_length ?? 3, waits: true,
    chosen: values.map((value) => remembered.get(value)).filter(Boolean),
    load: async (words) => { const found = await room.options(block, element, words); return found?.option_groups?.map((group) => ({ label: group.label.text, options: group.options })) ?? [{ options: found?.options ?? [] }]; },
    change: (chosen, node) => { chosen.forEach((option) => remembered.set(option.value, option)); changed(block, element, room, many ? chosen.map((option) => option.value) : chosen[0]?.value ?? "", node); },
  });
}

function choices(type) {
  return (block, element, room, as) => {
    const now = [room.value(block, element) ?? []].flat();
    const name = fresh("choice");
    const box = el("div", { class: "choices", role: as.id ? undefined : type === "radio" ? "radiogroup" : "group", "aria-label": named(as, element.action_id) });
    for (const option of element.options) {
      const id = fresh("choice");
      const node = el("input", { type, name, id, value: option.value, checked: now.includes(option.value), "data-key": key(block, element, option.value), "aria-describedby": as.described });
      node.addEventListener("change", () => {
        const values = [...box.querySelectorAll("input:checked")].map((one) => one.value);
        changed(block, element, room, type === "radio" ? values[0] : values, node);
      });
      box.append(el("div", { class: "choice" }, node, el("label", { for: id }, textOf(option.text, room), option.description ? el("div", { class: "quiet" }, textOf(option.description, room)) : null)));
    }
    return box;
  };
}

export function menu(label, face, items, props = {}) {
  const list = el("div", { class: "popup", role: "menu", hidden: true });
  const holder = el("span", { class: "menu-holder" });
  const opener = el("button", { type: "button", class: "icon", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label, ...props }, face);
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open) return;
    list.replaceChildren(...items().map(([words, act]) => el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { show(false); opener.focus(); act(); } }, words)));
    holder.classList.remove("up");
    const under = list.getBoundingClientRect(), room = opener.getBoundingClientRect().top;
    holder.classList.toggle("up", under.bottom > window.innerHeight - 8 && room > under.height + 8);  // above, only where it fits
    list.firstChild?.focus();
  };
  opener.addEventListener("click", () => show(list.hidden));
  opener.addEventListener("keydown", (event) => { if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); event.stopPropagation(); show(true); } });
  holder.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const all = [...list.children], at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); show(false); opener.focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]?.focus(); }
    if (event.key === "Home" || event.key === "End") { event.preventDefault(); all.at(event.key === "Home" ? 0 : -1)?.focus(); }
  });
  holder.addEventListener("focusout", (event) => { if (!holder.contains(event.relatedTarget)) show(false); });
  holder.append(opener, list);
  return holder;
}

function overflow(block, element, room) {
  return menu("More actions", "⋯", () => element.options.map((option) => [option.text.text, () => use(block, element, room, option.value)]), { class: "btn", "data-key": key(block, element) });
}

function feedback(block, element, room) {
  const now = room.value(block, element);
  const one = (which, face) => el("button", {
    type: "button", class: "btn", "data-key": key(block, element, which), "aria-label": element[`${which}_button`].accessibility_label, "aria-pressed": String(now === which),
    onclick: (event) => { room.keep(block, element, which); [...event.currentTarget.parentNode.children].forEach((node) => node.setAttribute("aria-pressed", String(node === event.currentTarget))); use(block, element, room, which, event.currentTarget); },
  }, el("span", { "aria-hidden": "true" }, face), ` ${element[`${which}_button`].text.text}`);
  return el("span", { class: "actions", role: "group" }, one("positive", "↑"), one("negative", "↓"));
}

function icon(block, element, room) {
  return el("button", { type: "button", class: "btn", "data-key": key(block, element), "aria-label": element.accessibility_label, onclick: (event) => use(block, element, room, undefined, event.currentTarget) }, element.text.text);
}

const people = (room) => room.people();
const places = (room) => room.channels();
const ELEMENTS = {
  button, workflow_button: button, overflow, feedback_buttons: feedback, icon_button: icon,
  static_select: select, multi_static_select: multiStatic, external_select: external, multi_external_select: external,
  users_select: known(people), multi_users_select: known(people), channels_select: known(places), multi_channels_select: known(places),
  conversations_select: known(places), multi_conversations_select: known(places),
  radio_buttons: choices("radio"), checkboxes: choices("checkbox"),
  plain_text_input: typed("text"), rich_text_input: typed("text"), email_text_input: typed("email"), url_text_input: typed("url"), number_input: typed("number"),
  datepicker: picked("date"), timepicker: picked("time"), datetimepicker: picked("datetime-local"), file_input: filed,
};
