// Checks of a page that run inside the browser, where tests find them as `pageChecks`: plain JavaScript without types.

/** What can be operated but has no name for a screen reader. */
function findNameless() {
  const nameOf = (element) => {
    const labelledBy = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
    const labels = [...(element.labels ?? [])];
    const texts = [...labelledBy.map((id) => document.getElementById(id)), ...labels, element];
    const named = element.matches('select, textarea, input') ? texts.slice(0, -1) : texts;
    return [element.getAttribute('aria-label') ?? '', ...named.map((one) => one?.textContent ?? '')].join('').trim();
  };
  return [...document.querySelectorAll('button, a, select, textarea, input, section, article, [role]')]
    .filter((element) => !element.closest('[aria-hidden="true"]') && element.getAttribute('type') !== 'hidden')
    .filter((element) => !element.hidden && nameOf(element) === '')
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => element.outerHTML.slice(0, 120));
}

/** Texts with less contrast than WCAG 2.2 AA asks for (4.5). */
function findContrastProblems() {
  const parse = (css) => {
    const [r = 0, g = 0, b = 0, a = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => {
    const mix = (top, bottom) => top * a + bottom * (1 - a);
    return [mix(r, R), mix(g, G), mix(b, B), 1];
  };
  const backgroundOf = (element) => {
    if (element === null) return [255, 255, 255, 1];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, backgroundOf(element.parentElement));
  };
  const luminance = ([r, g, b]) => {
    const [R = 0, G = 0, B = 0] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const contrast = (one, other) => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const problems = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (element === null || text === '' || element.closest('script, style, option, .visually-hidden, :disabled'))
      continue;
    const background = backgroundOf(element);
    const ratio = contrast(over(parse(getComputedStyle(element).color), background), background);
    if (ratio < 4.5) problems.push(`${ratio.toFixed(2)} ${text.slice(0, 60)} (${element.className})`);
  }
  return problems;
}

/** What has the focus, and whether one can see that. */
function describeFocus() {
  const element = document.activeElement;
  // A radio's ring is drawn on its label.
  const drawn = [element, ...(element.matches('input') ? [element.nextElementSibling] : [])].filter(Boolean);
  const visible = drawn.some((one) => {
    const { boxShadow, outlineStyle, borderColor } = getComputedStyle(one);
    return boxShadow !== 'none' || outlineStyle !== 'none' || borderColor === 'rgb(32, 92, 88)';
  });
  return { name: `${element.tagName}.${element.className}`, visible, isBody: element === document.body };
}

/** How far the page sticks out to the side, in pixels. */
function measureOverflow() {
  return document.documentElement.scrollWidth - window.innerWidth;
}

function readBackground(selector) {
  return getComputedStyle(document.querySelector(selector)).backgroundColor;
}

globalThis.pageChecks = { findNameless, findContrastProblems, describeFocus, measureOverflow, readBackground };
