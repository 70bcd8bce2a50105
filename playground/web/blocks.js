// Block Kit in, DOM out. `room` says what to do when somebody uses an element:
// {names, value(block, element), use(block, element, given, node), keep(block, element, given), options(block, element, typed), sure(confirm)}
import { el, emoji, markdown, mrkdwn, rich } from "/web/text.js";

let counter = 0;
const fresh = (stem) => `${stem}-${(counter += 1)}`;
const textOf = (object, room) => (object.type === "mrkdwn" ? mrkdwn(object.text, room.names) : el("div", { class: "words" }, emojied(object.text)));
const emojied = (text) => text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));

export function blocks(list, room) {
  return el("div", { class: "blocks" }, (list ?? []).map((block) => drawn(block, room)));
}

function drawn(block, room) {
  const draw = BLOCKS[block.type];
  return draw ? draw(block, room) : el("div", { class: "picture" }, `${block.type}: ${allText(block).join(" · ") || "cannot be shown here"}`);
}

function allText(value) {
  if (typeof value === "string") return [];
  if (Array.isArray(value)) return value.flatMap(allText);
  if (!value || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => (["text", "title", "body"].includes(key) && typeof inner === "string" ? [inner] : allText(inner)));
}

const picture = (block) => el("div", { class: "picture", role: "img", "aria-label": block.alt_text }, `▧ ${block.title?.text ? `${block.title.text}: ` : ""}${block.alt_text}`);

const BLOCKS = {
  header: (block) => el("h3", {}, emojied(block.text.text)),
  divider: () => el("hr"),
  markdown: (block, room) => markdown(block.text, room.names),
  rich_text: (block, room) => rich(block, room.names),
  image: picture,
  context: (block, room) => el("div", { class: "context" }, block.elements.map((item) => (item.type === "image" ? el("span", {}, `▧ ${item.alt_text}`) : textOf(item, room)))),
  actions: (block, room) => el("div", { class: "actions" }, block.elements.map((element) => control(block, element, room))),
  context_actions: (block, room) => el("div", { class: "actions" }, block.elements.map((element) => control(block, element, room))),
  section(block, room) {
    const box = el("div", { class: "section" }, block.text ? textOf(block.text, room) : null);
    if (block.accessory) box.append(block.accessory.type === "image" ? picture(block.accessory) : control(block, block.accessory, room));
    if (block.fields) box.append(el("div", { class: "fields" }, block.fields.map((field) => textOf(field, room))));
    return box;
  },
  table(block, room) {
    const cell = (value) => (value?.type === "rich_text" ? rich(value, room.names) : (value?.text ?? ""));
    return el("div", { class: "words" }, el("table", {}, block.rows.map((row, n) => el("tr", {}, row.map((value) => el(n ? "td" : "th", n ? {} : { scope: "col" }, cell(value)))))));
  },
  input(block, room) {
    const id = fresh("input"), hint = `${id}-hint`, wrong = `${id}-wrong`;
    const many = ["radio_buttons", "checkboxes"].includes(block.element.type);
    const label = [emojied(block.label.text), block.optional ? el("span", { class: "optional" }, " (optional)") : null];
    const box = el(many ? "fieldset" : "div", { class: "input" }, many ? el("legend", {}, label) : el("label", { for: id }, label));
    const described = [block.hint ? hint : "", room.errors?.[block.block_id] ? wrong : ""].join(" ").trim() || undefined;
    box.append(control(block, block.element, room, { id, described, bad: Boolean(room.errors?.[block.block_id]) }));
    if (block.hint) box.append(el("p", { id: hint, class: "quiet" }, block.hint.text));
    if (room.errors?.[block.block_id]) box.append(el("p", { id: wrong, class: "wrong", role: "alert" }, room.errors[block.block_id]));
    return box;
  },
};

// One element. Inside an input block `as` gives the id for its label.
function control(block, element, room, as = {}) {
  const draw = ELEMENTS[element.type];
  if (!draw) return el("span", { class: "picture" }, `${element.type} cannot be used here`);
  return draw(block, element, room, as);
}

async function use(block, element, room, given, node) {
  if (element.confirm && !(await room.sure(element.confirm))) return;
  room.use(block, element, given, node);
}

