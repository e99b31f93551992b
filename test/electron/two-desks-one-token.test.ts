import { expect, test } from 'vitest';
import { failureOf } from './failure-of.ts';
import {
  amara,
  cutOff,
  dagny,
  freshToken,
  holders,
  ines,
  issue,
  jan,
  lets,
  plug,
  reconnect,
  restart,
  seen,
  serialOf,
  stateOf,
  twoDesksForAll,
  unplug,
} from './two-desks.ts';

const two = twoDesksForAll();

/** The same token, issued at both desks while neither hears of the other; Zürich's word arrives first. */
async function issuedTwice() {
  const { zurich, bern } = two;
  const token = freshToken();
  cutOff(zurich);
  cutOff(bern);
  const first = await issue(zurich, amara, token);
  const second = await issue(bern, dagny, token, true);
  await reconnect(zurich);
  await reconnect(bern);
  await reconnect(zurich);
  return { token, first, second };
}

test('the first received stands, and both desks say whose token it is and whose it is not', async () => {
  const { zurich, bern } = two;
  const { token, first, second } = await issuedTwice();
  expect(await holders(two, token)).toEqual([amara]);
  expect(await zurich.at.ask('records/get', { id: first })).toMatchObject({ delivery: 'delivered' });
  expect(await bern.at.ask('records/get', { id: second })).toMatchObject({ delivery: 'refused' });
  const [there, here] = [await seen(bern, second), await seen(zurich, second)];
  expect(there).toMatchObject({
    kind: 'issued to another',
    side: 'ours',
    token: serialOf(token),
    holder: { username: dagny },
    facts: { user: `${amara}@office`, station: 'Desk 1', since: expect.stringMatching(/^20/) },
    choice: null,
  });
  expect(there.choices.map(({ choice, by }) => [choice, by])).toEqual([
    ['issue another', 'controller'],
    ['leave', 'controller'],
    ['move', 'administrator'],
  ]);
  expect(here).toMatchObject({ side: 'first', kind: 'issued to another', choice: null });
  for (const { at } of [zurich, bern]) {
    expect((await at.ask('desk/home')).needs).toContainEqual({ kind: 'conflict', subject: '', count: 1 });
  }

  await restart(bern);
  await reconnect(bern);
  expect(await seen(bern, second)).toMatchObject({ kind: 'issued to another', choice: null });
  expect(await failureOf(bern.at.ask('conflicts/settle', { record: second, choice: 'move' }))).toMatchObject({
    code: 'conflict/administrators',
  });

  // The safe choice: the token in hand is taken back, and the person is issued another.
  await plug(bern, token);
  const { tookBack } = await bern.at.ask('conflicts/settle', { record: second, choice: 'issue another' });
  expect(tookBack).toBe(true);
  expect(await seen(bern, second)).toMatchObject({ isOnItsWay: true });
  await reconnect(bern);
  await reconnect(zurich);
  expect(await seen(bern, second)).toMatchObject({ choice: 'issue another', settledBy: 'root', isOnItsWay: false });
  expect(await seen(zurich, second)).toMatchObject({ choice: 'issue another' });
  expect(await bern.at.ask('records/get', { id: second })).toMatchObject({ delivery: 'given up' });
  expect(await holders(two, token)).toEqual([]);
  expect(await stateOf(two, token)).toBe('returned');
  for (const { at } of [zurich, bern]) {
    expect((await at.ask('desk/home')).needs.map(({ kind }) => kind)).not.toContain('conflict');
  }
  expect(await failureOf(bern.at.ask('conflicts/settle', { record: second, choice: 'leave' }))).toMatchObject({
    code: 'conflict/settled',
  });
  await unplug(bern);
  const another = freshToken();
  await issue(bern, dagny, another);
  await reconnect(bern);
  expect(await holders(two, another)).toEqual([dagny]);
  expect(await lets(two, bern, another)).toBe(true);
});

