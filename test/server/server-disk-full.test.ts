import { expect, test } from 'vitest';
import type { SignedRecord } from '../../domain/record.ts';
import { openHouse, password } from './house.ts';
import type { Reply } from './https-client.ts';
import { rawSql } from './raw-sql.ts';

test('a full disk is said as such on both wires, and it goes on when there is room', async () => {
  const house = await openHouse();
  const station = await house.enrol();
  const { store } = house.server.installation;
  const [pages] = await rawSql<{ page_count: number }>(store, 'PRAGMA page_count');
  await rawSql(store, `PRAGMA max_page_count = ${pages?.page_count}`);
  let signed: SignedRecord;
  const record = () => {
    signed = station.sign({ ...station.base(), kind: 'stopped', reason: 'other', note: 'x'.repeat(2000) });
    return station.put(signed);
  };
  const refused = await untilFull(record, () => station.follow(signed));
  expect(refused.json).toEqual({ failure: 'full', reason: 'the disk of the server is full' });
  const logIn = () => house.client.form('/auth', { username: 'root', password });
  expect((await untilFull(logIn)).json.result.error.message).toBe('The disk of the server is full. Nothing was done.');

  await rawSql(store, 'PRAGMA max_page_count = 1000000');
  expect((await record()).status).toBe(200);
  expect((await logIn()).status).toBe(200);
  await house.close();
});

/** Asks until the disk is full; everything before was done. */
async function untilFull(ask: () => Promise<Reply>, done: () => void = () => {}): Promise<Reply> {
  for (let round = 0; round < 200; round += 1) {
    const reply = await ask();
    if (reply.status === 507) return reply;
    expect(reply.status).toBe(200);
    done();
  }
  throw new Error('the disk does not get full');
}
