import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followEnter } from './controls/enter-key.ts';
import { followFaults } from './controls/fault-focus.ts';
import { keepSelectAll } from './controls/select-all.ts';
import { startTexts } from './i18n/i18n.ts';
import { askAppState, followEvents, makeQueryClient } from './queries.ts';
import { catchStrayKeys } from './stray-window.ts';

const client = makeQueryClient();
followEvents(client);
void askAppState(client);
catchStrayKeys(window);
followFaults(window);
followEnter(window);
keepSelectAll(window);
await startTexts();

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
