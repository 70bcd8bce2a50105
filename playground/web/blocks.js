// Block Kit in, DOM out. `room` says what to do when somebody uses an element, see /web/elements.js
import { control, emojied, fresh, textOf } from "/web/elements.js";
import { el, markdown, mrkdwn, rich, safeLink } from "/web/text.js";

export { menu } from "/web/elements.js";

export function blocks(list, room) {
  return el("div", { class: "blocks" }, (list ?? []).map((block) => drawn(block, room)));
}

// The older form of blocks: a coloured bar, a title, fields; also the previews of links.
export function attachment(item, room) {
  const body = el("div", { class: "attached" });
  if (/^#?[0-9a-f]{6}$/i.test(item.color ?? "")) body.style.borderLeftColor = `#${item.color.replace("#", "")}`;
  if (item.pretext) body.append(mrkdwn(item.pretext, room.names));
  if (item.author_name) body.append(el("div", { class: "quiet" }, item.author_name));
  if (item.title) body.append(el("strong", {}, item.title_link ? safeLink(item.title_link, item.title) : item.title));
  if (item.text) body.append(mrkdwn(item.text, room.names));
  if (item.fields?.length) body.append(el("div", { class: "fields" }, item.fields.map((field) => el("div", {}, el("strong", {}, field.title ?? ""), mrkdwn(field.value ?? "", room.names)))));
  if (item.blocks) body.append(blocks(item.blocks, room));
  if (item.footer) body.append(el("div", { class: "quiet" }, item.footer));
  return body;
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
const elements = (block, room) => el("div", { class: "actions" }, block.elements.map((element) => control(block, element, room)));
const wordsOf = (value, room) => (typeof value === "string" ? value : value?.type === "rich_text" ? rich(value, room.names) : value ? textOf(value, room) : null);

const STATES = { pending: ["○", "waiting"], in_progress: ["◔", "under way"], complete: ["✓", "done"], error: ["✕", "failed"] };

function task(block, room) {
  const [face, words] = STATES[block.status] ?? ["○", block.status];
  const more = [block.details, block.output].filter(Boolean);
  const sources = (block.sources ?? []).map((source) => safeLink(source.url, source.text || source.url));
  const head = [el("span", { class: `state ${block.status}`, role: "img", "aria-label": words }, face), ` ${block.title}`];
  if (!more.length && !sources.length) return el("div", { class: "task" }, head);
  return el("details", { class: "task", open: block.status === "in_progress" || block.status === "error" }, el("summary", {}, head),
    more.map((value) => wordsOf(value, room)), sources.length ? el("div", { class: "context" }, sources) : null);
}

function table(block, room) {
  const cell = (value) => (value?.type === "rich_text" ? rich(value, room.names) : String(value?.text ?? value?.value ?? ""));
  return el("div", { class: "words" }, el("table", {}, block.caption ? el("caption", {}, typeof block.caption === "string" ? block.caption : block.caption.text) : null,
    block.rows.map((row, n) => el("tr", {}, row.map((value) => el(n ? "td" : "th", n ? {} : { scope: "col" }, cell(value)))))));
}

/** A chart as the table that a screen reader would want of it: the playground draws no lines. */
function chart(block) {
  const { type, segments, series, axis_config: axis } = block.chart;
  const row = (cells, tag) => el("tr", {}, cells.map((cell) => el(tag, {}, String(cell ?? ""))));
  const rows = type === "pie" ? segments.map((one) => row([one.label, one.value], "td"))
    : [row([axis.x_label ?? "", ...series.map((one) => one.name)], "th"),
      ...(axis.categories ?? []).map((name, n) => row([name, ...series.map((one) => one.data[n]?.value)], "td"))];
  return el("div", { class: "words" }, el("table", {}, el("caption", {}, `▧ ${block.title} (${type})`), rows));
}

const BLOCKS = {
  header: (block) => el("h3", {}, emojied(block.text.text)),
  divider: () => el("hr"),
  markdown: (block, room) => markdown(block.text, room.names),
  rich_text: (block, room) => rich(block, room.names),
  image: picture,
  context: (block, room) => el("div", { class: "context" }, block.elements.map((item) => (item.type === "image" ? el("span", {}, `▧ ${item.alt_text}`) : textOf(item, room)))),
  actions: elements,
  context_actions: elements,
  table,
  data_table: table,
  data_visualization: chart,
  auth_provider: (block, room) => el("div", { class: "card" }, el("strong", {}, wordsOf(block.name, room)), block.description ? wordsOf(block.description, room) : null,
    safeLink(block.is_connected ? block.disconnect_url : block.auth_url, block.is_connected ? "Disconnect" : "Connect")),
  task_card: task,
  plan: (block, room) => el("section", { class: "plan", "aria-label": block.title }, block.title ? el("strong", {}, block.title) : null, (block.tasks ?? []).map((one) => task(one, room))),
  alert: (block, room) => el("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, wordsOf(block.text, room)),
  video: (block) => el("div", { class: "picture" }, "▷ ", safeLink(block.title_url || block.video_url, block.title.text), ` (${block.alt_text})`),
  card: (block, room) => el("div", { class: "card" }, block.hero_image ? picture(block.hero_image) : null, block.title ? el("strong", {}, wordsOf(block.title, room)) : null,
    block.subtitle ? el("div", { class: "quiet" }, wordsOf(block.subtitle, room)) : null, wordsOf(block.body, room), block.actions ? elements({ ...block, elements: block.actions }, room) : null),
  carousel: (block, room) => el("div", { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" }, block.elements.map((card) => drawn({ ...card, block_id: block.block_id }, room))),
  container(block, room) {
    const head = block.rich_text_title ? rich(block.rich_text_title, room.names) : el("strong", {}, block.title?.text ?? "");
    const body = blocks(block.child_blocks, room);
    if (!block.is_collapsible) return el("section", { class: "card" }, head, body);
    return el("details", { class: "card", open: !block.default_collapsed }, el("summary", {}, head), body);
  },
  section(block, room) {
    const box = el("div", { class: "section" }, block.text ? textOf(block.text, room) : null);
    if (block.accessory) box.append(block.accessory.type === "image" ? picture(block.accessory) : control(block, block.accessory, room));
    if (block.fields) box.append(el("div", { class: "fields" }, block.fields.map((field) => textOf(field, room))));
    return box;
  },
  input(block, room) {
    const id = fresh("input"), hint = `${id}-hint`, wrong = `${id}-wrong`, error = room.errors?.[block.block_id];
    const many = ["radio_buttons", "checkboxes"].includes(block.element.type);
    const label = [emojied(block.label.text), block.optional ? el("span", { class: "optional" }, " (optional)") : null];
    const box = el(many ? "fieldset" : "div", { class: "input" }, many ? el("legend", {}, label) : el("label", { for: id }, label));
    const described = [block.hint ? hint : "", error ? wrong : ""].join(" ").trim() || undefined;
    box.append(control(block, block.element, room, { id, described, bad: Boolean(error) }));
    if (block.hint) box.append(el("p", { id: hint, class: "quiet" }, block.hint.text));
    if (error) box.append(el("p", { id: wrong, class: "wrong", role: "alert" }, error));
    return box;
  },
};
