import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeydeskError } from '../../../domain/failure.ts';
import { paperAtFirst } from '../../../domain/paper/paper-size.ts';
import type { Desk } from '../../../electron/desk.ts';
import { answer, eventBody } from '../../../electron/shell/answer.ts';

const settings = { language: 'en', theme: 'system', sound: false, controller: 'anna', paper: paperAtFirst };

/** A desk of which one thing is asked. */
function deskThat(handle: (channel: string, request: unknown) => unknown): Desk {
  return {
    handle: async (channel, request) => handle(channel, request) as never,
    interrupted: () => {},
    close: async () => {},
  };
}

let log: string[];
beforeEach(() => {
  log = [];
  vi.spyOn(console, 'error').mockImplementation((...said) => void log.push(said.join(' ')));
});
afterEach(() => vi.restoreAllMocks());

test('hands the desk only what the schema knows', async () => {
  const asked: unknown[] = [];
  const desk = deskThat((_channel, request) => {
    asked.push(request);
    return { rows: [], next: null, total: 0 };
  });
  const request = JSON.parse('{"query":"a","limit":5,"seed":"31","__proto__":{"polluted":1}}');
  expect(await answer(desk, 'people/search', request)).toMatchObject({ ok: true });
  expect(asked).toEqual([{ query: 'a', limit: 5 }]);
  expect('polluted' in (asked[0] as object)).toBe(false);
});

test('does not bother the desk with a request of the wrong shape, and tells the place but not the value', async () => {
  const desk = deskThat(() => expect.unreachable());
  const outcome = await answer(desk, 'ceremony/set-pin', { pin: 'tulip-47', again: 'tulip-47' });
  expect(outcome).toMatchObject({ ok: false, failure: { code: 'ipc/shape', context: { at: 'pin, again' } } });
  expect(log.join()).not.toContain('tulip');
});

test('lets nothing out of a reply that its schema does not know', async () => {
  const outcome = await answer(
    deskThat(() => ({ ...settings, seed: '3132' })),
    'app/set-settings',
    {},
  );
  expect(outcome).toEqual({ ok: true, value: settings });
});

test('answers a defect of the desk with a failure that tells nothing of it', async () => {
  const broken = deskThat(() => {
    throw new Error('secret path /home/anna');
  });
  expect(await answer(broken, 'vault/lock', undefined)).toEqual({
    ok: false,
    failure: { code: 'app/failed', context: {} },
  });
  const odd = deskThat(() => ({ stock: 'many' }));
  expect(await answer(odd, 'desk/home', undefined)).toMatchObject({ ok: false, failure: { code: 'ipc/shape' } });
});

test('hands on the failures that have a name', async () => {
  const desk = deskThat(() => {
    throw new KeydeskError('vault/locked');
  });
  expect(await answer(desk, 'desk/home', undefined)).toEqual({
    ok: false,
    failure: { code: 'vault/locked', context: {} },
  });
  expect(log).toEqual([]);
});

test('fills no log: the same defect is written down once', async () => {
  const desk = deskThat(() => undefined);
  for (let times = 0; times < 50; times += 1) await answer(desk, 'practice/touch', { slot: 9 });
  expect(log.filter((line) => line.includes('practice/touch'))).toHaveLength(1);
});

test('keeps an event that does not fit its schema', () => {
  expect(eventBody('data/changed', undefined)).toEqual({ body: undefined });
  expect(eventBody('sync/changed', { waiting: 'two' } as never)).toBeUndefined();
});
