import { parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { pictureOf } from '../check/ask-question.ts';
import { standardText, textFor } from '../check/begin-challenge.ts';
import { suiteInfo } from '../check/check-answer.ts';
import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { qrPicture } from '../wire/qr-picture.ts';

/** What a token is asked at the gate. */
export interface GateQuestion {
  readonly serial: string;
  readonly question: string;
  /** What the person reads, by policy or in privacyIDEA's words. */
  readonly message: string;
  /** Whether a policy has words of its own. */
  readonly isOwnMessage: boolean;
  /** The picture for the app, as a `data:` address. */
  readonly image?: string;
  /** Whether the app sends its answer by itself. */
  readonly pushed: boolean;
}

/** A session that waits for an answer names its transaction, which so is as safe as the session. */
export function transactionOf(session: string): string | undefined {
  return /^[\w-]{43}\.(\d{20})$/.exec(session)?.[1];
}

/** The open questions of a transaction, as often as they are shown. Inside a transaction of the database. */
export async function openQuestions(
  installation: Installation,
  person: Person,
  owned: readonly Credential[],
  transactionId: string | undefined,
  client: string,
): Promise<readonly GateQuestion[]> {
  if (transactionId === undefined) return [];
  const { store, now } = installation;
  const [policies, settings] = [await installation.policies(), await installation.settings()];
  const request = { client, userAgent: '', web: undefined, policies, settings, tookEffect: new Set<string>() };
  const questions: GateQuestion[] = [];
  for (const { credentialId, question, data } of await store.challenges.open(transactionId, now().toISOString())) {
    const credential = owned.find(({ id }) => id === credentialId);
    if (credential === undefined || question === null) continue;
    const suite = parseOcraSuite((await store.info.of(credential.id))[suiteInfo] ?? '');
    const asked = { transactionId, question, data };
    const { address, url } = await pictureOf(installation, request, {}, person, credential, suite, asked);
    const message = await textFor({ installation, request, person }, credential, question);
    questions.push({
      serial: credential.serial,
      question,
      message,
      isOwnMessage: message !== standardText(credential.type, question),
      pushed: url !== undefined,
      ...(address === undefined ? {} : { image: qrPicture(address) }),
    });
  }
  return questions;
}
