// The page on which a reader sees and changes what this device tells; each change is kept at once.
const { words, push } = masthead;
const form = document.querySelector("form.notices");

function startNotices() {
  const note = form.querySelector(".notices-note");
  const { from, until, woken, language, only, end } = form.elements;
  const things = () => [...form.querySelectorAll("[name=thing]")];
  const children = [...form.querySelectorAll("[name=children]")];
  let siteQuiet = null;

  const show = (state, said) => {
    form.dataset.state = state;
    note.textContent = said ?? "";
    end.hidden = state !== "on";
    for (const one of form.querySelectorAll("fieldset")) one.disabled = ["blocked", "busy"].includes(state);
  };

  // Where a section is chosen with those below it, they need no choice of their own.
  const settle = () => {
    for (const box of children) {
      const own = form.querySelector(`[value="section:${box.value}"]`);
      box.disabled = !own.checked;
      for (const child of box.closest("li").querySelectorAll(":scope ul [name=thing]")) child.disabled = own.checked && box.checked;
    }
    only.disabled = !language.value;
  };

  const fill = (told) => {
    siteQuiet = told.site_quiet;
    const followed = form.querySelector(".notices-followed");
    followed.replaceChildren(...Object.entries(told.names).map(([thing, { title, address }]) => {
      const line = document.createElement("li");
      const label = Object.assign(document.createElement("label"), { className: "notices-choice" });
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "thing", value: thing });
      const link = Object.assign(document.createElement("a"), { href: address, textContent: title, dir: "auto" });
      label.append(box, link);
      line.append(label);
      return line;
    }));
    followed.nextElementSibling.hidden = followed.children.length > 0;
    for (const box of things()) box.checked = told.things.includes(box.value);
    for (const box of children) box.checked = !told.alone.includes(Number(box.value));
    const [begin, finish] = told.quiet ?? siteQuiet ?? [0, 0];
    from.value = begin === finish ? "" : begin;
    until.value = begin === finish ? "" : finish;
    woken.checked = Boolean(told.is_woken_by_breaking);
    for (const option of [...language.options]) {
      if (option.value && option.value !== told.language && !told.languages.includes(option.value)) option.remove();
    }
    language.value = told.language;
    language.closest("fieldset").hidden = language.options.length < 3;
    only.checked = Boolean(told.is_language_only);
    settle();
  };

  const hours = () => {
    if (from.value === "" && until.value === "") return siteQuiet ? [0, 0] : null;
    if (from.value === "" || until.value === "") return undefined;
    return [Number(from.value), Number(until.value)];
  };

  const problem = (error) => show("off", words[`push_${error.reason}`] ?? words.push_failed);

  const save = async () => {
    settle();
    const chosen = things().filter((box) => box.checked).map((box) => box.value);
    const quiet = hours();
    if (quiet === undefined) return;
    try {
      if (!chosen.length) {
        await push.end();
        show("off", words.notices_ended);
        return;
      }
      const told = await push.wish("choose", {
        things: chosen,
        alone: children.filter((box) => !box.checked).map((box) => Number(box.value)),
        language: language.value, is_language_only: only.checked, quiet, is_woken_by_breaking: woken.checked,
      });
      if (told) show("on", words.notices_saved);
      else await look();
    } catch (error) { problem(error); }
  };

  // One after another, so that the last change is what stands.
  let last = Promise.resolve();
  form.addEventListener("change", () => { last = last.then(save); });
  form.addEventListener("submit", (event) => event.preventDefault());
  end.textContent = words.notices_end;
  end.addEventListener("click", () => {
    for (const box of things()) box.checked = false;
    last = last.then(save);
  });

  const nothing = { things: [], alone: [], names: {}, language: "", languages: [...language.options].map((one) => one.value) };
  async function look() {
    if (!push.canPush) return show("blocked", push.isApple ? words.push_install : words.notices_unsupported);
    if (Notification.permission === "denied") return show("blocked", words.push_denied);
    try {
      const subscription = await push.subscriptionHere();
      if (!subscription) {
        fill(nothing);
        return show("off", words.notices_none);
      }
      const told = await push.ask("state", { subscription });
      fill(told);
      return told.things.length ? show("on") : show("off", words.notices_unknown);
    } catch (error) { return show("blocked", words[`push_${error.reason}`] ?? words.push_offline); }
  }
  look();
  addEventListener("online", look);
}

if (form) startNotices();
