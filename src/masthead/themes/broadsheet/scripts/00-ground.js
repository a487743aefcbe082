// What a reader can do without scripts is in the HTML; scripts add comfort and ask nobody else for anything.
// Each file here has a scope of its own; what they share stands on `masthead`.
globalThis.masthead = {
  // What scripts say, in the page's language.
  words: JSON.parse(document.getElementById("words")?.textContent ?? "{}"),
};
document.documentElement.classList.add("scripted");
