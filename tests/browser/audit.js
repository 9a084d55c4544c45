// What a page gets wrong for people: text too faint, fields and links without a name, broken order, doubled ids.
() => {
  const found = [];
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const over = (top, below) => top.rgb.map((value, place) => value * top.a + below[place] * (1 - top.a));
  const ground = (element) => {
    if (!element) return rgba(getComputedStyle(document.documentElement).backgroundColor).a ? [255, 255, 255] : [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own.a === 1 ? own.rgb : over(own, ground(element.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || judged.has(element) || !element.checkVisibility()) continue;
    judged.add(element);
    const style = getComputedStyle(element);
    const below = ground(element);
    const [a, b] = [light(over(rgba(style.color), below)), light(below)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`contrast ${ratio.toFixed(2)}: ${element.tagName} "${element.textContent.trim().slice(0, 40)}"`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href]")) {
    const name = field.getAttribute("aria-label") || [...(field.labels ?? [])].map((label) => label.textContent).join("") || field.textContent;
    if (!name.trim()) found.push(`no name: ${field.outerHTML.slice(0, 80)}`);
  }
  for (const image of document.querySelectorAll("img:not([alt]), svg:not([aria-label]):not([aria-hidden])")) found.push(`no text for ${image.tagName}`);
  if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} h1`);
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title) found.push("no title");
  const levels = [...document.querySelectorAll("main h1, main h2, main h3")].map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, place) => place && level > levels[place - 1] + 1 && found.push(`h${level} follows h${levels[place - 1]}`));
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  ids.forEach((id, place) => ids.indexOf(id) !== place && found.push(`id ${id} twice`));
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) found.push(`${wide} px too wide`);
  return found;
};
