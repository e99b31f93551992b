import { Worker } from 'node:worker_threads';

/** Has the log of a file of SQLite copied beside the server's work. Should that fail, the server does it alone. */
export function keepLogShort(file: string): { readonly close: () => Promise<void> } {
  const thread = new Worker(new URL('./copy-log.ts', import.meta.url), { workerData: file });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  thread.on('error', console.error).unref();
  return {
    close() {
      thread.postMessage('close');
      return ended;
    },
  };
}
