import { setImmediate } from 'node:timers/promises';
import { checkCode } from '../check/check-code.ts';
import { isSent } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Success } from '../wire/envelope.ts';
import { isTrue, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { RequestFacts } from './request-facts.ts';

const atOnce = 100;

/**
 * `GET /token/getserial/<otp>`: whose code this is. Looks in the look-ahead window of each token and moves no counter;
 * in small portions, so that checks go on meanwhile.
 */
export async function findSerial(installation: Installation, facts: RequestFacts): Promise<Success> {
  const { store, rules } = installation;
  const { parameters, at } = facts;
  const found: string[] = [];
  let code = 0;
  try {
    await rules.mayAct(facts, 'getserial', undefined);
    const window = wholeNumber(parameters.window, 10, 1, 1000);
    const count = await store.candidates.count(filterOf(facts));
    if (!isTrue(parameters.count)) found.push(...(await search(installation, facts, window)));
    if (found.length > 1) throw new WireError('severalTokens', 'Several tokens match this OTP value.');
    return { id: 1, value: { count, serial: found[0] ?? null } };
  } catch (error) {
    if (error instanceof WireError) code = error.code;
    throw error;
  } finally {
    await store.commits.run(async ({ audit }) =>
      audit.append({
        at: at.toISOString(),
        actor: facts.admin.name,
        action: 'token/getserial',
        subject: found[0] ?? '',
        detail: {
          request: facts.request,
          administrator: facts.admin.name,
          client: facts.client,
          success: code === 0,
          ...(found[0] === undefined ? {} : { serial: found[0] }),
        },
      }),
    );
  }
}

function filterOf({ parameters }: RequestFacts) {
  const { type, serial } = parameters;
  const assigned = isTrue(parameters.assigned) ? true : isTrue(parameters.unassigned) ? false : undefined;
  return { type: type?.toLowerCase() || undefined, serial: serial || undefined, assigned };
}

async function search(
  { store, keys }: Installation,
  facts: RequestFacts,
  countWindow: number,
): Promise<readonly string[]> {
  const otp = (facts.parameters.otp ?? '').trim();
  if (otp.length < 6 || otp.length > 64) throw new WireError('parameter', 'An OTP value has 6 to 64 characters.');
  const found: string[] = [];
  let after = 0;
  for (;;) {
    const portion = await store.candidates.portion({ ...filterOf(facts), otpLength: otp.length }, after, atOnce);
    for (const credential of portion) {
      after = credential.id;
      if (credential.type === 'pw' || isSent(credential)) continue;
      const seed = openSeed(keys.storeKey, credential.serial, credential.seed);
      const verdict = checkCode({ ...credential, countWindow }, seed, otp, facts.at.getTime() / 1000);
      seed.fill(0);
      if (verdict.kind === 'right') found.push(credential.serial);
    }
    if (portion.length < atOnce || found.length > 1) return found;
    await setImmediate();
  }
}
