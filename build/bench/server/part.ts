import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { serverFlags } from '../../root.ts';

/** A part of a bench in a process of its own. */
export interface Part {
  readonly process: ChildProcess;
  readonly ready: unknown;
  readonly ask: (question: object) => Promise<number>;
  /** The same, with all that it answered beside the rate. */
  readonly askAll: <T>(question: object) => Promise<T>;
  /** The processor time it has used so far, its kernel's share included, in ms. */
  readonly cpuMs: () => number;
}

/** Starts a part in a process of its own, pinned to a core where one is named and it can be done; each line it prints is an answer. */
export async function startPart(file: string, words: readonly string[], core?: number): Promise<Part> {
  const pin = 'taskset';
  const pinned = core !== undefined && spawnSync(pin, ['-c', String(core), 'true']).status === 0;
  const command = [...(pinned ? [pin, '-c', String(core)] : []), process.execPath, ...serverFlags, file, ...words];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended`);
    return JSON.parse(value);
  };
  const ready = await next();
  const askAll = (question: object) => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    return next();
  };
  return {
    process: child,
    ready,
    askAll,
    ask: async (question) => (await askAll(question)).rate,
    cpuMs: () => cpuMs(child.pid),
  };
}

/** Fields 14 and 15 of `stat` in proc(5), in ticks of 10 ms. */
function cpuMs(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
