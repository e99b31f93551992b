import { expect, test } from 'vitest';
import { madeOnce } from '../../server/station/made-once.ts';

/** Something that is costly to make: when each making ends and each pause is over is said by the test. */
function costly() {
  let nowMs = 0;
  const state = { revision: 1 };
  const makings: ((fault?: Error) => void)[] = [];
  const pauses: { readonly ms: number; readonly over: () => void }[] = [];
  const ask = madeOnce(
    async () => `${state.revision}`,
    () => {
      const { revision } = state;
      return new Promise<string>((resolve, reject) => {
        makings.push((fault) => (fault === undefined ? resolve(`made of ${revision}`) : reject(fault)));
      });
    },
    { nowMs: () => nowMs, wait: (ms) => new Promise<void>((over) => pauses.push({ ms, over })) },
  );
  const end = (making: number, tookMs: number, fault?: Error) => {
    nowMs += tookMs;
    makings[making]?.(fault);
  };
  return { state, makings, pauses, ask, end };
}
/** Everything that can go on has gone on. */
const turn = () => new Promise(setImmediate);

test('is made once for all who ask while it is being made', async () => {
  const { makings, ask, end } = costly();
  const asked = [ask(), ask()];
  await turn();
  asked.push(ask());
  await turn();
  expect(makings).toHaveLength(1);
  end(0, 700);
  expect(await Promise.all(asked)).toEqual(Array(3).fill('made of 1'));
});

test('tells whoever asks after a change of that change, and pauses as long as the last making took', async () => {
  const { state, makings, pauses, ask, end } = costly();
  const first = ask();
  await turn();
  state.revision = 2;
  const second = [ask(), ask()];
  await turn();
  end(0, 700);
  expect(await first).toBe('made of 1');
  state.revision = 3;
  second.push(ask());
  await turn();
  expect(makings).toHaveLength(1);
  expect(pauses.map(({ ms }) => ms)).toEqual([700]);
  pauses[0]?.over();
  await turn();
  expect(makings).toHaveLength(2);
  end(1, 900);
  expect(await Promise.all(second)).toEqual(Array(3).fill('made of 3'));
  expect(await ask()).toBe('made of 3');
  expect(makings).toHaveLength(2);
});

test('never pauses longer than five seconds', async () => {
  const { pauses, ask, end } = costly();
  const first = ask();
  await turn();
  end(0, 60_000);
  await first;
  await turn();
  expect(pauses.map(({ ms }) => ms)).toEqual([5000]);
});

test('is tried again after it could not be made', async () => {
  const { makings, pauses, ask, end } = costly();
  const first = ask();
  await turn();
  end(0, 10, new Error('no database'));
  await expect(first).rejects.toThrow('no database');
  await turn();
  const second = ask();
  pauses[0]?.over();
  await turn();
  expect(makings).toHaveLength(2);
  end(1, 10);
  expect(await second).toBe('made of 1');
});
