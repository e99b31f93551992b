import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A part of a bench in a process of its own. */
export interface Part {
  readonly process: ChildProcess;
  readonly ready: unknown;
  readonly ask: (question: object) => Promise<number>;
}

/** Starts a part in a process of its own, pinned to a core where one is named and it can be done; each line it prints is an answer. */
export async function startPart(file: string, words: readonly string[], core?: number): Promise<Part> {
  const pin = 'taskset';
  const pinned = core !== undefined && spawnSync(pin, ['-c', String(core), 'true']).status === 0;
  const command = [...(pinned ? [pin, '-c', String(core)] : []), process.execPath, file, ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended`);
    return JSON.parse(value);
  };
  const ready = await next();
  return {
    process: child,
    ready,
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return (await next()).rate;
    },
  };
}
