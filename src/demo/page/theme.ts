// The page's look in Mantine's terms: one quiet colour, small type, soft corners.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const PINE: MantineColorsTuple = [
  '#eef7f6',
  '#dceceb',
  '#b4d9d6',
  '#88c4bf',
  '#64b2ac',
  '#3f9a93',
  '#2b7d77',
  '#205c58',
  '#184a47',
  '#0f3735',
];

export const THEME = createTheme({
  primaryColor: 'pine',
  primaryShade: 7,
  colors: { pine: PINE },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  fontFamily: 'Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, "Noto Sans", sans-serif',
});
