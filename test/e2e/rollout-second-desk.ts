import assert from 'node:assert/strict';
import { heading } from './actions.ts';
import { ask } from './bridge.ts';
import {
  beginSwiftly,
  finishSwiftly,
  go,
  issueSwiftly,
  lookAtBoard,
  toDesk,
  touchTwice,
  until,
} from './rollout-acts.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';

/** At the desk of the second office: everybody there gets a token but the last. */
export async function inBasel(walk: Walk): Promise<void> {
  const there = await walk.basel();
  const people = cast.everybody.filter((one) => one.office === 'basel' && !walk.issued.has(one.username));
  for (const [index, person] of people.slice(0, -1).entries()) {
    const serial = cast.shipped[index] ?? '';
    if (index === 1) await issueWhileAway(there, person, serial);
    else await issueSwiftly(there, person, serial);
  }
  await lookAtBoard(there, 'board before the last one', '19 of 20');
}

/** The server is killed while the token is written: the record waits at this desk, and is sent when it is back. */
async function issueWhileAway(there: Walk, person: cast.Player, serial: string): Promise<void> {
  const { page, house } = there;
  await beginSwiftly(there, person, serial);
  await house.server.kill();
  await touchTwice(page, serial, () => there.look('the server goes away in the middle'));
  await finishSwiftly(there, person);
  await page.getByText('Recorded here; waiting to be sent').waitFor();
  await there.look('recorded while the server is away');
  await toDesk(there, person, serial);
  await page.getByText(/1 record waits/).waitFor();
  await there.look('a desk without its server');
  assert.equal((await ask(page, 'sync/state')).waiting, 1);
  await house.server.start();
  await until(async () => (await ask(page, 'sync/send-now')).waiting === 0);
  await go(page, 'Records');
  await page.getByRole('row', { name: person.name }).first().waitFor();
  const [newest] = (await ask(page, 'records/list', { query: '', limit: 1 })).rows;
  assert.equal(newest?.delivery, 'delivered');
  await page.getByRole('row', { name: person.name }).first().press('Enter');
  await page.getByRole('heading', { level: 2, name: person.name }).or(heading(page, person.name)).first().waitFor();
  await there.look('sent when it was back');
  await go(page, 'Desk');
}
