import type { Installation } from '../installation.ts';
import type { Challenge } from '../store/challenges.ts';
import type { Credential } from '../store/credentials.ts';
import type { Store } from '../store/store.ts';
import type { Parameters } from '../wire/parameters.ts';
import { answerVerdict } from './check-answer.ts';
import { countFailure } from './failures.ts';
import { type Checking, obstacleOf } from './use-code.ts';

/**
 * What the app of a QR token pushes: a transaction and the response to its question. A right one waits for the login
 * page, which asks `/validate/polltransaction` and finishes by `/validate/check` without a code; nobody is let in here.
 * The words are those of tiqr, which apps of this kind know.
 */
export function receiveResponse(installation: Installation, parameters: Parameters, client: string): Promise<string> {
  const transactionId = parameters.transaction_id || parameters.transactionid || parameters.state || '';
  const response = parameters.response || parameters.pass || '';
  return installation.store.commits.run(async (store) => {
    const { keys, now, on } = installation;
    const at = now().toISOString();
    const found = await waiting(store, transactionId, parameters.serial, at);
    if (found === undefined) return 'INVALID_CHALLENGE';
    const settings = await on(store).settings();
    const { credential, challenge } = found;
    const word = await judge({ store, storeKey: keys.storeKey, now, settings }, credential, challenge, response);
    store.audit.append({
      at,
      actor: client,
      action: 'validate/pushed',
      subject: credential.serial,
      detail: { serial: credential.serial, type: credential.type, success: word === 'OK', message: word },
    });
    return word;
  });
}

/** The QR token that this transaction waits for. */
async function waiting(
  { challenges, credentials }: Store,
  transactionId: string,
  serial: string | undefined,
  at: string,
): Promise<{ readonly credential: Credential; readonly challenge: Challenge } | undefined> {
  if (!/^\d{20}$/.test(transactionId)) return undefined;
  for (const challenge of await challenges.open(transactionId, at)) {
    if (challenge.question === null || challenge.answeredAt !== null) continue;
    const credential = await credentials.byId(challenge.credentialId);
    if (credential?.type === 'qr' && (!serial || credential.serial === serial)) return { credential, challenge };
  }
  return undefined;
}

async function judge(
  checking: Checking,
  credential: Credential,
  challenge: Challenge,
  response: string,
): Promise<string> {
  const { challenges, credentials } = checking.store;
  const { id, failcount, maxfail, locked, revoked, counter } = credential;
  const at = checking.now().toISOString();
  const isOpen = failcount < maxfail && locked === 0 && revoked === 0 && obstacleOf(credential, at) === undefined;
  if (!isOpen) return 'INVALID_RESPONSE:0';
  const verdict = await answerVerdict(checking, credential, challenge, response);
  await challenges.countAnswer(challenge.transactionId, id);
  if (verdict.kind !== 'right') {
    await countFailure(checking.store, credential, checking.now(), checking.settings.countUses);
    return `INVALID_RESPONSE:${maxfail - failcount - 1}`;
  }
  const isFirst = await credentials.moveCounter(id, counter, verdict.next);
  return isFirst && (await challenges.answer(challenge.transactionId, id, at)) ? 'OK' : 'INVALID_CHALLENGE';
}
