// Shows a canvas as an inbox does: one component under the other in a narrow column.
import { createElement, Fragment, type ReactNode } from 'react';
import type { CanvasComponent, CanvasItem } from './demo-state.ts';
import { targetOf, usePage } from './page-context.ts';

/** What was typed and chosen, by the component's id. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

interface Hands {
  readonly values: Values;
  readonly change: (id: string, value: string | readonly string[]) => void;
  readonly press: (id: string) => void;
  /** The component that was pressed and not answered yet; null when the app is idle. */
  readonly pressed: string | null;
}

const MARKS = /\[([^\]]*)\]\((https?:[^)\s]+)\)|\*\*([^*]+)\*\*/g;

function CanvasLink({ href, children }: { href: string; children: ReactNode }) {
  const open = targetOf(href, usePage());
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        if (open === null) return;
        event.preventDefault();
        open();
      }}
    >
      {children}
    </a>
  );
}

/** Links and bold, the only Markdown that a canvas knows. */
function Marked({ text }: { text: string }) {
  const shown: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, label, href, strong] = match;
    shown.push(text.slice(end, match.index));
    shown.push(
      href === undefined ? (
        <b key={match.index}>{strong}</b>
      ) : (
        <CanvasLink key={match.index} href={href}>
          {label}
        </CanvasLink>
      ),
    );
    end = match.index + whole.length;
  }
  shown.push(text.slice(end));
  return createElement(Fragment, null, ...shown);
}

const one = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : '');
const many = (value: string | readonly string[] | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];

type FieldComponent = Extract<CanvasComponent, { placeholder?: string }>;
type ChoiceComponent = Extract<CanvasComponent, { options: unknown }>;
type ChecksComponent = Extract<CanvasComponent, { option: unknown }>;

function Field({ component, hands }: { component: FieldComponent; hands: Hands }) {
  const { id, label, placeholder = '', type } = component;
  const failed = component.save_state === 'failed' || component.error === true;
  const shared = {
    id: `canvas-${id}`,
    placeholder,
    'aria-label': label ?? placeholder,
    'aria-invalid': failed,
    value: one(hands.values[id]),
    disabled: component.disabled ?? false,
  };
  return (
    <div className={failed ? 'canvas-field failed' : 'canvas-field'}>
      {label !== undefined && <label htmlFor={shared.id}>{label}</label>}
      <div className="canvas-line">
        {type === 'textarea' ? (
          <textarea {...shared} rows={4} onChange={(event) => hands.change(id, event.currentTarget.value)} />
        ) : (
          <input
            {...shared}
            onChange={(event) => hands.change(id, event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && component.action !== undefined) hands.press(id);
            }}
          />
        )}
        {component.action !== undefined && (
          <button
            type="button"
            className="canvas-go"
            data-press={id}
            aria-label={label ?? placeholder}
            onClick={() => hands.press(id)}
          >
            →
          </button>
        )}
      </div>
    </div>
  );
}

function Choice({ component, hands }: { component: ChoiceComponent; hands: Hands }) {
  const { id, label, options, type } = component;
  const chosen = one(hands.values[id]);
  const failed = component.save_state === 'failed' ? ' failed' : '';
  if (type === 'dropdown') {
    return (
      <div className={`canvas-field${failed}`}>
        {label !== undefined && <label htmlFor={`canvas-${id}`}>{label}</label>}
        <select
          id={`canvas-${id}`}
          aria-label={label}
          value={chosen}
          onChange={(event) => hands.change(id, event.currentTarget.value)}
        >
          {chosen === '' && <option value="" />}
          {options.map((option) => (
            <option key={option.id} value={option.id} disabled={option.disabled}>
              {option.text}
            </option>
          ))}
        </select>
      </div>
    );
  }
  return (
    <fieldset className={`canvas-field${failed}`}>
      {label !== undefined && <legend>{label}</legend>}
      <div className="canvas-segments">
        {options.map((option) => (
          <button
            key={option.id}
            type="button"
            aria-pressed={option.id === chosen}
            disabled={option.disabled}
            onClick={() => {
              hands.change(id, option.id);
              if (component.action !== undefined) hands.press(id);
            }}
          >
            {option.text}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Checks({ component, hands }: { component: ChecksComponent; hands: Hands }) {
  const { id, label, option } = component;
  const chosen = many(hands.values[id]);
  return (
    <fieldset className="canvas-field">
      <legend>{label}</legend>
      {option.map((each) => (
        <label key={each.id} className="canvas-check">
          <input
            type="checkbox"
            checked={chosen.includes(each.id)}
            onChange={(event) =>
              hands.change(
                id,
                event.currentTarget.checked ? [...chosen, each.id] : chosen.filter((at) => at !== each.id),
              )
            }
          />
          {each.text}
        </label>
      ))}
    </fieldset>
  );
}

function Item({ item, hands }: { item: CanvasItem; hands: Hands }) {
  const words = (
    <>
      <span className="canvas-item-title">{item.title}</span>
      {item.subtitle !== undefined && <span className="canvas-item-subtitle">{item.subtitle}</span>}
      {item.tertiary_text !== undefined && <span className="canvas-item-note">{item.tertiary_text}</span>}
    </>
  );
  if (item.action === undefined) return <li className="canvas-item">{words}</li>;
  return (
    <li className="canvas-item">
      <button type="button" data-press={item.id} disabled={item.disabled} onClick={() => hands.press(item.id)}>
        {words}
      </button>
    </li>
  );
}

function Component({ component, hands }: { component: CanvasComponent; hands: Hands }) {
  switch (component.type) {
    case 'text':
      return (
        <p
          className={`canvas-text is-${component.style ?? 'paragraph'}`}
          style={{ textAlign: component.align }}
          dir="auto"
        >
          <Marked text={component.text} />
        </p>
      );
    case 'button':
      return (
        <button
          type="button"
          className={`canvas-button is-${component.style ?? 'primary'}`}
          data-press={component.id}
          aria-busy={hands.pressed === component.id}
          disabled={component.disabled ?? false}
          onClick={() => hands.press(component.id)}
        >
          {component.label}
        </button>
      );
    case 'input':
    case 'textarea':
      return <Field component={component} hands={hands} />;
    case 'dropdown':
    case 'single-select':
      return <Choice component={component} hands={hands} />;
    case 'checkbox':
      return <Checks component={component} hands={hands} />;
    case 'list':
      return (
        <ul className="canvas-list">
          {component.items.map((item) => (
            <Item key={item.id} item={item} hands={hands} />
          ))}
        </ul>
      );
    case 'data-table':
      return (
        <dl className="canvas-table">
          {component.items.map(({ field, value }) => (
            <div key={`${field}-${value}`}>
              <dt>{field}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'divider':
      return <hr className="canvas-divider" />;
    case 'spacer':
      return <div className={`canvas-spacer ${component.size ?? 'm'}`} />;
  }
}

/** Texts have no ids: they are told apart by what stands before them. */
function keysOf(components: readonly CanvasComponent[]): string[] {
  let last = '';
  let after = 0;
  return components.map((component) => {
    after += 1;
    if ('id' in component) {
      last = component.id;
      after = 0;
    }
    return `${last} ${after}`;
  });
}

export function CanvasView({ components, hands }: { components: readonly CanvasComponent[]; hands: Hands }) {
  const keys = keysOf(components);
  return (
    <div className="canvas" aria-busy={hands.pressed !== null}>
      {components.map((component, place) => (
        <Component key={keys[place]} component={component} hands={hands} />
      ))}
    </div>
  );
}
