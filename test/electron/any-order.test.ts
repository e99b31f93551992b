import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asFailure } from '../../domain/failure.ts';
import type { Faults } from '../../native/emulator/faults.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, move, plugIn, touch, type } from './desk-at-work.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

/** What a controller, a token or the laptop may do at any moment, sensible or not. */
const acts: Readonly<Record<string, (at: HouseDesk, number: number) => Promise<unknown>>> = {
  'one step on': async (at) => {
    const now = (await at.ask('ceremony/current')) ?? (await at.ask('ceremony/begin'));
    return now.step === 'done' ? at.ask('ceremony/close') : move(at, now);
  },
  begin: (at) => at.ask('ceremony/begin'),
  back: (at) => at.ask('ceremony/back'),
  write: (at) => at.ask('ceremony/write', {}),
  touch: async (at, number) => type(at, await touch(at, number % 2 ? 1 : 2)),
  'a made-up code': (at, number) => type(at, String(number).padStart(6, '0')),
  pin: (at) => at.ask('ceremony/set-pin', { pin: bytes('4711-x'), again: bytes('4711-x') }),
  acknowledge: (at) => at.ask('ceremony/acknowledge', { kind: 'typed name', name: 'X', language: 'en' }),
  'sign off': (at) => at.ask('ceremony/sign-off'),
  stop: (at) => at.ask('ceremony/stop', { reason: 'other', note: '' }),
  refuse: (at) => at.ask('ceremony/refuse', { reason: 'other', note: '' }),
  confirm: (at) => at.ask('ceremony/confirm-person'),
  close: (at) => at.ask('ceremony/close'),
  'plug in': (at) => plugIn(at),
  'pull out': (at) => at.ask('practice/pull-out'),
  'another token': async (at) => {
    await at.ask('practice/pull-out');
    at.token = emulatedToken(quick);
    await plugIn(at);
  },
  sleep: async (at) => at.desk.interrupted(),
  lock: async (at) => {
    await at.ask('vault/lock');
    await at.ask('vault/unlock', { passphrase: bytes('') });
  },
  fault: async (at, number) => {
    const faults: readonly Faults[] = [{}, {}, { refuseWrites: true }, { dropWrites: true }];
    at.token.switchFaults(faults[number % faults.length] ?? {});
  },
  'pull out while writing': async (at, number) => {
    at.token.switchFaults({ unplugAtReport: 1 + (number % 22) });
    try {
      await at.ask('ceremony/write', {});
    } finally {
      at.token.switchFaults({});
    }
  },
};

/** What chance alone need not bring about. */
const always = (act: string, times: number) => Array.from({ length: times }, (): [string, number] => [act, 0]);

test('whatever is done in whatever order, every refusal has a name, the invariants hold, and a ceremony can be ended', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.oneof({ weight: 3, arbitrary: fc.constant('one step on') }, fc.constantFrom(...Object.keys(acts))),
          fc.nat(999_999),
        ),
        { minLength: 5, maxLength: 60 },
      ),
      async (history) => {
        const at = await houseDesk(house);
        for (const [name, number] of history) {
          try {
            await acts[name]?.(at, number);
          } catch (error) {
            const { code } = asFailure(error);
            if (code === 'app/failed') throw error;
            outcomes.add(code);
          }
          outcomes.add((await at.ask('ceremony/current'))?.outcome?.kind ?? 'open');
        }
        const last = await at.ask('ceremony/current');
        if (last !== null && last.outcome === undefined) {
          outcomes.add((await at.ask('ceremony/stop', { reason: 'other', note: '' })).outcome?.kind ?? 'open');
        }
        await at.desk.close();
        await checkVaultAt(at.directory);
      },
    ),
    { numRuns: 50, examples: [[always('one step on', 12)], [always('begin', 2)]] },
  );
  for (const wanted of ['issued', 'stopped', 'ceremony/not-now']) expect(outcomes).toContain(wanted);
}, 900_000);
