import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type AtDesk, checked, delivered, type Issue, issueOne, openDesk, pairWith, pin, touch } from './at-desk.ts';
import { endTokens } from './end-tokens.ts';
import type { Compared } from './run-privacyidea.ts';
import { logIn, people } from './set-up-people.ts';
import { type Wire, wire } from './wire.ts';

const issues: readonly Issue[] = [
  { what: 'HOTP with 6 digits', person: 'alice', type: 'hotp', digits: 6, slot: 1 },
  { what: 'HOTP with 8 digits', person: 'bob', type: 'hotp', digits: 8, slot: 2 },
  { what: 'Yubico OTP', person: 'carol', type: 'yubikey', digits: 6, slot: 1 },
];

/**
 * Issues tokens at a real desk core, paired with the server over its own wire, and logs in with their codes; the way of a
 * person in the app, with an emulated token. Prints a line for each and says whether all held.
 */
export async function issueTokens(theirs: Compared): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'keydesk-interop-desk-'));
  const client = wire(theirs);
  const at = await openDesk(directory);
  const seen: boolean[] = [];
  const say = (holds: boolean, sentence: string) => {
    seen.push(holds);
    console.log(`${holds ? 'holds  ' : 'FAILED '} ${sentence}`);
  };
  try {
    await pairWith(at, theirs);
    const found = await at.ask('people/search', { query: '', limit: 50 });
    say(found.rows.length === Object.keys(people).length, `the desk has the ${found.rows.length} people of the realm`);
    for (const issue of issues) {
      at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
      const outcome = await issueOne(at, issue);
      say(outcome.delivery === 'delivered', `${issue.what}: the desk delivered it${outcome.failure}`);
      const check = (pass: string) => checked(client, issue.person, pass);
      for (const code of outcome.codes) {
        say(!(await check(`${pin}${code}`)), `${issue.what}: a code typed at the desk is used up on the server`);
      }
      const code = await touch(at, issue.slot);
      say(!(await check(code)), `${issue.what}: the next code without the PIN is refused`);
      say(await check(`${pin}${code}`), `${issue.what}: the next code with the PIN logs in`);
      say(!(await check(`${pin}${code}`)), `${issue.what}: the same code a second time does not`);
      await at.ask('practice/pull-out');
      await at.ask('ceremony/close');
    }
    await refusedByPolicy(at, theirs, client, say);
    await takenSerial(at, theirs, client, say);
    await endTokens(at, theirs, client, say);
  } finally {
    await at.desk.close();
    client.close();
    rmSync(directory, { recursive: true, force: true });
  }
  return seen.every(Boolean);
}

/** A limit that the server gets between the ceremony's beginning and its end: parked in its words, tried again by a person. */
async function refusedByPolicy(
  at: AtDesk,
  theirs: Compared,
  client: Wire,
  say: (holds: boolean, sentence: string) => void,
) {
  const token = await logIn(client, theirs);
  const form = { scope: 'enrollment', action: 'max_token_per_user=0', realm: 'hq', user: 'dave', active: 'true' };
  await client.ask('POST', '/policy/nothing', form, token);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const outcome = await issueOne(at, { what: '', person: 'dave', type: 'hotp', digits: 6, slot: 1 });
  say(outcome.delivery === 'refused', `a policy that refuses is parked in the server's words${outcome.failure}`);
  await client.ask('DELETE', '/policy/nothing', undefined, token);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await at.ask('sync/send-now');
  const again = await delivered(at, outcome.record);
  say(again.delivery === 'delivered', `tried again when it is gone, the token is delivered${again.failure}`);
  say(await checked(client, 'dave', `${pin}${await touch(at, 1)}`), 'and its next code logs in');
  await at.ask('practice/pull-out');
  await at.ask('ceremony/close');
}

/** A serial that is there already: left as it is until a person decides. */
async function takenSerial(
  at: AtDesk,
  theirs: Compared,
  client: Wire,
  say: (holds: boolean, sentence: string) => void,
) {
  const admin = await logIn(client, theirs);
  at.token = emulatedToken({ storeMs: 1, reportMs: 0 });
  const serial = `UBOM${String(at.token.serial).padStart(8, '0')}_1`;
  const otpkey = '3132333435363738393031323334353637383930';
  await client.ask('POST', '/token/init', { type: 'hotp', serial, otpkey, user: 'bob', realm: 'hq', pin: '99' }, admin);
  const outcome = await issueOne(at, { what: '', person: 'dave', type: 'hotp', digits: 6, slot: 1 });
  say(outcome.delivery === 'refused', `a serial that is taken is not overwritten${outcome.failure}`);
  say(await checked(client, 'bob', '99755224'), 'the token that had it still logs in');
  await at.ask('records/replace', { id: outcome.record });
  const after = await delivered(at, outcome.record);
  say(after.delivery === 'delivered', `a person lets the new one take its place${after.failure}`);
  say(!(await checked(client, 'bob', '99287082')), 'the old one is revoked');
  say(await checked(client, 'dave', `${pin}${await touch(at, 1)}`), 'and the new one logs in');
}
