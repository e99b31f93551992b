import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, powerMonitor } from 'electron';
import type { Channel } from '../domain/contract/ipc.ts';
import type { Outcome } from '../domain/failure.ts';
import { setMenu } from './menu.ts';
import { closeBeforeReady, closedSession, forbiddenSwitch } from './security.ts';
import { registerAppScheme } from './shell/app-protocol.ts';
import { chooseFile } from './shell/choose-file.ts';
import { type CoreProcess, startCore } from './shell/core-process.ts';
import { announce, handleChannels } from './shell/handle.ts';
import { hasKeystore, useKeystore } from './shell/keystore.ts';
import { typeKeystrokes } from './shell/keystrokes.ts';
import { offerLoopDelay } from './shell/loop-delay.ts';
import { windowPrinter } from './shell/printer.ts';
import { readStartOptions } from './shell/start-options.ts';
import { languageAtStart, stateWithoutCore } from './shell/state-without-core.ts';
import { drawn, openWindow } from './window.ts';

/** The shell: a window, the desk core beside it, and the wires between the two. Nothing here waits for disk or USB. */
const options = readStartOptions();
mkdirSync(options.userData, { recursive: true });
app.setPath('userData', options.userData);

const forbidden = forbiddenSwitch();
if (forbidden !== undefined) {
  console.error(`Keydesk does not start with --${forbidden}.`);
  app.exit(1);
} else if (!app.requestSingleInstanceLock()) {
  app.exit(0);
} else {
  if (!app.isPackaged) offerLoopDelay();
  registerAppScheme();
  closeBeforeReady();
  app.commandLine.appendSwitch('lang', languageAtStart(options));
  void app.whenReady().then(openDesk);
}

function openDesk(): void {
  const session = closedSession(join(import.meta.dirname, 'renderer'));
  const first = open();
  let window: BrowserWindow | undefined = first;
  const keptBySystem = hasKeystore();
  const keystore = keptBySystem ? 'operating system' : 'passphrase';
  const core = startCore({
    entry: join(import.meta.dirname, 'core.cjs'),
    start: { ...options, directory: join(options.userData, 'desk'), keystore: keptBySystem, hardware: true },
    drawn: drawn(first),
    keystore: useKeystore,
    chooseFile: (wish) => chooseFile(window, wish),
    printer: windowPrinter(() => window),
    type: (text) => {
      if (window !== undefined) void typeKeystrokes(window.webContents, text);
    },
    event: (event, body) => announce(window, event, body),
    changed: (state) => {
      if (state.kind === 'ready') void announceAll(core);
      else announce(window, 'app/changed', stateWithoutCore(options, keystore, state));
    },
  });
  handleChannels(() => window, serve);
  setMenu(options);

  powerMonitor.on('suspend', core.interrupted);
  powerMonitor.on('lock-screen', core.interrupted);
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void core.close().finally(() => app.quit());
  });

  function open(): BrowserWindow {
    const opened = openWindow({ preload: join(import.meta.dirname, 'preload.cjs'), session, packaged: app.isPackaged });
    opened.once('closed', () => {
      window = undefined;
      restLane();
    });
    opened.webContents.on('did-finish-load', () => core.revive());
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      console.error(`The window's process ended: ${reason}.`);
      restLane();
      if (reason !== 'clean-exit') setTimeout(() => opened.isDestroyed() || opened.reload(), 500);
    });
    return opened;
  }

  /** Nobody sees what a lane would write. */
  function restLane(): void {
    if (core.state().kind === 'ready') void core.call('reprogram/rest', undefined);
  }

  function showWindow(): void {
    window ??= open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  async function serve(channel: Channel, request: unknown): Promise<Outcome<unknown>> {
    const state = core.state();
    if (channel === 'app/state' && request === undefined && state.kind !== 'ready')
      return { ok: true, value: stateWithoutCore(options, keystore, state) };
    return core.call(channel, request);
  }

  /** What the window shows is what the core says now, whatever the window was told before. */
  async function announceAll(from: CoreProcess): Promise<void> {
    const states = [
      ['app/state', 'app/changed'],
      ['ceremony/current', 'ceremony/changed'],
      ['tokens/attached', 'tokens/changed'],
      ['sync/state', 'sync/changed'],
      ['administration/state', 'administration/changed'],
    ] as const;
    for (const [channel, event] of states) {
      const outcome = await from.call(channel, undefined);
      if (outcome.ok) announce(window, event, outcome.value);
    }
    announce(window, 'data/changed', undefined);
  }
}
