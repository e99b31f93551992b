import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskAtWork, pin, plugIn, setUp, touch, until, walk } from './desk-at-work.ts';
import { type RunningServer, runServer } from './running-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server?.kill());

test('issues a token end to end: the record is delivered, the next code accepted once and never again', async () => {
  const at = await deskAtWork();
  await setUp(at, server.code());
  expect(await at.ask('app/state')).toMatchObject({ phase: 'ready', station: { name: 'Desk 1', server: server.url } });

  const done = await walk(at, 'done');
  expect(done.outcome?.kind).toBe('issued');
  const id = done.outcome?.record ?? '';
  const row = await until(async () => {
    const record = await at.ask('records/get', { id });
    return record.delivery === 'delivered' ? record : undefined;
  });
  expect(row.receipt).toMatchObject({ receipt: { record: id, contentHash: row.contentHash, sequence: 1 } });
  expect(await at.ask('sync/state')).toMatchObject({ waiting: 0, problem: null, online: true });

  const holder = done.holder;
  await plugIn(at);
  const code = await touch(at);
  const user = holder?.username ?? '';
  expect(await server.check(user, holder?.realm ?? '', `${pin}${code}`)).toBe(true);
  expect(await server.check(user, holder?.realm ?? '', `${pin}${code}`)).toBe(false);
  await at.desk.close();
});

test('a server killed in the middle of the day gets the record when it is back', async () => {
  const at = await deskAtWork();
  await setUp(at, server.code());
  await server.kill();
  const done = await walk(at, 'done');
  await until(async () => ((await at.ask('sync/state')).problem?.code === 'sync/unreachable' ? true : undefined));
  await server.start();
  const id = done.outcome?.record ?? '';
  await until(async () => ((await at.ask('records/get', { id })).delivery === 'delivered' ? true : undefined));
  await at.desk.close();
});
