// Shows the HTML of a message by building it anew from harmless elements, and texts with their addresses as links.
import { createElement, Fragment, type MouseEvent, type ReactNode } from 'react';
import { type Page, targetOf, usePage } from './page-context.ts';

const ALLOWED = new Set(
  'p br b strong i em u s ul ol li h1 h2 h3 h4 code pre blockquote table thead tbody tr td th hr'.split(' '),
);
const HEADINGS: Readonly<Record<string, string>> = { h1: 'h5', h2: 'h5', h3: 'h6', h4: 'h6' };
const EMPTY = new Set(['br', 'hr']);
const ADDRESS = /(https?:\/\/[^\s<>"]+)/;

function Link({ href, children }: { href: string; children: ReactNode }) {
  const page = usePage();
  const open = targetOf(href, page);
  const follow = (event: MouseEvent): void => {
    if (open === null) return;
    event.preventDefault();
    open();
  };
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" onClick={follow}>
      {children}
    </a>
  );
}

function build(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const tag = node.tagName.toLowerCase();
  const children = [...node.childNodes].map(build);
  const href = node.getAttribute('href') ?? '';
  if (tag === 'a' && /^https?:/.test(href)) {
    return (
      <Link key={key} href={href}>
        {children}
      </Link>
    );
  }
  if (!ALLOWED.has(tag)) return <Fragment key={key}>{children}</Fragment>;
  return EMPTY.has(tag) ? createElement(tag, { key }) : createElement(HEADINGS[tag] ?? tag, { key }, ...children);
}

export function RichText({ html }: { html: string }) {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return <div className="rich">{[...body.childNodes].map(build)}</div>;
}

/** An address of the demo is shown by the name of what it leads to. */
function nameOf(href: string, page: Page): string {
  const dialog = page.state.dialogs.find((one) => href.includes(`/conversation/${one.id}`));
  return dialog === undefined ? href : `${new URL(href).host}/…/conversation/${dialog.id}`;
}

export function PlainText({ text }: { text: string }) {
  const page = usePage();
  const pieces = text.replace(/\n{2,}/g, '\n').split(ADDRESS);
  return (
    <div className="plain">
      {pieces.map((piece, place) => {
        const key = `${place}-${piece}`;
        return place % 2 === 0 ? (
          <Fragment key={key}>{piece}</Fragment>
        ) : (
          <Link key={key} href={piece}>
            {nameOf(piece, page)}
          </Link>
        );
      })}
    </div>
  );
}
