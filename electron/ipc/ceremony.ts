import type { Channel, Reply, Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { acknowledge } from '../ceremony/acknowledge.ts';
import { answerChecks, goBack } from '../ceremony/answer-checks.ts';
import { beginCeremony, putAside } from '../ceremony/begin.ts';
import { chooseHolder } from '../ceremony/choose-holder.ts';
import { refuse, stop } from '../ceremony/end.ts';
import { confirmPerson } from '../ceremony/interrupt.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { programSlot } from '../ceremony/program-slot.ts';
import { replaceable } from '../ceremony/replaceable.ts';
import { sealPin } from '../ceremony/seal-pin.ts';
import { settleStuck } from '../ceremony/settle-stuck.ts';
import { signOff } from '../ceremony/sign-off.ts';
import { takeToken } from '../ceremony/take-token.ts';
import { verifyCode } from '../ceremony/verify-codes.ts';
import { openCeremony } from '../vault/ceremonies.ts';
import type { DeskContext, Handlers } from './context.ts';

type CeremonyChannel = Extract<Channel, `ceremony/${string}`>;

/** The ceremony's acts, one at a time: an act that comes while another is under way waits for it. */
export function ceremonyHandlers(desk: DeskContext): Handlers<CeremonyChannel | 'replace/candidates'> {
  const act =
    <C extends CeremonyChannel>(perform: (parts: CeremonyParts, request: Request<C>) => Reply<C> | Promise<Reply<C>>) =>
    (request: Request<C>, mayBeAnother = false): Promise<Reply<C>> =>
      desk.inTurn(async () => {
        const parts = desk.open().ceremony;
        if (!mayBeAnother) mustBeOwn(desk, parts);
        settleStuck(parts);
        return perform(parts, request);
      });
  /** Whoever is at the desk may end what somebody else began there, and nothing more. */
  const end = <C extends 'ceremony/begin' | 'ceremony/refuse' | 'ceremony/stop'>(
    perform: (parts: CeremonyParts, request: Request<C>) => Reply<C>,
  ) => {
    const ending = act<C>(perform);
    return (request: Request<C>) => ending(request, true);
  };
  const write = act<'ceremony/write'>((parts, { accessCode }) => programSlot(parts, accessCode));
  return {
    'replace/candidates': (person) => replaceable(desk.open().ceremony, person),
    'ceremony/current': () => openCeremony(desk.open().ceremony.vault) ?? null,
    'ceremony/begin': end<'ceremony/begin'>((parts) => {
      if (!desk.session.state().guidelines.read) throw new KeydeskError('controller/guidelines', {});
      return beginCeremony(parts);
    }),
    'ceremony/choose-holder': act<'ceremony/choose-holder'>((parts, { realm, username }) =>
      chooseHolder(parts, realm, username),
    ),
    'ceremony/answer-checks': act<'ceremony/answer-checks'>(answerChecks),
    'ceremony/back': act<'ceremony/back'>((parts) => goBack(parts)),
    'ceremony/take-token': act<'ceremony/take-token'>(takeToken),
    'ceremony/write': async (request) => {
      try {
        return await write(request);
      } catch (error) {
        desk.unasked(settleStuck);
        throw error;
      }
    },
    'ceremony/code': act<'ceremony/code'>((parts, { typed, longestGapMs }) => verifyCode(parts, typed, longestGapMs)),
    'ceremony/set-pin': act<'ceremony/set-pin'>((parts, { pin, again }) => sealPin(parts, pin, again)),
    'ceremony/acknowledge': act<'ceremony/acknowledge'>(acknowledge),
    'ceremony/sign-off': act<'ceremony/sign-off'>((parts) => signOff(parts)),
    'ceremony/refuse': end<'ceremony/refuse'>((parts, { reason, note }) => refuse(parts, reason, note)),
    'ceremony/stop': end<'ceremony/stop'>((parts, { reason, note }) => stop(parts, reason, note)),
    'ceremony/confirm-person': act<'ceremony/confirm-person'>((parts) => confirmPerson(parts)),
    'ceremony/close': async () => {
      await desk.inTurn(() => putAside(desk.open().ceremony));
    },
  };
}

/** A ceremony goes on with whoever began it. Where names are given, nobody can tell. */
function mustBeOwn({ session }: DeskContext, parts: CeremonyParts): void {
  const open = openCeremony(parts.vault);
  if (open === undefined || open.outcome !== undefined || session.state().state === 'named') return;
  if (open.controller !== session.name()) {
    throw new KeydeskError('ceremony/another-controller', { controller: open.controller });
  }
}
