// Starts the page.
import '@mantine/core/styles.css';
import './styles/header.css';
import './styles/marks.css';
import './styles/base.css';
import './styles/inbox.css';
import './styles/dialog.css';
import './styles/board.css';
import './styles/issue.css';
import './styles/activity.css';
import './styles/app.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { THEME } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={THEME} forceColorScheme="light">
      <App />
    </MantineProvider>
  </StrictMode>,
);
