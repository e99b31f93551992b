import { expect, test } from 'vitest';
import type { Replacement } from '../../domain/ceremony.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import {
  cutOff,
  freshToken,
  holders,
  ines,
  issue,
  jan,
  lets,
  plug,
  reconnect,
  restart,
  type Station,
  seen,
  serialOf,
  stateOf,
  twoDesksForAll,
  unplug,
} from './two-desks.ts';

const two = twoDesksForAll(async ({ admin, zurich, bern }) => {
  await admin.post('/policy/one-each', { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' });
  for (const station of [zurich, bern]) await reconnect(station);
});

/** The ceremony up to the checks, answered with what is replaced. */
async function begin({ at }: Station, username: string, replaces: Replacement): Promise<void> {
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  await at.ask('ceremony/answer-checks', { presence: true, proof: 'known to me', replaces });
}

/** The whole ceremony: the old token's place is taken by the new one. */
async function replace(station: Station, username: string, old: EmulatedToken, where: Replacement['where']) {
  const { at } = station;
  if (where === 'here') await plug(station, old);
  await begin(station, username, { token: serialOf(old), where });
  if (where === 'here') await unplug(station);
  const token = freshToken();
  at.token = token;
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  await at.ask('practice/pull-out');
  if (done.outcome?.kind !== 'issued') throw new Error('it was not issued');
  return { token, record: done.outcome.record };
}

const kinds = async ({ at }: Station, count: number) =>
  (await at.ask('records/list', { query: '', limit: count })).rows.map(({ kind }) => kind).reverse();
const heldBy = async (username: string) => {
  const { credentials } = two.house.server.installation.store;
  return (await credentials.byOwner(await two.house.personId(username))).length;
};

test('the old token at hand is withdrawn with the new one’s record: its holder has one token before and after, and the limit of one holds', async () => {
  const { zurich } = two;
  const [person, old] = ['emre.yildiz', freshToken()];
  await issue(zurich, person, old);
  await reconnect(zurich);
  expect(await failureOf(issue(zurich, person, freshToken()))).toMatchObject({ code: 'token/limit' });
  await zurich.at.ask('ceremony/stop', { reason: 'other', note: '' });
  await zurich.at.ask('ceremony/close');
  await zurich.at.ask('practice/pull-out');
  cutOff(zurich);
  const { token, record } = await replace(zurich, person, old, 'here');
  expect(await kinds(zurich, 2)).toEqual(['issued', 'withdrawn']);
  expect(await holders(two, old)).toEqual([person]);
  await restart(zurich);
  await reconnect(zurich);
  expect(await holders(two, old)).toEqual([]);
  expect(await holders(two, token)).toEqual([person]);
  expect(await stateOf(two, old)).toBe('returned');
  expect(await lets(two, zurich, token)).toBe(true);
  expect(await lets(two, zurich, old)).toBe(false);
  expect((await zurich.at.ask('records/get', { id: record })).record).toMatchObject({ replaces: serialOf(old) });
  expect(await zurich.at.ask('conflicts/list')).toEqual([]);
  expect(await heldBy(person)).toBe(1);
});

test('an old token that is away is revoked; one that is lost is reported lost first and stays lost', async () => {
  const { zurich, bern } = two;
  const [person, first] = ['chen.xiuying', freshToken()];
  await issue(zurich, person, first);
  await reconnect(zurich);
  await reconnect(bern);
  const second = await replace(bern, person, first, 'away');
  await reconnect(bern);
  expect(await stateOf(two, first)).toBe('revoked');
  const third = await replace(bern, person, second.token, 'lost');
  expect(await kinds(bern, 3)).toEqual(['reported lost', 'issued', 'withdrawn']);
  await reconnect(bern);
  expect(await stateOf(two, second.token)).toBe('lost');
  expect(await holders(two, third.token)).toEqual([person]);
  expect(await lets(two, bern, second.token)).toBe(false);
  await plug(bern, second.token);
  expect((await bern.at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  await unplug(bern);
  // A lost token does not count against the next replacement either.
  const fourth = await replace(bern, person, third.token, 'away');
  await reconnect(bern);
  expect(await holders(two, fourth.token)).toEqual([person]);
  expect(await heldBy(person)).toBe(1);
});

test('a token that was lost before is replaced by name, and the limit of one lets the new one pass', async () => {
  const { zurich } = two;
  const [person, old] = ['hana.novakova', freshToken()];
  await issue(zurich, person, old);
  await reconnect(zurich);
  await zurich.at.ask('acts/report-lost', { token: serialOf(old), note: '' });
  await reconnect(zurich);
  expect(await failureOf(issue(zurich, person, freshToken()))).toMatchObject({ code: 'token/limit' });
  await zurich.at.ask('ceremony/stop', { reason: 'other', note: '' });
  await zurich.at.ask('ceremony/close');
  await zurich.at.ask('practice/pull-out');
  expect(await zurich.at.ask('replace/candidates', { realm: 'office', username: person })).toMatchObject([
    { token: serialOf(old), isLost: true, isHere: false },
  ]);
  const { token } = await replace(zurich, person, old, 'lost');
  expect(await kinds(zurich, 2)).toEqual(['issued', 'withdrawn']);
  await reconnect(zurich);
  expect(await holders(two, token)).toEqual([person]);
  expect(await stateOf(two, old)).toBe('lost');
});

test('what is said to be here has to be in the port, and only the person’s own is replaced', async () => {
  const { zurich } = two;
  const [person, old] = ['leilani.keola', freshToken()];
  await issue(zurich, person, old);
  await reconnect(zurich);
  expect(await failureOf(begin(zurich, person, { token: serialOf(old), where: 'here' }))).toMatchObject({
    code: 'token/not-here',
  });
  const checks = { presence: true, proof: 'known to me' } as const;
  const others = { token: serialOf(freshToken()), where: 'away' } as const;
  expect(await failureOf(zurich.at.ask('ceremony/answer-checks', { ...checks, replaces: others }))).toMatchObject({
    code: 'act/nobodys',
  });
  await zurich.at.ask('ceremony/answer-checks', { ...checks, replaces: { token: serialOf(old), where: 'away' } });
  await zurich.at.ask('ceremony/back');
  expect((await zurich.at.ceremony()).replaces).toBeUndefined();
  await zurich.at.ask('ceremony/stop', { reason: 'person left', note: '' });
  await zurich.at.ask('ceremony/close');
  await reconnect(zurich);
  expect(await holders(two, old)).toEqual([person]);
});

test('a replacement that the server disputes leaves the old token working, and is settled as one', async () => {
  const { zurich, bern, admin } = two;
  const [person, old] = ['katarzyna.zolc', freshToken()];
  await issue(zurich, person, old);
  await reconnect(zurich);
  await reconnect(bern);
  await bern.at.ask('app/set-settings', { controller: `${ines}@office` });
  cutOff(bern);
  const { token, record } = await replace(bern, person, old, 'away');
  await admin.remove(`/trust/groups/controllers/members?user=${ines}@office`);
  await reconnect(bern);
  const withdrawal = (await bern.at.ask('records/list', { query: '', limit: 1 })).rows[0];
  expect(withdrawal).toMatchObject({ kind: 'withdrawn', delivery: 'refused' });
  expect(await seen(bern, record)).toMatchObject({ kind: 'right ended' });
  expect(await holders(two, old)).toEqual([person]);
  expect(await lets(two, zurich, old)).toBe(true);
  await bern.at.ask('app/set-settings', { controller: `${jan}@office` });
  await bern.at.ask('conflicts/settle', { record, choice: 'confirm' });
  await reconnect(bern);
  expect(await seen(bern, withdrawal?.id ?? '')).toMatchObject({ choice: 'confirm' });
  expect(await holders(two, old)).toEqual([]);
  expect(await holders(two, token)).toEqual([person]);
  expect(await bern.at.ask('records/get', { id: withdrawal?.id ?? '' })).toMatchObject({ delivery: 'delivered' });
  await bern.at.ask('app/set-settings', { controller: 'root' });
  await admin.post('/trust/groups/controllers/members', { user: `${ines}@office` });
  await until(async () => ((await bern.at.ask('sync/state')).waiting === 0 ? true : undefined));
});
