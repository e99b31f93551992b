import type { Reply } from '../../domain/contract/ipc.ts';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { type Holder, holderName } from '../../domain/holder.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import { loginAfter } from '../../domain/trust/login-after.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { withTokens } from '../ceremony/people.ts';
import { requiresToken } from '../vault/holders.ts';
import { heldBy } from '../vault/server-tokens.ts';
import { isAtPrivacyidea, ownOffices } from './controller.ts';
import { shownToken } from './known-token.ts';
import { mustReport } from './report-lost.ts';
import { mustScrap } from './scrap.ts';
import { mustTakeBack } from './take-back.ts';
import { mustWithdraw } from './withdraw.ts';

const checks = {
  withdraw: mustWithdraw,
  'report-lost': mustReport,
  'take-back': mustTakeBack,
  scrap: mustScrap,
} as const satisfies Record<TokenAct, (parts: CeremonyParts, token: TokenSerial) => void>;

/** Whom an act concerns, what follows from it, and why it cannot be done if it cannot; changes nothing. */
export function foresee(parts: CeremonyParts, act: TokenAct, token: TokenSerial): Reply<'acts/foresee'> {
  const { holder, was, model, isHere, state, isHeldBack } = shownToken(parts, token);
  const isOurs = !isAtPrivacyidea(parts);
  return {
    token,
    model,
    isHere,
    state: state ?? null,
    person:
      holder === undefined
        ? null
        : {
            realm: holder.realm,
            username: holder.username,
            name: holderName(holder),
            office: holder.office,
            hasMail: isOurs && holder.email !== '',
          },
    was,
    after: holder === undefined || isHeldBack || act === 'scrap' ? null : afterwards(parts, act, token, holder),
    offices: ownOffices(parts, [act === 'scrap' ? 'handle_stock' : 'control_trust']),
    problem: problemOf(() => checks[act](parts, token), isHeldBack ? { name: token } : {}),
  };
}

function afterwards(parts: CeremonyParts, act: TokenAct, token: TokenSerial, holder: Holder) {
  const { vault } = parts;
  const { realm, username } = holder;
  const held = withTokens(vault, holder).tokens.filter((one) => one.token !== token);
  // What lets somebody in without a token is for that server's policies to say; a password in a token's place is no token.
  if (isAtPrivacyidea(parts)) {
    return held.some(({ active, serial }) => active && !serial.startsWith('lost')) ? 'other token' : 'not known';
  }
  const ended = heldBy(vault, realm, username).filter((one) => one.revoked && one.token !== token);
  return loginAfter({
    what: act === 'report-lost' ? 'reported lost' : 'withdrawn',
    activeOthers: held.filter(({ active }) => active).length,
    deadOthers: held.filter(({ active }) => !active).length + ended.length,
    requireToken: requiresToken(vault, realm, username),
  });
}

/** What stands in the way; `instead` takes the place of what is not told. */
function problemOf(
  check: () => void,
  instead: Readonly<Record<string, string>>,
): { code: Failure['code']; context: Record<string, string | number> } | null {
  try {
    check();
    return null;
  } catch (error) {
    const { code, context } = asFailure(error);
    if (code === 'app/failed') throw error;
    const held = Object.entries(instead).filter(([name]) => name in context);
    return { code, context: { ...context, ...Object.fromEntries(held) } };
  }
}