const key = (block, element, more = "") => `${block.block_id}|${element.action_id ?? ""}|${more}`;
const described = (as) => ({ id: as.id, "aria-describedby": as.described, "aria-invalid": as.bad ? "true" : undefined });

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
      "data-key": key(block, element), "aria-label": as.id ? undefined : (element.placeholder?.text ?? element.action_id), autofocus: element.focus_on_load,
      maxlength: element.max_length ? String(element.max_length) : undefined,
      step: element.is_decimal_allowed ? "any" : undefined, min: element.min_value, max: element.max_value,
    });
    node.value = room.value(block, element) ?? "";
    node.addEventListener("input", () => room.keep(block, element, node.value));
    if (block.dispatch_action || block.type !== "input") {
      const whenTyped = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
      if (whenTyped) node.addEventListener("input", () => room.use(block, element, node.value));
      else node.addEventListener("keydown", (event) => { if (event.key === "Enter" && tag === "input") { event.preventDefault(); room.use(block, element, node.value); } });
    }
    return node;
  };
}

function changed(block, element, room, given, node) {
  room.keep(block, element, given);
  if (block.type !== "input" || block.dispatch_action) use(block, element, room, given, node);
}

function select(block, element, room, as) {
  const many = element.type.startsWith("multi_");
  const now = room.value(block, element);
  const option = (item) => el("option", { value: item.value, selected: many ? (now ?? []).includes(item.value) : now === item.value }, emojied(item.text.text));
  const choices = element.option_groups
    ? element.option_groups.map((group) => el("optgroup", { label: group.label.text }, group.options.map(option)))
    : element.options.map(option);
  const words = element.placeholder?.text ?? "Choose ...";
  const node = el("select", { ...described(as), "data-key": key(block, element), multiple: many, "aria-label": as.id ? undefined : words }, many ? null : el("option", { value: "", disabled: !block.optional }, words), choices);
  if (!many && !now) node.value = "";
  node.addEventListener("change", () => changed(block, element, room, many ? [...node.selectedOptions].map((o) => o.value) : node.value, node));
  return node;
}

function known(list) {
  return (block, element, room, as) => {
    const options = list(room).map(([value, text]) => ({ value, text: { text } }));
    return select(block, { ...element, options }, room, as);
  };
}

function external(block, element, room, as) {
  const list = el("ul", { class: "popup", role: "listbox", id: fresh("options"), hidden: true });
  const least = element.min_query_length ?? 3;
  const many = element.type.startsWith("multi_");
  let chosen = many ? room.chosen(block, element) : [];
  const chips = el("div", { class: "chips", hidden: !chosen.length });
  const words = element.placeholder?.text ?? `Type ${least} letters or more`;
  const field = el("input", {
    ...described(as), type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id,
    "data-key": key(block, element), placeholder: words, "aria-label": as.id ? undefined : words,
  });
  field.value = (many ? "" : room.label?.(block, element)) ?? "";
  let options = [], at = -1, timer = 0, asked = 0;
  const show = (open) => { list.hidden = !open; field.setAttribute("aria-expanded", String(open)); if (open) list.scrollIntoView({ block: "nearest" }); else field.removeAttribute("aria-activedescendant"); };
  const mark = (index) => {
    at = index;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (list.children[at]?.id) { field.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const choose = (now) => { chosen = now; field.value = ""; show(false); draw(); room.keepOption?.(block, element, chosen); changed(block, element, room, chosen.map((one) => one.value), field); };
  const draw = () => {
    chips.hidden = !chosen.length;
    chips.replaceChildren(...chosen.map((one) => el("button", { type: "button", class: "chip", "aria-label": `Remove ${one.text.text}`, onclick: () => { choose(chosen.filter((other) => other !== one)); field.focus(); } }, one.text.text, el("span", { "aria-hidden": "true" }, " ✕"))));
  };
  draw();
  const pick = (option) => {
    if (many) { if (!chosen.some((one) => one.value === option.value)) choose([...chosen, option]); else show(false); return; }
    field.value = option.text.text; show(false); room.keepOption?.(block, element, option); changed(block, element, room, option.value, field);
  };
  const ask = async () => {
    if (field.value.length < least) { show(false); return; }
    const mine = (asked += 1);
    list.replaceChildren(el("li", { class: "none" }, "Looking ...")); show(true);
    const found = await room.options(block, element, field.value);
    if (mine !== asked) return;
    options = found ?? [];
    list.replaceChildren(...(options.length ? options.map((option) => el("li", { role: "option", id: fresh("option"), onmousedown: (event) => { event.preventDefault(); pick(option); } }, option.text.text, option.description ? el("span", { class: "quiet" }, ` ${option.description.text}`) : null)) : [el("li", { class: "none" }, "Nothing found")]));
    mark(options.length ? 0 : -1); list.scrollIntoView({ block: "nearest" });
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); if (!field.value && !many) changed(block, element, room, "", field); });
  field.addEventListener("focus", () => { if (least === 0) ask(); });
  field.addEventListener("blur", () => show(false));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (options.length) mark((at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length); }
    else if (event.key === "Enter" && options[at]) { event.preventDefault(); pick(options[at]); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); show(false); }
  });
  return el("div", { class: "combo" }, many ? chips : null, field, list);
}

