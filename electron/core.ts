import './shell/web-crypto.ts';
import { KeydeskError } from '../domain/failure.ts';
import type { Printed, Printer } from '../domain/paper/printing.ts';
import type { ChooseFile } from './administration/chosen-file.ts';
import { createDesk, type Desk } from './desk.ts';
import type { Keystore } from './desk-options.ts';
import { answer, eventBody } from './shell/answer.ts';
import type { CoreStart, FromCore, ToCore } from './shell/core-messages.ts';

/** The desk core's process: joins the desk to the port that leads to the shell, and holds nothing else. */
const port = process.parentPort;
const tell = (message: FromCore) => port.postMessage(message);

const keystoreCalls = new Map<number, (bytes: Uint8Array | undefined) => void>();
let lastKeystoreCall = 0;

function askKeystore(act: 'wrap' | 'unwrap', bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const id = ++lastKeystoreCall;
    keystoreCalls.set(id, (answered) =>
      answered === undefined ? reject(new KeydeskError('vault/keystore')) : resolve(answered),
    );
    tell({ kind: 'keystore', id, act, bytes });
  });
}

const keystore: Keystore = {
  wrap: (key) => askKeystore('wrap', key),
  unwrap: (wrapped) => askKeystore('unwrap', wrapped),
};

const fileCalls = new Map<number, (path: string | undefined) => void>();
let lastFileCall = 0;

const chooseFile: ChooseFile = (wish) =>
  new Promise((resolve) => {
    const id = ++lastFileCall;
    fileCalls.set(id, resolve);
    tell({ kind: 'choose file', id, wish });
  });

const drawCalls = new Map<number, (pdf: Uint8Array | undefined) => void>();
const printCalls = new Map<number, (came: Printed) => void>();
let lastPaperCall = 0;

const printer: Printer = {
  draw: (size) =>
    new Promise((resolve) => {
      const id = ++lastPaperCall;
      drawCalls.set(id, resolve);
      tell({ kind: 'draw', id, size });
    }),
  print: (size) =>
    new Promise((resolve) => {
      const id = ++lastPaperCall;
      printCalls.set(id, resolve);
      tell({ kind: 'print', id, size });
    }),
};

let desk: Promise<Desk> | undefined;

async function start(options: CoreStart): Promise<Desk> {
  const made = await createDesk({
    ...options,
    keystore: options.keystore ? keystore : undefined,
    chooseFile,
    printer,
    type: (text) => tell({ kind: 'type', text }),
    emit: (event, body) => {
      const checked = eventBody(event, body);
      if (checked !== undefined) tell({ kind: 'event', event, body: checked.body });
    },
  });
  tell({ kind: 'started' });
  return made;
}

async function take(message: ToCore): Promise<void> {
  switch (message.kind) {
    case 'start':
      desk = start(message.start);
      await desk;
      return;
    case 'call': {
      if (desk === undefined) return;
      const outcome = await answer(await desk, message.channel, message.request);
      tell({ kind: 'answer', id: message.id, outcome });
      return;
    }
    case 'interrupted':
      (await desk)?.interrupted();
      return;
    case 'keystore answered':
      keystoreCalls.get(message.id)?.(message.bytes);
      keystoreCalls.delete(message.id);
      return;
    case 'file chosen':
      fileCalls.get(message.id)?.(message.path);
      fileCalls.delete(message.id);
      return;
    case 'drawn':
      drawCalls.get(message.id)?.(message.pdf);
      drawCalls.delete(message.id);
      return;
    case 'printed':
      printCalls.get(message.id)?.(message.came);
      printCalls.delete(message.id);
      return;
    case 'close':
      await (await desk)?.close();
      process.exit(0);
  }
}

// Ctrl-C at the console reaches every process: the shell takes it, and lets this one finish what it commits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

port.on('message', ({ data }) => {
  take(data as ToCore).catch((error: unknown) => {
    console.error('core:', error);
    process.exit(1);
  });
});
