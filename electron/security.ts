import type { Session, WebContents } from 'electron';
import { app, session } from 'electron';
import { appOrigin, appPage, serveApp } from './shell/app-protocol.ts';

/** Without `persist:`, so that nothing of the window is ever on disk. */
const partition = 'keydesk';

/** Switches that open the app to whoever starts it; a packaged app started with one of them ends at once. */
const forbiddenSwitches = [
  'no-sandbox',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'disable-web-security',
  'load-extension',
  'host-rules',
  'proxy-server',
] as const;

/** The first forbidden switch this packaged app was started with, if any. */
export function forbiddenSwitch(): string | undefined {
  return app.isPackaged ? forbiddenSwitches.find((name) => app.commandLine.hasSwitch(name)) : undefined;
}

/**
 * Must run before the app is ready: every renderer sandboxed, and nothing of Chromium's finds a host by name.
 * `enableSandbox` takes `--no-sandbox` away, without which root (a test machine) gets no process at all; each window
 * asks for its sandbox in any case.
 */
export function closeBeforeReady(): void {
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('dns-prefetch-disable');
  app.on('web-contents-created', (_event, contents) => closeContents(contents));
}

/** The session of the window: in memory only, one origin, no permission, no device, no download, no way out. */
export function closedSession(bundle: string): Session {
  const closed = session.fromPartition(partition, { cache: false });
  serveApp(closed, bundle);
  closed.setSpellCheckerEnabled(false);
  closed.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  closed.setPermissionCheckHandler(() => false);
  closed.setDevicePermissionHandler(() => false);
  closed.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  closed.on('will-download', (event) => event.preventDefault());
  closed.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isAllowed(details.url) }));
  return closed;
}

function isAllowed(url: string): boolean {
  return url.startsWith(`${appOrigin}/`) || (!app.isPackaged && url.startsWith('devtools://'));
}

/** The one page there is; going there again is how a screen that failed starts anew. */
function isAppPage(url: string): boolean {
  return url.split('#')[0] === appPage;
}

function closeContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isAppPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  // Chromium goes to an empty page without asking: nobody listens to it there, and the app comes back at once.
  contents.on('did-navigate', (_event, url) => {
    if (contents.session === session.fromPartition(partition) && !isAppPage(url)) void contents.loadURL(appPage);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
