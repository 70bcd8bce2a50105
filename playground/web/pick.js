// A field in which one types to choose: options in, the chosen ones out. One choice shows its words in the field, several stand before it.
// {id, described, bad, key, name, placeholder, many, most, least, chosen: [option], load(typed): [{label, options}], change([option])}
import { el, emoji } from "/web/text.js";

let counter = 0, pressed = false;
addEventListener("pointerdown", () => { pressed = true; }, true);
addEventListener("pointerup", () => { pressed = false; }, true);
const words = (option) => option.text.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));

export function picker(of) {
  const list = el("ul", { class: "popup", role: "listbox", id: `pick-${(counter += 1)}`, hidden: true, "aria-label": of.name, "aria-multiselectable": of.many ? "true" : undefined });
  const field = el("input", {
    id: of.id, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-describedby": of.described, "aria-invalid": of.bad ? "true" : undefined, "data-key": of.key, placeholder: of.placeholder, "aria-label": of.id ? undefined : of.name,
  });
  const chips = el("span", { class: "chips" });
  const box = el("div", { class: "combo" }, of.many ? el("div", { class: "chosen" }, chips, field) : field, list);
  let chosen = [...of.chosen], rows = [], at = -1, timer = 0, asked = 0, stale = false, wanted = false;

  const isChosen = (option) => chosen.some((one) => one.value === option.value);
  const draw = () => {
    if (!of.many) { field.value = chosen[0] ? words(chosen[0]) : ""; return; }
    chips.replaceChildren(...chosen.map((option) => el("button", { type: "button", class: "chip", "aria-label": `Remove ${words(option)}`, onclick: () => { toggle(option); field.focus(); } }, words(option), el("span", { "aria-hidden": "true" }, " ✕"))));
    field.placeholder = chosen.length ? "" : of.placeholder;
  };
  const show = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (open) list.scrollIntoView({ block: "nearest" }); else { field.removeAttribute("aria-activedescendant"); at = -1; }
  };
  const mark = (index) => {
    at = index;
    rows.forEach(({ node }, n) => node.classList.toggle("at", n === at));
    if (!rows[at]) return;
    field.setAttribute("aria-activedescendant", rows[at].node.id);
    rows[at].node.scrollIntoView({ block: "nearest" });
  };
  const toggle = (option) => {
    if (!of.many) { chosen = [option]; show(false); }
    else if (isChosen(option)) chosen = chosen.filter((one) => one.value !== option.value);
    else if (chosen.length < of.most) chosen = [...chosen, option];
    draw();
    rows.forEach((row) => row.node.setAttribute("aria-selected", String(isChosen(row.option))));
    of.change(chosen, box);
  };
  const row = (option) => {
    const node = el("li", { role: "option", id: `pick-${(counter += 1)}`, "aria-selected": String(isChosen(option)), onmousedown: (event) => { event.preventDefault(); take(option); } },
      words(option), option.description ? el("span", { class: "quiet" }, ` ${option.description.text}`) : null);
    rows.push({ option, node });
    return node;
  };
  const take = (option) => { toggle(option); if (of.many) { field.value = ""; look(); } };
  const look = async () => {
    if (field.value.length < of.least) { show(false); return; }
    const mine = (asked += 1);
    const typed = !of.many && chosen[0] && field.value === words(chosen[0]) ? "" : field.value;
    const loading = of.load(typed);
    if (loading instanceof Promise) { list.replaceChildren(el("li", { class: "none" }, "Looking ...")); show(true); }
    const groups = await loading;
    if (mine !== asked || document.activeElement !== field) return;
    stale = false; rows = [];
    const items = (groups ?? []).flatMap((group) => [...(group.label ? [el("li", { class: "group", role: "presentation" }, group.label)] : []), ...group.options.map(row)]);
    list.replaceChildren(...(rows.length ? items : [el("li", { class: "none" }, "Nothing found")]));
    show(true);
    mark(rows.length ? Math.max(0, of.many ? 0 : rows.findIndex((one) => isChosen(one.option))) : -1);
    if (wanted) { wanted = false; if (rows[at]) take(rows[at].option); }
  };

  field.addEventListener("input", () => {
    stale = true; wanted = false;
    clearTimeout(timer); timer = setTimeout(look, of.least || of.waits ? 200 : 0);
    if (!of.many && !field.value && chosen.length) { chosen = []; of.change([], box); }
  });
  field.addEventListener("focus", () => { if (!of.least && !box.dataset.quiet) look(); });
  field.addEventListener("click", () => { if (list.hidden) look(); });
  const leave = () => { show(false); if (!of.many) draw(); else field.value = ""; };
  // A list that closes under a press moves the button away before the click comes: it closes when the press is over.
  field.addEventListener("blur", () => {
    clearTimeout(timer); asked += 1; stale = wanted = false;
    if (pressed) addEventListener("pointerup", () => setTimeout(leave), { once: true }); else leave();
  });
  field.addEventListener("keydown", (event) => {
    // Enter right after a letter means what was typed, not what was listed before it: it waits for the list.
    if (event.key === "Enter" && stale && field.value) { event.preventDefault(); wanted = true; return; }
    if (event.key === "Backspace" && of.many && !field.value && chosen.length) { toggle(chosen.at(-1)); return; }
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (list.hidden) look(); else if (rows.length) mark((at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
    } else if (list.hidden) return;
    else if (["Home", "End"].includes(event.key)) { event.preventDefault(); mark(event.key === "Home" ? 0 : rows.length - 1); }
    else if (event.key === "Enter" && rows[at]) { event.preventDefault(); take(rows[at].option); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); show(false); }
  });
  draw();
  return box;
}
