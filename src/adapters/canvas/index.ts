// What the rest of Deskbridge may use of Canvas Kit, the format of Intercom's inbox apps.
import type { InboxFormat } from '../../application/ports.ts';
import { readAsk } from './read-ask.ts';
import { problemsOf, toCanvas } from './to-canvas.ts';

export const CANVAS_KIT: InboxFormat = {
  read: readAsk,
  write: (screen) => {
    const answer = toCanvas(screen);
    return { answer, problems: problemsOf(answer) };
  },
};
