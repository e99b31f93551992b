import { type DeskAtWork, deskAtWork, until, walk } from './desk-at-work.ts';

/**
 * A desk in a process of its own that ends itself by SIGKILL at its n-th crash point, counted from `from`: at the start
 * of the process, or at the beginning of a new ceremony. First it finishes what the run before it left behind.
 */
const [directory = '', formerToken = '', token = '', from = 'ceremony', crashAt = '0'] = process.argv.slice(2);
let passed = 0;
let counting = from === 'start';
const crashPoint = (name: string): void => {
  if (!counting) return;
  passed += 1;
  if (passed !== Number(crashAt)) return;
  process.stdout.write(`${name}\n`, () => {});
  process.kill(process.pid, 'SIGKILL');
};

async function finish(at: DeskAtWork): Promise<void> {
  await walk(at, 'done');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('ceremony/close');
}

const former = await deskAtWork({ directory, emulatedTokenFile: formerToken, trial: { crashPoint } });
if ((await former.ask('ceremony/current')) !== null) await finish(former);
await former.desk.close();

const at = await deskAtWork({ directory, emulatedTokenFile: token, trial: { crashPoint } });
counting = true;
await finish(at);
await at.desk.close();
process.stdout.write('finished\n');
