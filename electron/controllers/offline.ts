import { offlineDays } from '../../domain/contract/controller-sign-in.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { perform } from '../acts/perform.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { appendAudit } from '../vault/audit-log.ts';
import {
  countWrong,
  dropVerifiers,
  forgetWrong,
  readDeskController,
  useVerifier,
  verifiersOf,
} from '../vault/desk-controllers.ts';
import { isKeptCode } from '../vault/kept-code.ts';
import { mayBeHere } from './standing.ts';

const freeTries = 5;
const firstWaitMs = 60_000;
const longestWaitMs = 3_600_000;
/** So many wrong tries in a row, and only the server can help. */
const mostTries = 20;
const dayMs = 86_400_000;
/** How far this desk's clock may have been put back. */
const slackMs = 3_600_000;

interface Typed {
  readonly name: string;
  readonly password: Uint8Array;
  readonly code: string;
}

/**
 * Signs in by what the server left here. A try counts before it is looked at; a right code is used up, with all before
 * it, and on its way to the server, before anybody is let in. `mayEnter` throws when the desk was locked meanwhile.
 * Whoever may not be here is told so only after the proof held, and nothing says that they signed in.
 */
export async function signInByKeptCode(
  parts: CeremonyParts,
  station: string,
  typed: Typed,
  mayEnter: () => void,
): Promise<void> {
  const { vault, now } = parts;
  const { name } = typed;
  const at = now();
  const kept = readDeskController(vault, name);
  const why = kept === undefined ? 'never' : whyNot(kept, verifiersOf(vault, name).length, at);
  if (kept === undefined || why !== undefined) {
    throw new KeydeskError('controller/not-offline', { controller: name, reason: why ?? 'never' });
  }
  const waitMs = Math.min(waitAfter(kept.wrong), waitAfter(kept.wrong) - (at.getTime() - Date.parse(kept.wrongAt)));
  if (kept.wrong >= freeTries && waitMs > 0) {
    throw new KeydeskError('controller/too-often', { minutes: Math.ceil(waitMs / 60_000) });
  }
  commitAct(parts, 'controller/tried', true, () => countWrong(vault, name, at.toISOString()));
  const counter = await counterOf(parts, station, kept, typed);
  if (counter === undefined) {
    commitAct(parts, 'controller/refused', true, () => {
      if (kept.wrong + 1 >= mostTries) dropVerifiers(vault, name);
      const detail = { offline: true, tries: kept.wrong + 1 };
      appendAudit(vault, { at: at.toISOString(), actor: name, action: 'controller/refused', subject: name, detail });
    });
    throw new KeydeskError('controller/wrong', {});
  }
  mayEnter();
  const standing = mayBeHere(vault, name, at);
  if (standing !== 'yes') {
    commitAct(parts, 'controller/refused', true, () => {
      useVerifier(vault, name, counter);
      forgetWrong(vault, name);
      const detail = { offline: true, why: standing };
      appendAudit(vault, { at: at.toISOString(), actor: name, action: 'controller/refused', subject: name, detail });
    });
    const code = standing === 'no right' ? 'controller/no-right' : 'controller/other-office';
    throw new KeydeskError(code, { controller: name });
  }
  const act = { what: 'signed in offline', credential: kept.credential, counter } as const;
  perform(parts, {
    act,
    holder: undefined,
    reason: '',
    controller: name,
    effect: () => {
      // Whoever was faster with the same code has used it up.
      if (!useVerifier(vault, name, counter)) throw new KeydeskError('controller/wrong', {});
      forgetWrong(vault, name);
    },
  });
}

type Kept = NonNullable<ReturnType<typeof readDeskController>>;

/** Why nobody can be let in here without the server, told before anything is typed wrong. */
function whyNot({ credential, signedInAt }: Kept, left: number, now: Date): string | undefined {
  if (signedInAt === '') return 'never';
  if (credential === '') return 'uncounted';
  const age = now.getTime() - Date.parse(signedInAt);
  if (age > offlineDays * dayMs || age < -slackMs) return 'expired';
  return left === 0 ? 'spent' : undefined;
}

function waitAfter(wrong: number): number {
  return wrong < freeTries ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - freeTries));
}

/** Every code that is left is tried the same way, so that nothing tells whether password or code was wrong. */
async function counterOf(parts: CeremonyParts, station: string, kept: Kept, typed: Typed): Promise<number | undefined> {
  const { vault, vaultKey } = parts;
  const { name: controller, credential } = kept;
  const secret = Buffer.concat([Buffer.from(`${typed.code.replace(/\s/g, '')}\0`), typed.password]);
  try {
    for (const { counter, sealed } of verifiersOf(vault, controller)) {
      const place = { station, controller, credential, counter };
      if (await isKeptCode(vaultKey, place, sealed, secret, kept)) return counter;
    }
    return undefined;
  } finally {
    secret.fill(0);
  }
}
