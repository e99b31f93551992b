import { setTimeout as wait } from 'node:timers/promises';
import type { LoopDelay } from '../../electron/shell/loop-delay.ts';
import { acts, beginCeremony, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { newHouse } from './launch.ts';

/*
 * How long the main process keeps the window waiting, as its own event loop tells:
 * 1. at rest, with the desk open and nothing to do: what this machine does to any process;
 * 2. over a whole ceremony, until its record is delivered, every commit durable;
 * 3. with a block made on purpose: what is not seen there would be seen nowhere.
 * Prints one line of JSON, in milliseconds.
 */
const person = 'Amara Okafor';
const restMs = 4000;
const blockMs = 80;

const house = await newHouse();
try {
  const { app, page, quit } = await house.open();
  const measure = async (work: () => Promise<void>): Promise<LoopDelay> => {
    await app.evaluate(() => {
      Object.assign(globalThis, { endOfMeasurement: globalThis.keydeskLoopDelay?.() });
    });
    await wait(50);
    await work();
    return app.evaluate(() => (globalThis as never as { endOfMeasurement(): LoopDelay }).endOfMeasurement());
  };
  await setUpDesk(page);
  const rest = await measure(async () => {
    await wait(restMs);
  });
  const ceremony = await measure(async () => {
    await beginCeremony(page);
    for (const { act } of acts) await act(page, person);
    while ((await ask(page, 'sync/state')).waiting > 0) await wait(50);
  });
  const blocked = await measure(async () => {
    await app.evaluate((_electron, ms) => {
      for (const end = Date.now() + ms; Date.now() < end; );
    }, blockMs);
    await wait(100);
  });
  if (blocked.max < blockMs - 10) throw new Error(`a block of ${blockMs} ms was measured as ${blocked.max} ms`);
  await quit();
  console.log(JSON.stringify({ rest, ceremony }));
} finally {
  await house.end();
}
process.exit(0);
