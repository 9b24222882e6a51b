// Finds the route of a call: exact words first, then parameters, without touching regular expressions.
import type { Route } from './types.ts';

interface Node {
  words: Map<string, Node>;
  parameter: Node | null;
  routes: Map<string, Route>;
}

interface Found {
  route: Route;
  params: string[];
}
export interface Router {
  /** The route, `wrong-method` when only others know the path, or null. */
  find: (method: string, path: string) => Found | 'wrong-method' | null;
}

const emptyNode = (): Node => ({ words: new Map(), parameter: null, routes: new Map() });

function childOf(node: Node, word: string): Node {
  if (word.startsWith(':')) {
    node.parameter ??= emptyNode();
    return node.parameter;
  }
  const known = node.words.get(word) ?? emptyNode();
  node.words.set(word, known);
  return known;
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

function walk(node: Node, words: string[], at: number, params: string[]): Node | null {
  const word = words[at];
  if (word === undefined) return node.routes.size > 0 ? node : null;
  const exact = node.words.get(word);
  const found = exact === undefined ? null : walk(exact, words, at + 1, params);
  if (found !== null || node.parameter === null || word === '') return found;
  params.push(decode(word));
  const below = walk(node.parameter, words, at + 1, params);
  if (below === null) params.pop();
  return below;
}

export function createRouter(routes: Route[]): Router {
  const root = emptyNode();
  for (const route of routes) {
    let node = root;
    for (const word of route.pattern.split('/')) node = childOf(node, word);
    node.routes.set(route.method, route);
  }
  return {
    find: (method, path) => {
      const params: string[] = [];
      const node = walk(root, path.split('/'), 0, params);
      if (node === null) return null;
      const route = node.routes.get(method);
      return route === undefined ? 'wrong-method' : { route, params };
    },
  };
}
