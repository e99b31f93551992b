import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ceremony } from '../../domain/ceremony.ts';
import { pages } from '../../domain/paper/paper-size.ts';
import type { Printed } from '../../domain/paper/printing.ts';
import { administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { newDirectory, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

/* What goes on paper at a real desk beside a real server; the window's printer is replaced, the rest is as it runs. */
const contact = 'Grace Wanjiru, room 2.14';
const file = join(newDirectory(), 'paper.pdf');
let house: House;
let at: HouseDesk;
let done: Ceremony;
let came: Printed = 'printed';
let pdf: Uint8Array | undefined;
let wanted: string | undefined;
const seen: unknown[] = [];

beforeAll(async () => {
  house = await openHouse();
  const admin = await administration(house);
  await admin.post('/trust/contact', { text: contact });
  await admin.post('/system/setConfig', { 'letter.sender': 'Example Ltd, Nairobi' });
  at = await houseDesk(house, {
    chooseFile: async ({ name }) => {
      wanted = name;
      return file;
    },
    printer: {
      print: async (size) => {
        seen.push(size);
        return came;
      },
      draw: async (size) => {
        seen.push(size);
        pdf = pdf && new Uint8Array(Buffer.from('%PDF-a secret'));
        return pdf;
      },
    },
  });
  done = await walk(at, 'done');
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

describe('a receipt', () => {
  const receipt = () => at.ask('paper/receipt', { id: done.outcome?.record ?? '' });

  test('says who got which token from whom, in the organisation’s words, with the hash of the record', async () => {
    await at.ask('sync/send-now');
    await until(async () => ((await receipt()).sender === '' ? undefined : true));
    const { contentHash } = await at.ask('records/get', { id: done.outcome?.record ?? '' });
    expect(await receipt()).toMatchObject({
      record: done.outcome?.record,
      contentHash,
      kind: 'issued',
      practice: false,
      sender: 'Example Ltd, Nairobi',
      contact,
      holder: { username: done.holder?.username, office: done.holder?.office },
      token: { serial: done.token?.serial, model: done.token?.model },
      controller: done.controller,
      language: 'en',
    });
  });

  test('has the place in the server’s audit as soon as the server has acknowledged the record', async () => {
    const { receipt: signed } = await until(async () => {
      const detail = await at.ask('records/get', { id: done.outcome?.record ?? '' });
      return detail.receipt === null ? undefined : detail;
    });
    const { position } = (signed as { receipt: { position: number } }).receipt;
    expect((await receipt()).position).toBe(position);
  });

  test('of an act after issuance names the person and the token too', async () => {
    const { record } = await at.ask('acts/report-lost', { token: done.token?.serial ?? '', note: '' });
    expect(await at.ask('paper/receipt', { id: record })).toMatchObject({
      kind: 'reported lost',
      holder: { username: done.holder?.username },
      token: { serial: done.token?.serial, model: done.token?.model },
    });
  });

  test('of a record that is not here is refused', async () => {
    expect((await failureOf(at.ask('paper/receipt', { id: 'f'.repeat(32) }))).code).toBe('record/unknown');
  });
});

describe('the sheets of the window', () => {
  const size = pages.letter;
  const save = () => at.ask('paper/save', { kind: 'pin-letter', subject: '', size });

  test('are printed at the size they have, and not when the person thinks better of it', async () => {
    expect(await at.ask('paper/print', { size })).toEqual({ printed: true });
    expect(seen.at(-1)).toEqual(size);
    came = 'cancelled';
    expect(await at.ask('paper/print', { size })).toEqual({ printed: false });
  });

  test.each([
    ['no printer', 'paper/no-printer'],
    ['failed', 'paper/not-printed'],
  ] as const)('that cannot be printed (%s) are told so', async (what, code) => {
    came = what;
    expect((await failureOf(at.ask('paper/print', { size }))).code).toBe(code);
  });

  test('are written where the person says, under the core’s name for them, and wiped from memory', async () => {
    expect((await failureOf(save())).code).toBe('paper/not-drawn');
    expect(existsSync(file)).toBe(false);
    pdf = new Uint8Array(1);
    expect(await save()).toEqual({ saved: true });
    expect(readFileSync(file, 'utf8')).toBe('%PDF-a secret');
    expect(wanted).toBe('pin-letter.pdf');
    expect(pdf).toEqual(new Uint8Array(13));
    expect(await at.ask('paper/save', { kind: 'receipt', subject: '32010451', size })).toEqual({ saved: true });
    expect(wanted).toBe('receipt-32010451.pdf');
  });

  test.each(['../up', 'a/b', 'a.b', 'x'.repeat(65)])(
    'are saved under no name of the window’s making: %s',
    async (subject) => {
      await expect(at.ask('paper/save', { kind: 'receipt', subject, size })).rejects.toThrow();
    },
  );

  test.each([
    [19, 100],
    [100, 301],
    [Number.NaN, 50],
  ])('have no size that no printer has: %s by %s mm', async (widthMm, heightMm) => {
    await expect(at.ask('paper/print', { size: { widthMm, heightMm } })).rejects.toThrow();
  });
});

test('the paper that was chosen is kept for the next start', async () => {
  const paper = { page: 'letter', label: { widthMm: 57.5, heightMm: 31.7 } } as const;
  await at.ask('app/set-settings', { paper });
  expect(JSON.parse(readFileSync(join(at.directory, 'settings.json'), 'utf8')).paper).toEqual(paper);
});
