/* Finding a place in the book: in its text (BOOK), by its words (NorwegianStemmer) and not by those that tell nothing
   (COMMON). All happens in the page: nothing typed is kept, sent or put into an address. */
const BookSearch = (() => {
  "use strict";

  /* --- words ---------------------------------------------------------------------------------------------------------- */
  const GAPS = /(?<![\d,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)/g; // 1 842
  const GLUE = "\u00ad", GLUES = /\u00ad/g;
  const WORD = /\p{L}[\p{L}\p{N}\u00ad]*|\d[\d\u00ad]*(?:,\d+)?/gu;
  const SIMPLE = /^[a-z0-9æøå]*$/;
  const APART = { đ: "d", ŋ: "n", ŧ: "t" };
  const stemmer = new NorwegianStemmer();
  const stems = new Map();
  const common = new Set(COMMON);

  /* Small letters without marks, but æ, ø and å; numbers without gaps. */
  const plain = (word) => {
    const small = word.replace(GLUES, "").toLowerCase();
    return SIMPLE.test(small) ? small
      : [...small].map((letter) => SIMPLE.test(letter) ? letter : APART[letter] ?? letter.normalize("NFD")[0]).join("");
  };
  const words = (text) => [...text.replace(GAPS, (number) => number.replace(/\D/g, GLUE)).matchAll(WORD)].map((found) => (
    { word: plain(found[0]), start: found.index, end: found.index + found[0].length }));
  /* "krisesenter", "krisesentre" and "krisesenteret" have stems of their own: -er is taken off as well. */
  const stem = (word) => {
    if (!stems.has(word)) {
      const cut = /\d/.test(word) ? word : stemmer.stemWord(word);
      const short = cut.replace(/(?:er|r)n?$/, "");
      stems.set(word, short.length > 2 ? short : cut);
    }
    return stems.get(word);
  };

  /* --- the book ------------------------------------------------------------------------------------------------------- */
  const TITLE = 5, TEXT = 1, ROWS = 0.4, PAGE = 1.5, NAMED = 3, PARTLY = 1.5; // what a word counts, by where it stands
  const ASIDE = /^centres\/|#audit-/, LESS = 0.7; // one centre or one finding, before which comes what is about all
  const CHAPTERS = "chapters/"; // how a page is about what it is named for; that of one centre is about its name alone
  const sections = BOOK.flatMap(([address, page, parts]) => parts.map(([anchor, title, text, rows], place) => ({
    address: address + (place && anchor ? `#${anchor}` : ""), page, title, text, rows,
    first: place === 0 && address.startsWith(CHAPTERS),
  })));
  const places = new Map(); // from a word to [section, weight] of each place where it stands
  let total = 0;
  sections.forEach((section, number) => {
    const weights = new Map();
    const count = (text, weight) => {
      for (const { word } of words(text)) weights.set(word, (weights.get(word) ?? 0) + weight);
    };
    count(section.title, TITLE);
    count(section.text, TEXT);
    count(section.rows, ROWS);
    section.name = words(section.title.replace(/^[\d.]+ /, "")).map(({ word }) => stem(word)).join(" ");
    section.length = (section.text.length + section.rows.length) / 6;
    total += section.length;
    for (const [word, weight] of weights) {
      if (!places.has(word)) places.set(word, []);
      places.get(word).push([number, weight]);
    }
  });
  const usual = total / sections.length;

  /* --- from what is asked to words of the book ------------------------------------------------------------------------- */
  const SAME = 1, STEM = 0.8, BEGINS = 0.5, INSIDE = 0.35, NEAR = 0.25;
  const isNear = (a, b) => { // one letter more, less, another, or two that changed places
    if (Math.abs(a.length - b.length) > 1) return false;
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    const [restA, restB] = [a.slice(at), b.slice(at)];
    return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
      || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2));
  };
  const alike = (asked) => {
    const found = new Map(), root = stem(asked), number = /\d/.test(asked);
    for (const word of places.keys()) {
      if (word === asked) found.set(word, SAME);
      else if (number ? false : stem(word) === root) found.set(word, STEM);
      else if (asked.length > 1 && word.startsWith(asked)) found.set(word, BEGINS);
      else if (!number && root.length > 3 && word.startsWith(root)) found.set(word, BEGINS);
      else if (!number && root.length > 3 && word.includes(root)) found.set(word, INSIDE);
    }
    if (!found.size && asked.length > 4 && !number) {
      for (const word of places.keys()) if (isNear(word, asked)) found.set(word, NEAR);
    }
    return found;
  };

  /* Sections, best first, with the words of each that were meant: of all that is asked, or else of most of it. */
  const find = (question) => {
    const all = [...new Set(words(question).map(({ word }) => word))];
    const telling = all.filter((word) => !common.has(word));
    const asked = telling.length ? telling : all;
    const name = asked.map(stem).join(" ");
    const scores = new Map();
    const known = asked.map(alike);
    known.forEach((found) => {
      const best = new Map();
      for (const [word, quality] of found) {
        const there = places.get(word), rare = Math.log(1 + sections.length / there.length);
        for (const [number, weight] of there) {
          const long = 0.4 + 0.6 * sections[number].length / usual;
          const score = quality * rare * weight * 2.2 / (weight + 1.2 * long);
          if (score > (best.get(number)?.score ?? 0)) best.set(number, { score });
        }
      }
      for (const [number, { score }] of best) {
        const had = scores.get(number) ?? { score: 0, count: 0 };
        scores.set(number, { score: had.score + score, count: had.count + 1 });
      }
    });
    const most = Math.max(0, ...[...scores.values()].map(({ count }) => count));
    const meant = new Set(known.flatMap((found) => [...found.keys()]));
    return [...scores].filter(([, { count }]) => count === most).map(([number, { score }]) => {
      const section = sections[number];
      const whole = section.name === name ? NAMED : (` ${section.name} `).includes(` ${name} `) ? PARTLY : 1;
      return { section, meant, score: score * whole * (section.first ? PAGE : 1) * (ASIDE.test(section.address) ? LESS : 1) };
    }).sort((a, b) => b.score - a.score);
  };

  /* --- what is shown --------------------------------------------------------------------------------------------------- */
  const MOST = 20, AROUND = 90; // results; letters before and after the first word that was meant
  const make = (tag, properties, ...inside) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  };
  const marked = (text, meant) => {
    const shown = document.createDocumentFragment();
    let from = 0;
    for (const { word, start, end } of words(text)) {
      if (!meant.has(word)) continue;
      shown.append(text.slice(from, start), make("mark", { textContent: text.slice(start, end) }));
      from = end;
    }
    shown.append(text.slice(from));
    return shown;
  };
  /* The paragraph or the row of a table with most of what was asked, cut to what stands around it. */
  const excerpt = ({ text, rows }, meant) => {
    let best = null;
    for (const line of [...text.split("\n"), ...rows.split("\n")]) {
      const there = words(line).filter(({ word }) => meant.has(word));
      const kinds = new Set(there.map(({ word }) => word)).size;
      if (!best || kinds > best.kinds) best = { line, kinds, at: there[0]?.start ?? 0 };
    }
    const { line, at } = best;
    const start = at > AROUND ? line.indexOf(" ", at - AROUND) + 1 : 0;
    const last = line.length > start + 2 * AROUND ? line.lastIndexOf(" ", start + 2 * AROUND) : line.length;
    return (start ? "… " : "") + line.slice(start, last) + (last < line.length ? " …" : "");
  };
  const item = ({ section, meant }, root) => {
    const link = make("a", { href: root + section.address }, marked(section.title, meant));
    const around = section.first || section.page === section.title ? [] : [make("span", { className: "where" }, section.page)];
    return make("li", {}, link, ...around, make("p", {}, marked(excerpt(section, meant), meant)));
  };

  /* Show what is found below a search field, in place of what was found before. */
  const show = (place, question, root) => {
    const found = find(question), count = found.length;
    const told = !count ? "Ingen treff. Prøv et annet ord, eller færre ord."
      : count === 1 ? "Ett treff." : count > MOST ? `${count} treff. De ${MOST} beste vises.` : `${count} treff.`;
    place.replaceChildren(
      make("p", { className: "told", role: "status" }, told),
      make("ol", {}, ...found.slice(0, MOST).map((one) => item(one, root))),
    );
  };

  /* The arrows go from the field through what is found, and back. */
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const found = document.getElementById("search-results");
    if (!step || !found) return;
    const stops = [found.previousElementSibling.querySelector("input"), ...found.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(at + step, stops.length - 1))].focus();
  });

  return { find, show };
})();
