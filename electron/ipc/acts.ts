import type { Channel, Reply, Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { prepareEnd, recordEnd } from '../acts/end-code.ts';
import { foresee } from '../acts/foresee.ts';
import { reportLost } from '../acts/report-lost.ts';
import { scrap } from '../acts/scrap.ts';
import { prepareTouch, takeBack } from '../acts/take-back.ts';
import { prepareTemporaryCode, recordTemporaryCode } from '../acts/temporary-code.ts';
import { withdraw } from '../acts/withdraw.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { askEndOfCode, askLiveCodes } from '../sync/ask-live-codes.ts';
import { askTemporaryCode } from '../sync/ask-temporary-code.ts';
import { askTouchProof } from '../sync/ask-touch-proof.ts';
import type { DeskContext, Handlers } from './context.ts';
import { giveStandIn } from './stand-in.ts';

type ActChannel = Extract<Channel, `acts/${string}`>;

/** What is done with a token after issuance, one act after the other and after whatever a ceremony has under way. */
export function actHandlers(desk: DeskContext): Handlers<ActChannel> {
  const act =
    <C extends ActChannel>(perform: (parts: CeremonyParts, request: Request<C>) => Reply<C>) =>
    (request: Request<C>): Promise<Reply<C>> =>
      desk.inTurn(() => perform(desk.open().ceremony, request));
  return {
    'acts/foresee': (request) => foresee(desk.open().ceremony, request.act, request.token as TokenSerial),
    'acts/withdraw': act<'acts/withdraw'>(withdraw),
    'acts/report-lost': act<'acts/report-lost'>(reportLost),
    'acts/take-back': async (request) => {
      const { ceremony, syncParts } = desk.open();
      const touched = prepareTouch(ceremony, request);
      // Not in its turn: a slow server must not hold up a ceremony.
      if (touched !== undefined && !(await askTouchProof(syncParts, touched))) throw new KeydeskError('code/wrong', {});
      return desk.inTurn(() => takeBack(desk.open().ceremony, request, touched !== undefined));
    },
    'acts/scrap': act<'acts/scrap'>(scrap),
    'acts/live-codes': () => {
      const { ceremony, syncParts } = desk.open();
      return askLiveCodes(syncParts, { controller: ceremony.controller() });
    },
    'acts/end-code': async (request) => {
      const { ceremony, syncParts } = desk.open();
      const asked = prepareEnd(ceremony, request);
      if (!(await askEndOfCode(syncParts, asked))) return { record: null };
      return desk.inTurn(() => recordEnd(desk.open().ceremony, request, asked.controller));
    },
    'acts/temporary-code': async (request) => {
      const { ceremony, syncParts } = desk.open();
      const asked = prepareTemporaryCode(ceremony, request);
      const visit = desk.session.visit();
      // Not in its turn: a slow server must not hold up a ceremony.
      const given = await askTemporaryCode(syncParts, asked);
      try {
        const record = () => recordTemporaryCode(desk.open().ceremony, request, asked.controller);
        const recorded = await desk.inTurn(record);
        if (desk.session.visit() !== visit) {
          await endUnseen(desk, request, asked);
          throw new KeydeskError('act/code-unseen', {});
        }
        return { ...given, ...recorded };
      } catch (error) {
        given.code.fill(0);
        throw error;
      }
    },
    'acts/stand-in': (request) => giveStandIn(desk, request),
  };
}

/** The desk was locked while the server was asked: nobody is shown the code, so nobody is to be let in by it. */
async function endUnseen(
  desk: DeskContext,
  person: Request<'acts/end-code'>,
  asked: { readonly controller: string },
): Promise<void> {
  const { realm, username } = person;
  try {
    const { syncParts } = desk.open();
    const { controller } = asked;
    if (!(await askEndOfCode(syncParts, { controller, holder: { realm, username } }))) return;
    await desk.inTurn(() => recordEnd(desk.open().ceremony, person, controller));
  } catch (error) {
    // It ends by itself within minutes, and nobody has seen it.
    if (!(error instanceof KeydeskError)) throw error;
  }
}