function choices(type) {
  return (block, element, room, as) => {
    const now = [room.value(block, element) ?? []].flat();
    const name = fresh("choice");
    const box = el("div", { role: as.id ? undefined : type === "radio" ? "radiogroup" : "group", "aria-label": as.id ? undefined : element.action_id });
    for (const option of element.options) {
      const id = fresh("choice");
      const node = el("input", { type, name, id, value: option.value, checked: now.includes(option.value), "data-key": key(block, element, option.value), "aria-describedby": as.described });
      node.addEventListener("change", () => {
        const picked = [...box.querySelectorAll("input:checked")].map((one) => one.value);
        changed(block, element, room, type === "radio" ? picked[0] : picked, node);
      });
      box.append(el("div", { class: "choice" }, node, el("label", { for: id }, textOf(option.text, room), option.description ? el("div", { class: "quiet" }, option.description.text) : null)));
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
    if (open) { list.replaceChildren(...items().map(([words, act]) => el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => { show(false); opener.focus(); act(); } }, words))); list.firstChild?.focus(); }
  };
  opener.addEventListener("click", () => show(list.hidden));
  holder.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const all = [...list.children], at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); show(false); opener.focus(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]?.focus(); }
  });
  holder.addEventListener("focusout", (event) => { if (!holder.contains(event.relatedTarget)) show(false); });
  holder.append(opener, list);
  return holder;
}

function overflow(block, element, room) {
  return menu("More actions", "⋯", () => element.options.map((option) => [option.text.text, () => use(block, element, room, option.value)]), { class: "btn", "data-key": key(block, element) });
}

function feedback(block, element, room) {
  const one = (which, face) => el("button", { type: "button", class: "btn", "data-key": key(block, element, which), "aria-label": element[`${which}_button`].accessibility_label, onclick: (event) => use(block, element, room, which, event.currentTarget) }, face, element[`${which}_button`].text.text);
  return el("span", { class: "actions" }, one("positive", ""), one("negative", ""));
}

function icon(block, element, room) {
  return el("button", { type: "button", class: "btn", "data-key": key(block, element), onclick: (event) => use(block, element, room, undefined, event.currentTarget) }, element.text.text);
}

const people = (room) => room.people();
const places = (room) => room.channels();
const ELEMENTS = {
  button, workflow_button: button, overflow, feedback_buttons: feedback, icon_button: icon,
  static_select: select, multi_static_select: select, external_select: external, multi_external_select: external,
  users_select: known(people), multi_users_select: known(people), channels_select: known(places), multi_channels_select: known(places),
  conversations_select: known(places), multi_conversations_select: known(places),
  radio_buttons: choices("radio"), checkboxes: choices("checkbox"),
  plain_text_input: typed("text"), rich_text_input: typed("text"), email_text_input: typed("email"), url_text_input: typed("url"), number_input: typed("number"),
  datepicker: picked("date"), timepicker: picked("time"),
};

function picked(type) {
  return (block, element, room, as) => {
    const node = el("input", { ...described(as), type, "data-key": key(block, element), "aria-label": as.id ? undefined : (element.placeholder?.text ?? type) });
    node.value = room.value(block, element) ?? "";
    node.addEventListener("change", () => changed(block, element, room, node.value, node));
    return node;
  };
}
