// The page's few drawings, all decorative: the words beside them say the same.
import type { ReactNode } from 'react';

function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const BridgeIcon = () => (
  <Icon size={20}>
    <path d="M1.5 11C4 4.2 12 4.2 14.5 11M1.5 11h13M5 11V8m6 3V8M8 11V6" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon size={14}>
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon size={14}>
    <path d="M6.5 9.5a3 3 0 0 0 4.2 0l2.4-2.4a3 3 0 0 0-4.2-4.2l-.9.9M9.5 6.5a3 3 0 0 0-4.2 0L2.9 8.9a3 3 0 0 0 4.2 4.2l.9-.9" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon size={14}>
    <path d="M2 3.5h12v8H7L4 14v-2.5H2z" />
  </Icon>
);
export const DialogIcon = () => (
  <Icon size={14}>
    <circle cx="8" cy="5.4" r="2.6" />
    <path d="M3 13.6c.6-3 2.6-4.2 5-4.2s4.4 1.2 5 4.2" />
  </Icon>
);
export const BackIcon = () => (
  <Icon size={14}>
    <path d="M9.5 3.5 5 8l4.5 4.5" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon size={14}>
    <path d="M8 3.5v9M3.5 8h9" />
  </Icon>
);
export const ArrowIcon = () => (
  <Icon size={14}>
    <path d="M3 8h10M9.5 4.5 13 8l-3.5 3.5" />
  </Icon>
);

/** From the most urgent level to the least; a level lights all bars up to its own. */
const BARS = ['lowest', 'low', 'high', 'highest'];

/** Bars, fewer for what is less urgent: the first of the list is the most urgent. */
export function PriorityIcon({ level }: { level: number }) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false" className="priority-icon">
      {BARS.map((name, bar) => (
        <rect
          key={name}
          x={1 + bar * 3.2}
          y={10 - bar * 2.6}
          width="2.2"
          height={3 + bar * 2.6}
          rx="0.8"
          className={bar < BARS.length - level ? `on level-${level}` : 'off'}
        />
      ))}
    </svg>
  );
}
