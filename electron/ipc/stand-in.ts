import type { Reply, Request } from '../../domain/contract/ipc.ts';
import { asFailure, KeydeskError } from '../../domain/failure.ts';
import { forgetLoss, intendLoss, type PendingLoss, prepareStandIn, recordLoss, settleLoss } from '../acts/stand-in.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { type StandInDesk, withStandIns } from '../sync/privacyidea/ask-stand-in.ts';
import type { DeskContext } from './context.ts';

type Asked = Request<'acts/stand-in'>;

/**
 * The loss is kept before the server is asked, so that what it did is not done without a record. Not in its turn: a slow
 * server must not hold up a ceremony.
 */
export function giveStandIn(desk: DeskContext, request: Asked): Promise<Reply<'acts/stand-in'>> {
  const { ceremony, syncParts } = desk.open();
  const loss = prepareStandIn(ceremony, request);
  const visit = desk.session.visit();
  return withStandIns(syncParts, loss, async (there) => {
    await desk.inTurn(() => intendLoss(desk.open().ceremony, loss));
    const { serial, until, password } = await made(desk, loss, there);
    try {
      const standIn = { serial, until, proof: request.proof };
      const recorded = await desk.inTurn(() => recordLoss(desk.open().ceremony, loss, standIn));
      if (desk.session.visit() !== visit) throw new KeydeskError('vault/locked', {});
      return { password, until, ...recorded };
    } catch (error) {
      password.fill(0);
      await there.end(serial).catch((cause: unknown) => {
        throw new KeydeskError('act/stand-in-unknown', { token: loss.token }, { cause });
      });
      const wasLocked = asFailure(error).code === 'vault/locked';
      throw wasLocked ? new KeydeskError('act/code-unseen', { reason: 'password' }, { cause: error }) : error;
    }
  });
}

async function made(desk: DeskContext, loss: PendingLoss, there: StandInDesk) {
  try {
    return await there.make();
  } catch (error) {
    const isUnknown = asFailure(error).code === 'act/stand-in-unknown';
    const settle = (parts: CeremonyParts) => (isUnknown ? settleLoss(parts, loss) : forgetLoss(parts, loss));
    await desk
      .inTurn(() => settle(desk.open().ceremony))
      .catch((failure: unknown) => {
        // What is locked now settles it when it is unlocked.
        if (asFailure(failure).code !== 'vault/locked') console.error(failure);
      });
    throw error;
  }
}
