// Results while a reader types, as a combobox with a list of links; without scripts the form leads to the page of results.
const WAIT_MS = 150;
const SHORTEST = 2;
const words = masthead.words;

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

// Parts of a text, the question's words among them marked.
function marked(className, parts) {
  const line = make("span", className);
  for (const part of parts) line.append(part.is_marked ? make("mark", "", part.text) : part.text);
  return line;
}

function option(result) {
  const link = make("a", "search-option");
  link.href = result.address;
  if (result.image) {
    const image = make("img", "");
    Object.assign(image, { src: result.image.src, width: result.image.width, height: result.image.height, alt: "", loading: "lazy" });
    link.append(image);
  }
  const text = make("span", "search-text");
  text.lang = result.language;
  text.dir = result.direction;
  text.append(make("span", "search-where", [result.section, result.date].filter(Boolean).join(" · ")));
  text.append(marked("search-title", result.title));
  if (result.excerpt.length) text.append(marked("search-lines", result.excerpt));
  link.append(text);
  return link;
}

function startSearch(form) {
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[role=status]");
  const known = new Map();
  let timer, asking, at = -1;

  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })
    .forEach(([name, value]) => input.setAttribute(name, value));

  const options = () => [...list.querySelectorAll("[role=option]")];
  function choose(place) {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = place;
    const chosen = all[at];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }
  function close() {
    clearTimeout(timer);
    asking?.abort();
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }
  function show(answer) {
    choose(-1);
    const found = answer.results.map(option);
    if (answer.results.length) {
      const all = make("a", "search-all", words.search_all);
      all.href = answer.all;
      found.push(all);
    }
    found.forEach((link, place) => {
      link.id = `${list.id}-${place}`;
      link.tabIndex = -1;
      link.setAttribute("role", "option");
      link.setAttribute("aria-selected", "false");
    });
    list.replaceChildren(...(found.length ? found : [make("p", "search-none", answer.said)]));
    said.textContent = answer.said;
    list.hidden = false;
    // A list without options is none: what is said then stands in it for the eye alone.
    input.setAttribute("aria-expanded", String(found.length > 0));
    list.setAttribute("role", found.length ? "listbox" : "presentation");
  }
  async function ask() {
    const text = input.value.trimStart();
    asking?.abort();
    if (text.trim().length < SHORTEST) {
      said.textContent = "";
      return close();
    }
    if (known.has(text)) return show(known.get(text));
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal });
      const told = await answer.json();
      if (signal.aborted) return;
      // What was asked too often or too long is said by the door; where nothing answers, this page says so.
      if (!answer.ok) return show({ results: [], said: answer.status < 500 ? told.error : words.search_failed });
      known.set(text, told);
      show(told);
    } catch (error) {
      if (error.name !== "AbortError") show({ results: [], said: words.search_failed });
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const open = !list.hidden && all.length > 0;
    if (event.key === "ArrowDown" && open) choose(at + 1 < all.length ? at + 1 : -1);
    else if (event.key === "ArrowUp" && open) choose(at < 0 ? all.length - 1 : at - 1);
    else if (event.key === "ArrowDown" && !open) ask();
    else if (event.key === "Enter" && open && at >= 0) all[at].click();
    else if (event.key === "Escape" && !list.hidden) {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  form.addEventListener("submit", (event) => input.value.trim() || event.preventDefault());
  // A press on a result must not take the focus before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
}

// The box in the head: opened, it has the focus; Escape and a press beside it shut it.
function startBox(box) {
  const opener = box.querySelector("summary");
  const input = box.querySelector("input");
  // At once, so that the first letter typed is not lost.
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    box.open = !box.open;
    if (box.open) input.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    opener.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (box.open && !box.contains(event.target)) box.open = false;
  });
}

document.querySelectorAll("form[data-suggest]").forEach(startSearch);
document.querySelectorAll("details.finder").forEach(startBox);
