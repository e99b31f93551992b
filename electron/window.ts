import { BrowserWindow, nativeTheme, type Session } from 'electron';
import { appPage } from './shell/app-protocol.ts';

const drawnPatienceMs = 2000;

/** Settles when the window's first screen is drawn, or should have been. */
export function drawn(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', () => resolve());
    setTimeout(resolve, drawnPatienceMs);
  });
}

/** The app's one window, shown when its first paint is there. */
export function openWindow(options: {
  readonly preload: string;
  readonly session: Session;
  readonly packaged: boolean;
}): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Keydesk',
    width: 1280,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181a' : '#fbfbf9',
    webPreferences: {
      preload: options.preload,
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !options.packaged,
      enableWebSQL: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      v8CacheOptions: 'none',
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(appPage);
  return window;
}
