
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const list = $("list"), search = $("search"), sort = $("sort"), status = $("status");
  const entries = [...list.children];
  const formats = JSON.parse($("formats").textContent);
  const labels = { bibtex: "BibTeX", ris: "RIS", "csl-json": "CSL-JSON" };
  const label = (name) => labels[name] || name;
  const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  // The id of an entry has a prefix, so that no key meets an id of the page itself.
  const prefix = "ref-", key = (entry) => entry.id.slice(prefix.length);
  const part = (entry, name) => entry.querySelector(":scope > " + name)?.textContent ?? "";
  const fold = (text) => {
    const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "");
    return plain.toLowerCase();
  };

  // What an entry has in the files: the block beside it, with the abstract put back (formats/html/copies.py).
  const texts = (entry) => {
    const abstract = entry.querySelector(".a")?.textContent ?? "";
    const pieces = abstract.split(/[\\{}~^&%#_$"]+/).filter(Boolean);
    const plain = { "&lt;": "<", "&amp;": "&" };
    return entry.querySelector(":scope > script").textContent.split("\n\n").map((text, number) => {
      let next = 0;
      const put = (mark) => plain[mark] ?? (mark === "\n" ? formats[number][4] : pieces[next++]);
      return text.replace(/&lt;|&amp;|[\n\t]/g, put);
    });
  };
  const file = (number, some) => {
    const [, before, between, after] = formats[number];
    return before + some.map((entry) => texts(entry)[number]).join(between) + after;
  };
  const copy = async (text, button) => {
    const old = () => {
      // The only way on plain http: the event hands over the text as it is, line ends and all.
      const put = (event) => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
      document.addEventListener("copy", put, { once: true });
      return document.execCommand("copy");
    };
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = old(); }
    const word = button.dataset.word ??= button.textContent;
    button.textContent = done ? "copied" : "not copied";
    setTimeout(() => { button.textContent = word; }, 1500);
    status.textContent = done ? word + " copied" : "The browser did not let the page copy";
  };
  const button = (word, text) => {
    const made = element("button", word);
    made.type = "button";
    made.addEventListener("click", () => copy(text(), made));
    return made;
  };

  // Search: every word somewhere in the entry, accents and case aside.
  const index = [];
  const parts = [":scope > .t", ":scope > .p", ":scope > .v", ":scope > .x", ":scope > .d > dl"].join();
  const enter = (entry) => {
    let text = key(entry);
    for (const one of entry.querySelectorAll(parts)) text += " " + one.textContent;
    index.push(fold(text));
  };
  const indexed = () => {
    while (index.length < entries.length) enter(entries[index.length]);
    return index;
  };
  const prepare = (idle) => {
    while (index.length < entries.length && idle.timeRemaining() > 1) enter(entries[index.length]);
    if (index.length < entries.length) requestIdleCallback(prepare);
  };
  const shown = () => entries.filter((entry) => !entry.hidden);
  const counted = (some) => `${some} reference${some === 1 ? "" : "s"}`;
  const tell = (some) => {
    $("all").firstChild.data = `Copy ${some} as`;
    for (const one of $("all").querySelectorAll("button")) one.disabled = !some;
    status.textContent = some === entries.length ? counted(some) : `${some} of ${counted(entries.length)}`;
  };
  const find = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const known = words.length ? indexed() : [];
    let count = 0;
    entries.forEach((entry, at) => {
      const found = words.every((word) => known[at].includes(word));
      if (entry.hidden === found) {
        entry.hidden = !found;
        // The Zotero Connector takes what is shown.
        entry.querySelector(":scope > span[title]")?.classList.toggle("Z3988", found);
      }
      count += found;
    });
    for (const head of list.querySelectorAll(":scope > .g")) {
      let next = head.nextElementSibling;
      while (next && !next.classList.contains("g") && next.hidden) next = next.nextElementSibling;
      head.hidden = !next || next.classList.contains("g");
    }
    $("none").hidden = count > 0 || !words.length;
    $("words").textContent = search.value;
    tell(count);
    mark(words);
  };
  const mark = (words) => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    const found = new Highlight();
    if (words.length) {
      for (const entry of shown().slice(0, 200)) {
        for (const line of entry.querySelectorAll(":scope > .t, :scope > .p, :scope > .v")) {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) ranges(node, words, found);
        }
      }
    }
    CSS.highlights.set("found", found);
  };
  const ranges = (node, words, found) => {
    // A folded text can be longer or shorter than its source, so each of its units knows where it came from.
    let folded = "";
    const from = [];
    let at = 0;
    for (const character of node.data) {
      const plain = fold(character);
      for (let unit = 0; unit < plain.length; unit++) from.push(at);
      folded += plain;
      at += character.length;
    }
    from.push(at);
    for (const word of words) {
      for (let hit = folded.indexOf(word); hit >= 0; hit = folded.indexOf(word, hit + word.length)) {
        const range = new Range();
        range.setStart(node, from[hit]);
        range.setEnd(node, Math.max(from[hit + word.length], from[hit + word.length - 1] + 1));
        found.add(range);
      }
    }
  };

  // Sorting and grouping; ties stay in the given order, what says nothing goes last.
  const compare = new Intl.Collator(undefined, { sensitivity: "base", numeric: true }).compare;
  const orders = {
    new: [(entry) => entry.dataset.date, -1, (date) => date.match(/^-?\d+/)[0]],
    old: [(entry) => entry.dataset.date, 1, (date) => date.match(/^-?\d+/)[0]],
    by: [(entry) => entry.dataset.by, 1],
    title: [(entry) => part(entry, ".t"), 1],
    type: [(entry) => entry.dataset.type, 1, (type) => type],
  };
  const arrange = () => {
    for (const head of list.querySelectorAll(":scope > .g")) head.remove();
    const order = orders[sort.value];
    if (!order) {
      list.append(...entries);
      return;
    }
    const [value, way, group] = order;
    const keyed = entries.map((entry) => [value(entry) ?? "", entry]);
    keyed.sort(([a], [b]) => (a && b ? way * compare(a, b) : !a - !b));
    const all = [];
    let last;
    for (const [said, entry] of keyed) {
      const name = group && (said ? group(said) : "No date");
      if (group && name !== last) {
        const head = document.createElement("li");
        head.className = "g";
        head.append(element("h2", name));
        all.push(head);
        last = name;
      }
      all.push(entry);
    }
    list.append(...all);
  };

  // The address: #q=words for a search, #key for an entry. Whatever else stands there is left alone.
  const decoded = (text) => {
    try { return decodeURIComponent(text.replace(/\+/g, " ")); } catch { return text; }
  };
  const address = () => {
    const hash = location.hash.slice(1);
    if (hash.startsWith("q=")) {
      search.value = decoded(hash.slice(2));
      find();
      return;
    }
    const entry = hash && $(prefix + decoded(hash));
    if (entry && entry.hidden) {
      search.value = "";
      find();
    }
    list.querySelector(":scope > .here")?.classList.remove("here");
    entry?.classList.add("here");
    entry?.scrollIntoView();
  };
  const remember = () => {
    const hash = search.value ? "#q=" + encodeURIComponent(search.value) : location.pathname + location.search;
    try { history.replaceState(null, "", hash); } catch { /* an address that may not change */ }
  };
  const searched = () => { find(); remember(); };
  const clear = () => { search.value = ""; searched(); search.focus(); };

  search.addEventListener("input", searched);
  sort.addEventListener("change", () => { arrange(); find(); });
  $("clear").addEventListener("click", clear);
  addEventListener("hashchange", address);
  // Chromium lays out every entry to find where the first Tab goes, which takes seconds for thousands of them.
  let untouched = true;
  addEventListener("pointerdown", () => { untouched = false; }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && untouched && !event.shiftKey && document.activeElement === document.body) {
      event.preventDefault();
      (list.querySelector(":scope > .here")?.querySelector("a, summary") ?? search).focus();
    }
    untouched = false;
    if (event.key === "Escape" && search.value) clear();
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select")) {
      event.preventDefault();
      search.focus();
    }
  });

  // The buttons of an entry are made when its details are first opened.
  list.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.open || !details.matches(".d") || details.querySelector(".c")) return;
    const entry = details.closest("li");
    const row = element("p", "Copy ");
    row.className = "c";
    row.append(...formats.map(([name], number) => button(label(name), () => file(number, [entry]))));
    row.append(button("key", () => key(entry)));
    details.firstElementChild.after(row);
  }, true);
  $("all").append(...formats.map(([name], number) => button(label(name), () => file(number, shown()))));

  const remarked = list.querySelectorAll(".r li").length;
  const remarks = $("remarks");
  if (remarked) {
    remarks.hidden = false;
    remarks.firstElementChild.textContent = remarked === 1 ? "One remark of the conversion" : `All ${remarked} remarks of the conversion`;
    remarks.addEventListener("toggle", () => {
      if (remarks.lastElementChild.children.length) return;
      for (const one of list.querySelectorAll(".r li")) {
        const line = document.createElement("li");
        const name = key(one.closest("li[id]"));
        line.append(Object.assign(element("a", name), { href: "#" + encodeURIComponent(name) }), " ", one.textContent);
        remarks.lastElementChild.append(line);
      }
    });
  }
  if (new Set(entries.map((entry) => entry.dataset.type)).size < 2) sort.querySelector("[value=type]").remove();
  $("controls").hidden = false;
  tell(entries.length);
  if (location.hash) address();
  globalThis.requestIdleCallback?.(prepare);
})();
