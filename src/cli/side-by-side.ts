// Two texts beside each other in columns, wrapped at words.

const WIDTH = 52;

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > width / 2 ? space : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

function wrap(text: string, width: number): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .flatMap((line) => wrapLine(line, width));
}

/** Lines of both columns; `left` is padded, so that the bar stands straight. */
export function sideBySide(left: string, right: string, width = WIDTH): string[] {
  const [a, b] = [wrap(left, width), wrap(right, width)];
  const rows = Math.max(a.length, b.length, 1);
  return Array.from({ length: rows }, (_, row) => `${(a[row] ?? '').padEnd(width)} │ ${b[row] ?? ''}`.trimEnd());
}
