import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Channel, EventName } from '../../domain/contract/ipc.ts';
import type { FailureCode, Outcome } from '../../domain/failure.ts';
import { appOrigin } from './app-protocol.ts';
import { buildFacts } from './build-facts.ts';
import { isSmall } from './request-size.ts';

/** More than the window ever asks at once; what is over it is turned away, so that the core is not flooded. */
const maximumOpen = 64;

/**
 * The only place that hears the renderer: one handler a channel of the contract, and none else.
 * The sender must be the main frame of the app's own window, the request small; its schema is the core's first act.
 */
export function handleChannels(
  ownWindow: () => BrowserWindow | undefined,
  serve: (channel: Channel, request: unknown) => Promise<Outcome<unknown>>,
): void {
  let open = 0;
  for (const channel of buildFacts.channels) {
    ipcMain.handle(channel, async (event, request: unknown, ...rest: unknown[]): Promise<Outcome<unknown>> => {
      if (!isOwn(event, ownWindow())) return refused('ipc/sender', channel);
      if (rest.length > 0 || !isSmall(request)) return refused('ipc/shape', channel);
      if (open >= maximumOpen) return refused('ipc/too-many', channel);
      open += 1;
      try {
        return await serve(channel, request);
      } catch (error) {
        console.error(`${channel}:`, error);
        return refused('app/failed', channel);
      } finally {
        open -= 1;
      }
    });
  }
}

/** Tells the window what the core announced. */
export function announce(window: BrowserWindow | undefined, event: EventName, body: unknown): void {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(event, body);
}

function isOwn(event: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  const frame = event.senderFrame;
  if (window === undefined || window.isDestroyed() || frame === null) return false;
  const isMain = event.sender === window.webContents && frame === window.webContents.mainFrame;
  return isMain && frame.url.startsWith(`${appOrigin}/`) && frame.origin === appOrigin;
}

function refused(code: FailureCode, channel: Channel): Outcome<never> {
  return { ok: false, failure: { code, context: { channel } } };
}
