import { contextBridge, ipcRenderer } from 'electron';
import type { KeydeskBridge } from '../domain/contract/ipc.ts';
import { buildFacts } from './shell/build-facts.ts';

const channels = new Set<unknown>(buildFacts.channels);
const events = new Set<unknown>(buildFacts.events);

const invoke: KeydeskBridge['invoke'] = async (channel, ...request) =>
  channels.has(channel)
    ? ipcRenderer.invoke(channel, request[0])
    : { ok: false, failure: { code: 'ipc/channel', context: {} } };

const on: KeydeskBridge['on'] = (event, listener) => {
  if (!events.has(event)) return () => {};
  const hear = (_event: unknown, body: Parameters<typeof listener>[0]) => listener(body);
  ipcRenderer.on(event, hear);
  return () => {
    ipcRenderer.removeListener(event, hear);
  };
};

contextBridge.exposeInMainWorld('keydesk', { invoke, on } satisfies KeydeskBridge);
