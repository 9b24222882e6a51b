/** Finds the path template of the document that a path of an exchange belongs to. */

export interface PathMatch {
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A fixed segment wins over a parameter, as everywhere: `/conversations/search` is no conversation of id "search". */
export function createPathFinder(templates: readonly string[]): (path: string) => PathMatch | undefined {
  const bySize = new Map<number, { template: string; segments: string[] }[]>();
  for (const template of [...templates].sort(compareFixedFirst)) {
    const segments = template.split('/');
    bySize.set(segments.length, [...(bySize.get(segments.length) ?? []), { template, segments }]);
  }
  return (path) => {
    const parts = path.split('/');
    for (const { template, segments } of bySize.get(parts.length) ?? []) {
      const values = matchSegments(segments, parts);
      if (values) return { template, values };
    }
    return undefined;
  };
}

function matchSegments(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.startsWith('{')) {
      if (part === '') return undefined;
      values[segment.slice(1, -1)] = decode(part);
    } else if (segment !== part) return undefined;
  }
  return values;
}

function compareFixedFirst(left: string, right: string): number {
  // "{" sorts behind every letter, digit and "-" that a fixed segment begins with.
  return left < right ? -1 : 1;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
