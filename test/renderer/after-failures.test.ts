import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { begin, type Ceremony } from '../../domain/ceremony.ts';
import type { AppState } from '../../domain/contract/ipc.ts';
import { paperAtFirst } from '../../domain/paper/paper-size.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { CeremonyProgram } from '../../renderer/ceremony/ceremony-program.tsx';
import { SetUpFailed } from '../../renderer/set-up/set-up-failed.tsx';
import { type Answers, draw, untranslated, wordsOf } from './draw.ts';

const app: AppState = {
  phase: 'failed',
  failure: null,
  keystore: 'operating system',
  version: '1',
  runtime: { electron: '', chrome: '', node: '', substitute: false },
  station: null,
  emulator: 'practice',
  atDesk: {
    ...{ state: 'in', name: 'anna', offline: false, ended: null, office: '', everywhere: false, codesAhead: 0 },
    guidelines: { version: 1, read: true },
  },
  settings: { language: 'en', theme: 'system', sound: false, controller: 'anna', paper: paperAtFirst },
};
const places = { file: '/desk/vault.sqlite', journal: '/desk/records.journal' };

describe('the screen of a broken vault', () => {
  it('says where vault and journal are and offers to bring the records back, in both languages', async () => {
    const failure = { code: 'vault/corrupt', context: { ...places, found: 'page', records: 3 } } as const;
    for (const language of ['en', 'de'] as const) {
      const markup = await draw(createElement(SetUpFailed, { app: { ...app, failure } }), language);
      expect(untranslated(markup)).toEqual([]);
      const words = wordsOf(markup);
      for (const wanted of [places.file, places.journal, '3']) expect(words).toContain(wanted);
      expect(words).toContain(language === 'en' ? 'bring the records back' : 'Protokolle zurückholen');
    }
  });

  it('offers no salvage where the station’s own identity is lost, but says where the journal is', async () => {
    const failure = { code: 'vault/corrupt', context: { ...places, found: 'page' } } as const;
    const words = wordsOf(await draw(createElement(SetUpFailed, { app: { ...app, failure } }), 'en'));
    expect(words).toContain(places.journal);
    expect(words).toContain('Try again');
    expect(words).not.toContain('Keep the broken vault aside');
  });
});

describe('the program step', () => {
  const serial = '18574501' as TokenSerial;
  const token = { serial, model: 'YubiKey 5 NFC', firmware: '5.4.3', transport: 'usb' } as const;
  const writing: Ceremony = {
    ...begin('c'.repeat(32), '2026-11-21T10:00:00.000Z', 'anna'),
    step: 'program',
    token,
    plan: { type: 'hotp', digits: 6, counter: 0, slot: 1 },
    writing: { phase: 'writing', fraction: 0 },
  };
  const slots = { 1: { configured: false, touch: false }, 2: { configured: false, touch: false } };
  const seen = { ...token, presence: 'p', slots, practice: false };
  const inThePort: Answers = [
    [['tokens/attached'], { tokens: [{ token: seen, standing: { kind: 'ready' } }], troubles: [] }],
  ];
  const drawn = async (ceremony: Ceremony) =>
    draw(createElement(CeremonyProgram, { app: { ...app, phase: 'ready' }, ceremony }), 'en', inThePort);

  it('shows the bar while it writes', async () => {
    expect(await drawn(writing)).toContain('progressbar');
  });

  it('shows what failed and the way on when what came of a write could not be kept', async () => {
    const markup = await drawn({ ...writing, problem: { code: 'vault/failed', context: {} } });
    expect(markup).not.toContain('progressbar');
    expect(markup).toContain('data-code="vault/failed"');
    expect(markup).toMatch(/<button[^>]*data-kind="main"/);
  });
});
