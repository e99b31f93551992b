import { app, dialog, Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../domain/contract/ipc.ts';

/** The application menu. Every accelerator needs a modifier: what a token types never fires one. */
export function setMenu(facts: { readonly version: string; readonly runtime: AppState['runtime'] }): void {
  const about: MenuItemConstructorOptions = { label: 'About Keydesk', click: () => void showAbout(facts) };
  const isMac = process.platform === 'darwin';
  const first: MenuItemConstructorOptions[] = isMac ? [about, { role: 'hide' }, { role: 'quit' }] : [{ role: 'quit' }];
  const zoom: MenuItemConstructorOptions[] = [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }];
  const tools: MenuItemConstructorOptions[] = app.isPackaged ? [] : [{ role: 'toggleDevTools' }];
  const template: MenuItemConstructorOptions[] = [
    { label: 'Keydesk', submenu: first },
    { role: 'editMenu' },
    { label: 'View', submenu: [...zoom, { role: 'togglefullscreen' }, ...tools] },
    { role: 'windowMenu' },
    { role: 'help', submenu: isMac ? [] : [about] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** What About says: version, and in plain words when the runtime is not the one the product is made for. */
function aboutText(facts: { readonly version: string; readonly runtime: AppState['runtime'] }): string {
  const { electron, chrome, node, substitute } = facts.runtime;
  return [
    `Version ${facts.version}`,
    `Electron ${electron}, Chrome ${chrome}, Node ${node}`,
    ...(substitute
      ? ['This is a substitute runtime for development and tests. The product is made for a newer Electron.']
      : []),
    'Apache License 2.0',
  ].join('\n');
}

async function showAbout(facts: { readonly version: string; readonly runtime: AppState['runtime'] }): Promise<void> {
  await dialog.showMessageBox({ type: 'none', title: 'About Keydesk', message: 'Keydesk', detail: aboutText(facts) });
}
