// A person as two letters on a quiet colour; the name itself always stands beside it or in its title.
import { initials, tone } from './format.ts';

export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span className={`avatar tone-${tone(name)}${small ? ' small' : ''}`} title={name} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