test('an administrator moves the token to who has it: the other credential ends, both are told, and the record is delivered', async () => {
  const { zurich, bern, admin, house } = two;
  const { token, second } = await issuedTwice();
  expect(await lets(two, bern, token)).toBe(false);
  const audited = async () =>
    (await admin.get('/audit/?action=notice/not-sent&page_size=500')).json.result.value.count as number;
  const before = await audited();
  expect((await admin.post(`/trust/conflicts/${second}`, { choice: 'confirm' })).status).toBe(400);
  expect((await admin.post(`/trust/conflicts/${second}`, { choice: 'move' })).status).toBe(200);
  expect((await admin.post(`/trust/conflicts/${second}`, { choice: 'leave' })).json.result.error.message).toMatch(
    /settled already/,
  );
  expect(await holders(two, token)).toEqual([dagny]);
  // No mail server is set in this house, and the audit says of both that they could not be told.
  expect((await audited()) - before).toBe(2);
  await reconnect(bern);
  await reconnect(zurich);
  expect(await bern.at.ask('records/get', { id: second })).toMatchObject({ delivery: 'delivered' });
  expect(await seen(zurich, second)).toMatchObject({ choice: 'move', settledBy: 'root' });
  expect(await lets(two, bern, token)).toBe(true);
  const rows = (await zurich.at.ask('tokens/list', { query: serialOf(token), limit: 10 })).rows;
  expect(rows.map(({ holderName }) => holderName)).toEqual([expect.stringContaining('Dagný')]);
  expect((await admin.get('/trust/conflicts')).json.result.value).toContainEqual(
    expect.objectContaining({ record: second, choice: 'move', settledBy: 'root' }),
  );
  expect((await house.server.installation.store.conflicts.find(second))?.choice).toBe('move');
});

test('what was decided once is not decided again, whichever decision arrives second', async () => {
  const { bern, admin } = two;
  const { token, second } = await issuedTwice();
  cutOff(bern);
  await bern.at.ask('conflicts/settle', { record: second, choice: 'leave' });
  expect((await admin.post(`/trust/conflicts/${second}`, { choice: 'move' })).status).toBe(200);
  await reconnect(bern);
  expect(await holders(two, token)).toEqual([dagny]);
  expect(await seen(bern, second)).toMatchObject({ choice: 'move', isOnItsWay: false });
  expect(await bern.at.ask('records/get', { id: second })).toMatchObject({ delivery: 'delivered' });
});

test('a token that was handled since is not moved by an old decision', async () => {
  const { zurich, bern, admin } = two;
  const { token, second } = await issuedTwice();
  await plug(zurich, token);
  await zurich.at.ask('acts/withdraw', { token: serialOf(token), reason: 'other', note: '' });
  await unplug(zurich);
  await reconnect(zurich);
  const refused = await admin.post(`/trust/conflicts/${second}`, { choice: 'move' });
  expect(refused.json.result.error.message).toMatch(/handled since/);
  expect(await holders(two, token)).toEqual([]);
  await reconnect(bern);
  expect(await seen(bern, second)).toMatchObject({ choice: null });
  await bern.at.ask('conflicts/settle', { record: second, choice: 'leave' });
  await reconnect(bern);
  expect(await seen(bern, second)).toMatchObject({ choice: 'leave' });
});

test('nobody decides about a token that was issued to themself', async () => {
  const { zurich, bern } = two;
  const token = freshToken();
  cutOff(zurich);
  cutOff(bern);
  await issue(zurich, amara, token);
  const second = await issue(bern, jan, token, true);
  await reconnect(zurich);
  await reconnect(bern);
  await bern.at.ask('app/set-settings', { controller: `${jan}@office` });
  expect(await failureOf(bern.at.ask('conflicts/settle', { record: second, choice: 'leave' }))).toMatchObject({
    code: 'act/oneself',
  });
  await bern.at.ask('app/set-settings', { controller: `${ines}@office` });
  await bern.at.ask('conflicts/settle', { record: second, choice: 'leave' });
  await reconnect(bern);
  expect(await seen(bern, second)).toMatchObject({ choice: 'leave', settledBy: `${ines}@office` });
  await bern.at.ask('app/set-settings', { controller: 'root' });
  expect(await holders(two, token)).toEqual([amara]);
});
