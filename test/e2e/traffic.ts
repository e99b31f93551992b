import type { ElectronApplication } from 'playwright-core';

/** Writes down all that crosses between window and shell from now on: requests, replies, events. */
export async function recordTraffic(app: ElectronApplication): Promise<() => Promise<Traffic>> {
  await app.evaluate(({ BrowserWindow, ipcMain }) => {
    const toText = (value: unknown) =>
      JSON.stringify(value, (_key, one) => (one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one)) ?? '';
    const mostKept = 600_000;
    const traffic = { requests: '', replies: '', events: '', calls: 0 };
    Object.assign(globalThis, { traffic });
    type Handler = (event: unknown, ...rest: unknown[]) => Promise<unknown>;
    const handlers = (ipcMain as never as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (event, ...rest) => {
        // What the shell turns away for its size is not kept: hundreds of those are more than a text can hold.
        const asked = toText(rest);
        traffic.requests += `${channel} ${asked.length > mostKept ? 'too large' : asked}\n`;
        const reply = await handler(event, ...rest);
        traffic.replies += `${channel} ${toText(reply)}\n`;
        traffic.calls += 1;
        return reply;
      });
    }
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('there is no window');
    const send = contents.send.bind(contents);
    contents.send = (event, ...rest) => {
      traffic.events += `${event} ${toText(rest)}\n`;
      send(event, ...rest);
    };
  });
  return () => app.evaluate(() => (globalThis as never as { traffic: Traffic }).traffic);
}

export interface Traffic {
  readonly requests: string;
  readonly replies: string;
  readonly events: string;
  readonly calls: number;
}
