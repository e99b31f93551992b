import { expect, test } from 'vitest';
import { oncePerTurn } from '../../server/resolvers/once-per-turn.ts';

test('asks once for everybody of a turn, and anew for who comes after the question went out', async () => {
  let asked = 0;
  const answers: ((value: number) => void)[] = [];
  const ask = oncePerTurn(() => {
    asked += 1;
    return new Promise<number>((resolve) => answers.push(resolve));
  });
  const [one, two] = [ask(), ask()];
  expect(asked).toBe(0);
  await new Promise((resolve) => setImmediate(resolve));
  const late = ask();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(2);
  answers[0]?.(1);
  answers[1]?.(2);
  expect(await Promise.all([one, two, late])).toEqual([1, 1, 2]);
});

test('fails for who asked, and asks again for the next', async () => {
  let fails = true;
  const ask = oncePerTurn(async () => {
    if (fails) throw new Error('away');
    return 'here';
  });
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('away');
  fails = false;
  expect(await ask()).toBe('here');
});
