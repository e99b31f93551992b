import type { TokenSerial } from '../../domain/token.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import { type AtDesk, checked, delivered, issueOne, pin, touch } from './at-desk.ts';
import type { Compared } from './run-privacyidea.ts';
import { logIn, type people } from './set-up-people.ts';
import type { Answer, Wire } from './wire.ts';

type Say = (holds: boolean, sentence: string) => void;

/** What is done at the desk after issuance, looked at on the server: a loss, a withdrawal, a replacement, and what cannot be done. */
export async function endTokens(at: AtDesk, theirs: Compared, client: Wire, say: Say): Promise<void> {
  const admin = await logIn(client, theirs);
  const there = async (token: EmulatedToken) => {
    const { json } = await client.ask('GET', `/token/?serial=${named(token)}`, undefined, admin);
    return json?.result?.value?.tokens?.[0] ?? {};
  };
  const act = (path: string, form: Record<string, string>) => client.ask('POST', path, form, admin);

  const first = await given(at, 'alice');
  const lost = await at.ask('acts/report-lost', { token: serialOf(first), note: '' });
  const told = await delivered(at, lost.record);
  const gone = await there(first);
  say(told.delivery === 'delivered', `a loss is carried${told.failure}`);
  say(gone.active === false && gone.revoked === false && gone.username === 'alice', 'it is disabled and still hers');
  say(String(gone.info?.['keydesk.lost']).includes(lost.record), `its details say so: ${gone.info?.['keydesk.lost']}`);
  say(!(await checked(client, 'alice', `${pin}${await touch(at, 1)}`)), 'its next code does not log in');

  const { password, until } = await at.ask('acts/stand-in', {
    token: serialOf(first),
    proof: 'known to me, in the room',
  });
  const standIn = new TextDecoder().decode(password);
  say(await checked(client, 'alice', `${pin}${standIn}`), `a temporary password stands in for it until ${until}`);
  const elsewhere = { serial: named(first), user: 'bob', realm: 'hq' };
  const { status, json } = await act('/token/disable', elsewhere);
  say(status !== 200 || json?.result?.value === 0, `who names another holder ends nothing: ${status} ${said(json)}`);

  await at.ask('sync/send-now');
  const withdrawal = await at.ask('acts/withdraw', { token: serialOf(first), reason: 'leaves', note: '' });
  const taken = await delivered(at, withdrawal.record);
  const back = await there(first);
  say(taken.delivery === 'delivered', `the found one is withdrawn${taken.failure}`);
  say(back.active === false && back.username === '', 'it is disabled and nobody’s');
  say(!(await checked(client, 'alice', `${pin}${standIn}`)), 'and the temporary password is over with it');
  say(String(back.info?.['keydesk.withdrawn']).includes(': leaves '), `and says: ${back.info?.['keydesk.withdrawn']}`);

  await at.ask('sync/send-now');
  const again = await issueOne(
    at,
    { what: '', person: 'bob', type: 'hotp', digits: 6, slot: 1 },
    { overwrite: serialOf(first).slice(-4) },
  );
  say(again.delivery === 'delivered', `it is issued anew to somebody else${again.failure}`);
  say(await checked(client, 'bob', `${pin}${await touch(at, 1)}`), 'and lets them in');
  await laidAside(at);

  const old = await given(at, 'carol');
  await laidAside(at);
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const replacing = at.token;
  const outcome = await issueOne(
    at,
    { what: '', person: 'carol', type: 'hotp', digits: 6, slot: 1 },
    { replaces: { token: serialOf(old), where: 'away' } },
  );
  const [ended] = (await at.ask('records/list', { query: serialOf(old), limit: 1 })).rows;
  const after = await delivered(at, ended?.id ?? '');
  say(outcome.delivery === 'delivered', `a replacement is delivered${outcome.failure}`);
  say(ended?.kind === 'withdrawn' && after.delivery === 'delivered', `and then the end of the old one${after.failure}`);
  const [was, is] = [await there(old), await there(replacing)];
  say(was.active === false && was.username === '', 'the old one is disabled and nobody’s');
  say(is.active === true && is.username === 'carol', 'the new one is hers');
  await laidAside(at);

  const moved = await given(at, 'dave');
  await act('/token/unassign', { serial: named(moved) });
  await act('/token/assign', { serial: named(moved), user: 'bob', realm: 'hq' });
  const stale = await at.ask('acts/report-lost', { token: serialOf(moved), note: '' });
  const parked = await delivered(at, stale.record);
  const kept = await there(moved);
  say(parked.delivery === 'refused', `a loss of what is somebody else’s by now is parked${parked.failure}`);
  say(kept.active === true && kept.username === 'bob', 'and their token is left as it is');
  await at.ask('records/give-up', { id: stale.record, reason: 'bob has it' });
  await laidAside(at);

  const refused = await given(at, 'alice');
  const rights = 'tokenlist, userlist, assign, unassign, enable, delete, policywrite, policydelete, policyread';
  await act('/policy/rights', { scope: 'admin', action: rights, realm: '', active: 'true' });
  await pause();
  const forbidden = await at.ask('acts/report-lost', { token: serialOf(refused), note: '' });
  const waits = await delivered(at, forbidden.record);
  say(waits.delivery === 'refused', `without the right it is parked${waits.failure}`);
  await client.ask('DELETE', '/policy/rights', undefined, admin);
  await pause();
  await at.ask('sync/send-now');
  const done = await delivered(at, forbidden.record);
  say(done.delivery === 'delivered', `with the right it is done${done.failure}`);
  say((await there(refused)).active === false, 'and disabled there');
  await laidAside(at);
}

/** Somebody’s new token, in the port. */
async function given(at: AtDesk, person: keyof typeof people): Promise<EmulatedToken> {
  await at.ask('practice/pull-out').catch(() => {});
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const { token } = at;
  await issueOne(at, { what: '', person, type: 'hotp', digits: 6, slot: 1 });
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  return token;
}

async function laidAside(at: AtDesk): Promise<void> {
  if ((await at.ask('ceremony/current')) !== null) await at.ask('ceremony/close');
  await at.ask('practice/pull-out');
}

/** A policy takes effect there when the second has changed. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1200));
}

function said(json: Answer['json']): string {
  return json?.result?.error?.message ?? JSON.stringify(json?.result?.value);
}

function serialOf(token: EmulatedToken): TokenSerial {
  return String(token.serial) as TokenSerial;
}

function named(token: EmulatedToken): string {
  return `UBOM${serialOf(token).padStart(8, '0')}_1`;
}
