import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { begin } from '../../domain/ceremony.ts';
import type { Home } from '../../domain/contract/ipc.ts';
import type { TokenSerial, TokenStanding } from '../../domain/token.ts';
import { tokenStates } from '../../domain/token.ts';
import { openWith } from '../../renderer/desk/begin-ceremony.ts';
import { Desk } from '../../renderer/desk/desk.tsx';
import { TokenStateWord } from '../../renderer/tokens/tokens-state.tsx';
import { type Answers, draw, untranslated, wordsOf } from './draw.ts';
import { someRecord } from './some-records.ts';

const holder = {
  realm: 'staff',
  username: 'anna',
  userId: '7',
  givenName: 'Anna',
  surname: 'Müller',
  email: '',
  office: '',
  tokens: [],
};
const withAnna = { ...begin('c'.repeat(32), '2026-11-21T10:00:00.000Z', 'anna'), step: 'prove', holder } as const;
const calm: Home = {
  stock: { ready: 0, issuedHere: 4, quarantined: 0 },
  issuedToday: 2,
  open: null,
  sync: {
    waiting: 0,
    waitingSince: null,
    online: true,
    sending: false,
    problem: null,
    nextAttemptAt: null,
    lastDeliveredAt: null,
    lastPulledAt: null,
  },
  needs: [],
  recent: [],
};

function drawDesk(home: Partial<Home>, language: 'en' | 'de' = 'en', more: Answers = []) {
  return draw(createElement(Desk), language, [[['desk/home'], { ...calm, ...home }], ...more]);
}

function inThePort(standing: TokenStanding): Answers {
  const token = {
    presence: 'p1',
    model: 'YubiKey 5 NFC',
    serial: '18574501' as TokenSerial,
    firmware: '5.4.3',
    slots: { 1: { configured: true, touch: true }, 2: { configured: false, touch: false } },
    transport: 'usb',
    practice: false,
  };
  return [[['tokens/attached'], { tokens: [{ token, standing }], troubles: [] }]];
}

describe('the desk home', () => {
  it('offers one thing when nothing is open: to issue a token', async () => {
    const markup = await drawDesk({});
    expect(markup.match(/data-kind="main"/g)).toHaveLength(1);
    expect(markup).toMatch(/<button[^>]*data-kind="main"[^>]*>Issue a token.*?<\/button>/);
  });

  it('offers to go on with the person whose ceremony was left open', async () => {
    const markup = await drawDesk({ open: withAnna });
    expect(markup).toMatch(/<button[^>]*data-kind="main"[^>]*>Go on with Anna Müller.*?<\/button>/);
    expect(markup).not.toMatch(/<button[^>]*>Issue a token/);
  });

  it('leads each need to the place where it is met', async () => {
    const refused = someRecord('issued', { delivery: 'refused' });
    const kinds = ['quarantined token', 'refused record', 'no people', 'certificate', 'guidelines'] as const;
    const markup = await drawDesk({
      needs: kinds.map((kind) => ({ kind, subject: '', count: 1 })),
      recent: [refused],
    });
    const needs = markup.slice(markup.indexOf('desk-needs'), markup.indexOf('<aside'));
    expect([...needs.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      '/tokens',
      `/records/${refused.id}`,
      '/people',
      '/settings',
      '/settings',
    ]);
  });

  it('says how many records wait, why, and that they are safe', async () => {
    const problem = { code: 'sync/unreachable', context: {} } as const;
    const waitingSince = '2026-11-21T09:00:00.000Z';
    const words = wordsOf(await drawDesk({ sync: { ...calm.sync, waiting: 3, waitingSince, problem } }));
    expect(words).toContain('3 records wait');
    expect(words).toContain('The server cannot be reached. Records wait here and are sent by themselves.');
    expect(words).toContain('Send now');
  });

  it('says whose a found token is', async () => {
    const words = wordsOf(await drawDesk({}, 'en', inThePort({ kind: 'issued', holder: 'Anna Müller' })));
    expect(words).toContain('Belongs to Anna Müller');
  });

  const standings: readonly TokenStanding[] = [
    { kind: 'ready' },
    { kind: 'occupied', slots: [1, 2] },
    { kind: 'issued', holder: 'Anna Müller' },
    { kind: 'quarantined', slots: [1] },
    { kind: 'unavailable', state: 'lost' },
    { kind: 'no serial' },
  ];
  for (const language of ['en', 'de'] as const) {
    it(`has words for every standing, need and state, in ${language}`, async () => {
      const needs = (['quarantined token', 'refused record', 'no people', 'certificate', 'guidelines'] as const).map(
        (kind) => ({ kind, subject: '', count: 2 }),
      );
      for (const standing of standings)
        expect(untranslated(await drawDesk({ needs, open: withAnna }, language, inThePort(standing)))).toEqual([]);
      for (const state of tokenStates)
        expect(untranslated(await draw(createElement(TokenStateWord, { state }), language))).toEqual([]);
    });
  }
});

describe('the ceremony that was left open', () => {
  it('is nobody’s before a person is chosen', () => {
    expect(openWith(begin('c'.repeat(32), '', 'anna'))).toBeUndefined();
    expect(openWith(null)).toBeUndefined();
  });

  it('is over once it has an outcome', () => {
    const outcome = { kind: 'issued', record: 'r' } as const;
    expect(openWith(withAnna)).toMatchObject({ name: 'Anna Müller' });
    expect(openWith({ ...withAnna, outcome })).toBeUndefined();
  });
});
