// What is wrong with the page as it stands, as a list of texts. Runs in the page, by the debugger.
(expected) => {
  const faults = [];
  const fault = (text) => { if (faults.length < 40) faults.push(text); };
  const name = (e) => `<${e.localName} class="${e.getAttribute("class") ?? ""}"> ` +
    `'${e.textContent.trim().slice(0, 40)}'`;

  // Nothing runs, and nothing is there that could run or fetch.
  const allowed = new Set(("html head meta title style body header main footer section h1 h2 h3 p ul li " +
    "dl dt dd div table caption thead tbody tr th td details summary pre figure figcaption small span " +
    "svg g defs path rect circle line text use").split(" "));
  for (const e of document.querySelectorAll("*")) {
    if (!allowed.has(e.localName)) fault(`an element that must not be there: ${name(e)}`);
    for (const a of e.attributes) {
      if (a.name.startsWith("on") || a.name === "style" || a.name === "src") fault(`${a.name} at ${name(e)}`);
      if (a.name === "href" && !/^#[a-z]+$/.test(a.value)) fault(`a reference to ${a.value}`);
    }
  }
  if (window.harm !== undefined) fault("a foreign text ran");
  if (!document.querySelector("meta[http-equiv=Content-Security-Policy]")) fault("no policy");
  const all = document.documentElement.textContent;
  for (const text of expected) if (!all.includes(text)) fault(`the text ${JSON.stringify(text)} is missing`);

  // The style sheet is in force.
  if (getComputedStyle(document.body).maxWidth === "none") fault("the style sheet is not in force");

  // No sideways scrolling of the page; what scrolls in itself may.
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    fault(`the page is ${wide} wide in a window of ${innerWidth}`);
    for (const e of document.querySelectorAll("body *")) {
      const box = e.getBoundingClientRect();
      if (box.right > innerWidth + 1 && !e.closest(".scroll, pre")) fault(`too wide: ${name(e)}`);
    }
  }

  // Text stands out from what is behind it (WCAG 2.1, 1.4.3).
  const canvas = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const color = canvas(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0.99) return color;
    }
    return [255, 255, 255];
  };
  const contrast = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  for (const e of document.querySelectorAll("body *")) {
    const inside = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!inside || e.closest("title, defs, caption")) continue;
    const style = getComputedStyle(e);
    const color = canvas(e.closest("svg") ? style.fill : style.color);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const found = contrast(color, behind(e));
    if (found < (isLarge ? 3 : 4.5)) fault(`contrast ${found.toFixed(2)} of ${name(e)}`);
    if (size < 10.5) fault(`letters of ${size} px at ${name(e)}`);
  }
  for (const e of document.querySelectorAll("[class*=fill-], [class*=stroke-]")) {
    const style = getComputedStyle(e);
    const color = /stroke-/.test(e.getAttribute("class")) ? style.stroke : style.fill;
    const found = contrast(canvas(color), behind(e.closest("div, li")));
    if (found < 3) fault(`contrast ${found.toFixed(2)} of ${e.getAttribute("class")}`);
  }

  // For those who do not see it.
  if (document.documentElement.lang !== "en") fault("no language");
  let last = 0;
  for (const e of document.querySelectorAll("h1, h2, h3")) {
    const level = Number(e.localName[1]);
    if (level > last + 1) fault(`a heading of level ${level} after ${last}: ${name(e)}`);
    last = level;
  }
  if (document.querySelectorAll("h1").length !== 1) fault("not one h1");
  for (const e of document.querySelectorAll("th")) if (!e.getAttribute("scope")) fault(`no scope: ${name(e)}`);
  for (const e of document.querySelectorAll("table")) {
    if (!e.caption || !e.tHead) fault(`no caption or head: ${name(e)}`);
    const counts = new Set([...e.rows].map((row) => row.cells.length));
    if (counts.size !== 1) fault(`rows of different lengths: ${name(e)}`);
  }
  for (const e of document.querySelectorAll(".plot > svg")) {
    if (e.getAttribute("role") !== "img" || !(e.getAttribute("aria-label")?.length > 20)) fault("a drawing without words");
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) fault("an id comes twice");
  for (const e of document.querySelectorAll("use")) {
    if (!document.querySelector(e.getAttribute("href"))) fault(`no shape ${e.getAttribute("href")}`);
  }

  // Letters in drawings do not lie on each other.
  for (const svg of document.querySelectorAll(".plot > svg")) {
    const boxes = [...svg.querySelectorAll("text")].map((e) => [e, e.getBoundingClientRect()]);
    boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
      const across = Math.min(x.right, y.right) - Math.max(x.left, y.left);
      const down = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
      if (across > 1 && down > 3) fault(`'${a.textContent}' lies on '${b.textContent}'`);
    }));
  }
  return faults;
}
